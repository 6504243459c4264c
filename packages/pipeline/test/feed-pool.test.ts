import type { FeedTask } from '@wirefold/fetch/feed';
import { expect, it, onTestFinished } from 'vitest';
import { createFeedPool, FEED_LIMITS, INLINE_FEED_BYTES } from '../src/feed-pool.ts';
import type { PoolLimits } from '../src/limited-pool.ts';

function poolOf(limits: Partial<PoolLimits> = {}) {
  const pool = createFeedPool({ ...FEED_LIMITS, ...limits });
  onTestFinished(() => pool.close());
  return pool;
}

function taskOf(text: string, form: FeedTask['form'] = 'rss'): FeedTask {
  return {
    ...{ bytes: Buffer.from(text), charset: 'utf-8', form },
    ...{ url: 'http://feed.example/', now: '2026-02-01T12:00:00.000Z' },
  };
}

const rss = (items: string) =>
  `<rss version="2.0"><channel><title>c</title><ttl>5</ttl>${items}</channel></rss>`;
const item = (n: number, inner = '') => `<item><link>http://news.example/${n}</link>${inner}</item>`;
const filled = (unit: string, bytes: number) => unit.repeat(Math.ceil(bytes / unit.length));

it('reads a feed of one byte over the limit on a thread as it reads it here', async () => {
  const pool = poolOf({ timeoutMs: 60_000 });
  const bare = rss(item(1, '<title></title>'));
  const padded = (bytes: number) => rss(item(1, `<title>${'x'.repeat(bytes - bare.length)}</title>`));
  const [here, there] = [padded(INLINE_FEED_BYTES), padded(INLINE_FEED_BYTES + 1)];
  expect(Buffer.byteLength(there)).toBe(INLINE_FEED_BYTES + 1);
  expect(await pool.read(taskOf(there))).toEqual(await pool.read(taskOf(here)));
});

it('says what is wrong with a broken feed in the same words on a thread', async () => {
  const pool = poolOf({ timeoutMs: 60_000 });
  const broken = (title: string) => rss(item(1, `<title>${title}</title><!--`));
  const said = await pool.read(taskOf(broken('x'))).catch((error: Error) => error);
  await expect(pool.read(taskOf(broken('x'.repeat(INLINE_FEED_BYTES))))).rejects.toMatchObject({
    message: ((said as Error).cause as Error).message,
  });
});

it.each<[string, FeedTask['form'], (bytes: number) => string]>([
  ['empty tags', 'rss', (bytes) => rss(`<item>${filled('<a/>', bytes)}</item>`)],
  ['tags 90 deep', 'rss', (bytes) => rss(filled('<a>'.repeat(90) + '</a>'.repeat(90), bytes))],
  [
    'one tag of attributes',
    'rss',
    (bytes) => rss(`<item ${Array.from({ length: bytes / 12 }, (_, i) => `a${i}="1"`).join(' ')}></item>`),
  ],
  [
    'tags of different names',
    'rss',
    (bytes) => rss(Array.from({ length: bytes / 16 }, (_, i) => `<t${i}>1</t${i}>`).join('')),
  ],
  ['open tags', 'rss', (bytes) => rss(filled('<a ', bytes))],
  [
    'JSON in a million brackets',
    'json-feed',
    (bytes) => `{"version":"https://jsonfeed.org/version/1","x":${'['.repeat(bytes / 2)}`,
  ],
])('ends 16 MB of %s within its limits, under a named reason, and reads the next', async (_, form, make) => {
  const pool = poolOf({ timeoutMs: 500 });
  const end = await pool.read(taskOf(make(16_000_000), form)).then(
    () => 'read',
    (error: { reason?: string }) => error.reason ?? 'broken',
  );
  expect(['feed-timeout', 'feed-memory', 'broken']).toContain(end);
  expect(await pool.read(taskOf(rss(item(1))))).toMatchObject({
    title: 'c',
    pace: { everySeconds: 300 },
    entries: [{}],
  });
});

it('names a feed that takes too much memory, and reads the one that waits behind it', async () => {
  const pool = poolOf({ timeoutMs: 120_000, memoryMb: 64 });
  const heavy = pool.read(taskOf(rss(`<item>${filled('<a/>', 4_000_000)}</item>`)));
  const light = pool.read(taskOf(rss(item(1, `<title>${'x'.repeat(INLINE_FEED_BYTES)}</title>`))));
  await expect(heavy).rejects.toMatchObject({ reason: 'feed-memory' });
  expect(await light).toMatchObject({ title: 'c', pace: { everySeconds: 300 }, entries: [{}] });
});

it('leaves the event loop free while a hostile feed runs into its time limit', async () => {
  const pool = poolOf({ timeoutMs: 1_500, memoryMb: 4_096 });
  const task = taskOf(rss(`<item>${filled('<a></a>', 60_000_000)}</item>`));
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 10);
  onTestFinished(() => clearInterval(ticking));
  await expect(pool.read(task)).rejects.toMatchObject({ reason: 'feed-timeout' });
  expect(ticks).toBeGreaterThan(20);
});
