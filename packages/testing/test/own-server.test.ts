import { describe, expect, it } from 'vitest';
import { startOwnServer } from '../src/index.ts';

describe('startOwnServer', () => {
  it('keeps what was synced through a kill and a restart on the same data', async () => {
    const server = await startOwnServer({ args: ['--appendfsync', 'always'] });
    const redis = server.connect();
    await redis.set('headline', 'Ferry service resumes');
    await server.kill();
    await server.restart();
    expect(await redis.get('headline')).toBe('Ferry service resumes');
  });

  it('passes options on to the server', async () => {
    const server = await startOwnServer({ appendOnly: false, args: ['--maxmemory', '20mb'] });
    expect(await server.connect().config('GET', 'maxmemory')).toEqual([
      'maxmemory',
      String(20 * 1024 * 1024),
    ]);
  });

  it('is silent while frozen, and answers what was asked once thawed', async () => {
    const server = await startOwnServer({ appendOnly: false });
    const redis = server.connect();
    await redis.ping();
    server.freeze();
    const answer = redis.ping();
    server.thaw();
    expect(await answer).toBe('PONG');
  });
});
