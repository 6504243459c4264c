import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itemIdOf } from '@wirefold/contracts/ids';
import type { NewFeed } from '@wirefold/contracts/ports';
import { createGate } from '@wirefold/queue';
import { resolveSettings } from '@wirefold/settings';
import { openHome } from '../src/home.ts';
import { createDuePolls } from '../src/polling/due-polls.ts';

/*
 * What a tick costs the home, with a private Redis and a database of its own in the temporary folder:
 *   npx tsx packages/pipeline/checks/tick-cost.ts
 */
const IDLE_FEEDS = 10_000;
const TICKS = 200;
const DUE_AT_ONCE = 500;
const ROUNDS = 5;

const folder = await mkdtemp(join(tmpdir(), 'wirefold-ticks-'));
const env = { WIREFOLD_DB: join(folder, 'wirefold.db'), WIREFOLD_DATA: folder };
const home = await openHome(resolveSettings({ env, cwd: folder }).values, console.error);
const { writer, hands } = home;
const gate = createGate({ ...hands, maxInFlight: 1_000_000, maxBytes: Number.MAX_SAFE_INTEGER });
const startDue = createDuePolls({ ...hands, writer, gate });

const feedsNamed = (name: string, count: number): NewFeed[] =>
  Array.from({ length: count }, (_, i) => {
    const url = `https://feeds.example/${name}/${i}.xml`;
    return { id: itemIdOf(url), url, kind: 'feed', source: 'feeds.example' };
  });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

writer.addFeeds(feedsNamed('idle', IDLE_FEEDS), '2999-01-01T00:00:00.000Z');
const idle = await timed(async () => {
  for (let i = 0; i < TICKS; i++) await startDue();
});
console.log(`nothing due of ${IDLE_FEEDS} feeds: ${(idle / TICKS).toFixed(3)} ms a tick`);
for (let round = 0; round < ROUNDS; round++) {
  writer.addFeeds(feedsNamed(`due-${round}`, DUE_AT_ONCE), hands.now());
  const ms = await timed(startDue);
  console.log(
    `${DUE_AT_ONCE} due: ${ms.toFixed(1)} ms, ${((ms * 1_000) / DUE_AT_ONCE).toFixed(0)} µs a poll`,
  );
}
const from = performance.now();
const redis = hands.redis.newConnection();
const before = await commandsOf();
const ticks = hands.openTicks(100, async () => {});
await ticks.set();
await new Promise((resolve) => setTimeout(resolve, 10_000));
const seconds = (performance.now() - from) / 1_000;
console.log(
  `the clock itself: ${(((await commandsOf()) - before) / (seconds * 10)).toFixed(1)} commands of Redis a tick`,
);
await ticks.close(1_000);
redis.disconnect();
await home.close(1_000);
await rm(folder, { recursive: true });

async function commandsOf(): Promise<number> {
  const said = await redis.info('stats');
  return Number(/total_commands_processed:(\d+)/.exec(said)?.[1]);
}
