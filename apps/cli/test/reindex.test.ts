import { shippedWeights } from '@wirefold/dedupe/weights';
import { startOwnServer } from '@wirefold/testing';
import { describe, expect, it, vi } from 'vitest';
import { createNewsroom } from './newsroom.ts';
import { records, startWirefold, wirefold } from './wirefold.ts';
import { createWorkshop, lineOf, NEWS, textOf } from './workshop.ts';

const ALL = NEWS.map((_, n) => lineOf(n)).join('');

describe('reindex', () => {
  it('registers every article of the window in an emptied Redis, twice without harm', async () => {
    const server = await startOwnServer();
    const shop = await createWorkshop({ 'news.jsonl': ALL });
    const env = { ...shop.env, REDIS_URL: String(server.options.path) };
    const call = (...args: string[]) => wirefold(args, { cwd: shop.cwd, env });
    expect((await call('ingest', 'news.jsonl', '--quiet')).status).toBe(0);
    await server.connect().flushall();
    for (const expected of [30, 30]) {
      const { status, out } = await call('reindex', '--json', '--quiet');
      expect(status).toBe(0);
      expect(records(out)).toEqual([
        {
          ...{ articles: expected, total: 30, newPairs: 0, gonePairs: 0, indexed: 30, stopped: false },
          ...{ weights: shippedWeights().version, weightsBefore: shippedWeights().version },
          seconds: expect.any(Number),
        },
      ]);
    }
    const { out, err } = await call('reindex');
    expect(out).toMatch(
      /^30 articles registered again in \d+\.\d s \([\d,]+ a second\); the index knows 30; 0 pairs new, 0 gone\.\n$/,
    );
    expect(err).toBe('');
    expect((await call('verify')).status).toBe(0);
  });

  it('finds the pair that met while the index was empty, and obeys a decision about it', async () => {
    const server = await startOwnServer();
    const shop = await createWorkshop({ 'a.txt': textOf(0), 'b.txt': `${textOf(0)}\nRead on.\n` });
    const env = { ...shop.env, REDIS_URL: String(server.options.path) };
    const call = (...args: string[]) => wirefold([...args, '--quiet'], { cwd: shop.cwd, env });
    const stories = () => shop.rows('SELECT article_count FROM stories');
    await call('ingest', 'a.txt');
    const redis = server.connect();
    await redis.del(...(await redis.keys('*:index:*')));
    await call('ingest', 'b.txt');
    expect(stories()).toEqual([[1], [1]]);
    expect(records((await call('reindex', '--json')).out)).toMatchObject([{ articles: 2, newPairs: 1 }]);
    expect(stories()).toEqual([[2]]);
    const [story = '', article = ''] =
      shop.rows('SELECT story_id, id FROM articles LIMIT 1')[0]?.map(String) ?? [];
    expect((await call('split', story, article)).status).toBe(0);
    await redis.del(...(await redis.keys('*:index:*')));
    expect((await call('reindex')).status).toBe(0);
    expect(stories()).toEqual([[1], [1]]);
    expect((await call('decisions', 'undo', '1')).status).toBe(0);
    expect(stories()).toEqual([[2]]);
  });

  it('says what other days would change, changes nothing, then does it and tells the weights in force', async () => {
    const shop = await createWorkshop({ 'news.jsonl': ALL });
    const call = (args: string[], env = {}) =>
      wirefold(args, { cwd: shop.cwd, env: { ...shop.env, ...env } });
    await call(['ingest', 'news.jsonl', '--quiet']);
    const { version, days } = shippedWeights();
    const strict = { WIREFOLD_DAY_PENALTY: '2.5' };
    const preview = await call(['reindex', '--dry-run', '--json'], strict);
    expect(records(preview.out)).toMatchObject([
      {
        ...{ dryRun: true, articles: 30, pairsByOthers: 0 },
        before: { version, countedOver: null, days },
        after: { countedOver: null, days: { sameDay: days.sameDay, furtherDay: -2.5 } },
      },
    ]);
    const told = await call(['reindex', '--dry-run'], strict);
    expect(told.out).toMatch(/days: same, next, each further +.*, -2\.5\n/);
    expect(told.out).toContain('Would sign 30 articles again; 0 pairs of all articles are stated by other');
    expect((await call(['status'])).out).toContain(`Weights: ${version}, as shipped\n`);
    const done = await call(['reindex'], strict);
    expect(done.out).toMatch(new RegExp(`Weights (w\\d+-\\w+) are in force instead of ${version}\\.\n$`));
    const [, now = ''] = /Weights (\S+) are/.exec(done.out) ?? [];
    expect(records((await call(['status', '--json'])).out)).toMatchObject([
      { ledger: { weights: { version: now, countedOver: null } } },
    ]);
    expect((await call(['ingest', 'news.jsonl'])).err).toContain('the setting dayPenalty is another');
    expect((await call(['verify'])).status).toBe(0);
  });

  it('counts no weights over a few articles, and says so in a sentence', async () => {
    const shop = await createWorkshop({ 'news.jsonl': ALL });
    await shop.call(['ingest', 'news.jsonl', '--quiet']);
    for (const args of [
      ['reindex', '--renew-weights'],
      ['reindex', '--renew-weights', '--dry-run'],
    ]) {
      const { status, out, err } = await shop.call(args);
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(err).toMatch(
        /^wirefold: .*wirefold\.db has 30 articles, .* Leave out --renew-weights: .*more\.\n$/,
      );
    }
  });

  it('names a Redis that nobody answers for, and what to do', async () => {
    const { cwd } = await createNewsroom();
    const env = { REDIS_URL: 'redis://127.0.0.1:1' };
    const { status, out, err } = await wirefold(['reindex'], { cwd, env });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('127.0.0.1:1');
    expect(err).toContain('Start it, or leave REDIS_URL empty to use a private one.');
  });

  it('runs beside a worker that takes articles in meanwhile, and every copy finds its story', async () => {
    const half = NEWS.length / 2;
    const some = NEWS.slice(0, half).map((_, n) => lineOf(n));
    const files = { 'one.jsonl': some.join(''), 'all.jsonl': ALL };
    const shop = await createWorkshop(files);
    const count = () => Number(shop.rows('SELECT count(*) FROM articles')[0]?.[0]);
    await shop.call(['ingest', 'one.jsonl', '--quiet']);
    const worker = startWirefold(['worker'], { cwd: shop.cwd, env: shop.env });
    await worker.told('worker started');
    const adding = shop.call(['add', 'all.jsonl']);
    const runs = await Promise.all([1, 2].map(() => shop.call(['reindex', '--json'])));
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    expect((await adding).status).toBe(0);
    await vi.waitUntil(() => count() === NEWS.length + half, { timeout: 20_000, interval: 50 });
    worker.kill('SIGTERM');
    await worker.ended();
    expect((await shop.call(['verify'])).status).toBe(0);
    const sizes = 'SELECT article_count, count(*) FROM stories GROUP BY article_count';
    expect(shop.rows(sizes)).toEqual([
      [1, NEWS.length - half],
      [2, half],
    ]);
  });
});
