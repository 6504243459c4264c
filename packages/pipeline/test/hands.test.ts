import { resolveSettings } from '@wirefold/settings';
import { randomPrefix, temporaryFolder, testRedisOptions } from '@wirefold/testing';
import { expect, it } from 'vitest';
import { openHands } from '../src/hands.ts';

it('hands that are closed make nothing any more that would keep the process alive, however late work asks for it', async () => {
  const folder = await temporaryFolder();
  const { values } = resolveSettings({
    options: { redis: String(testRedisOptions().path), data: folder },
    env: { WIREFOLD_REDIS_PREFIX: randomPrefix() },
    file: null,
    cwd: folder,
  });
  const hands = await openHands(values, () => {});
  await hands.close();
  const parts: (() => unknown)[] = [
    ...[hands.client, hands.manners, hands.pool, hands.feedPool, hands.hostMemory],
    () => hands.indexOf('w000001-any'),
  ];
  for (const part of parts) expect(part).toThrow('this worker is closing');
  await expect(hands.yardstick()).rejects.toThrow('this worker is closing');
});
