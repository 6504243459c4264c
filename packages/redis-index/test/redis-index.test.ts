import type { Candidate, DedupeIndex, Signature } from '@wirefold/contracts/evidence';
import { areCandidates, DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { randomPrefix, startOwnServer, testRedis } from '@wirefold/testing';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { createRedisIndex } from '../src/index.ts';
import { blocksAround, layoutFor, packKeys, packRecord, parseRecord, RECORD_HEAD } from '../src/layout.ts';

const TODAY = 20_100;
const redis = testRedis();
afterAll(() => redis.disconnect());

function signed(articleId: string, parts: Partial<Signature> = {}): Signature {
  const sketch = Buffer.from(`sketch of ${articleId}`);
  return { articleId, day: TODAY, exactKey: '', fingerprints: [], termKeys: [], sketch, ...parts };
}

/** Repeatable numbers that look random (Weyl sequence through a multiply). */
function keysFrom(seed: number, count: number, limit = 2 ** 32): number[] {
  const keys = new Set<number>();
  for (let n = 1; keys.size < count; n++) {
    keys.add((Math.imul(seed + n * 7_919, 0x9e3779b1) ^ Math.imul(n, 0x85ebca6b)) >>> 0);
  }
  return [...keys].map((key) => key % limit).sort((a, b) => a - b);
}

const FULL = { fingerprints: [1, 2, 3], termKeys: [4, 5, 6], exactKey: 'same' };
const ONE_SHARED = { ...DEFAULT_RULE, minSharedFingerprints: 1 };

const idsOf = (found: readonly Candidate[]): string[] => found.map(({ articleId }) => articleId).sort();

async function tablesOf(prefix: string): Promise<string[]> {
  return (await redis.keys(`${prefix}:index:*`)).sort();
}

describe('the layout of the Redis index', () => {
  it('keeps every bucket small while thousands of articles come in', async () => {
    const prefix = randomPrefix();
    const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE });
    for (let n = 0; n < 1_200; n++) {
      const keys = { fingerprints: keysFrom(n * 1_000, 60), termKeys: keysFrom(n * 77, 30, 5_000) };
      await index.registerAndFind(signed(`ar_${n}`, { ...keys, termKeys: [...new Set(keys.termKeys)] }));
    }
    const tables = await tablesOf(prefix);
    expect(tables.length).toBeLessThan(10);
    const prints = await redis.hgetallBuffer(tables.find((key) => /:n\d+$/.test(key)) ?? '');
    const buckets = Object.entries(prints).filter(([field]) => /^\d+$/.test(field));
    expect(buckets.length).toBeGreaterThan(2_000);
    expect(Math.max(...buckets.map(([, bucket]) => bucket.length))).toBeLessThan(600);
    const entries = Object.values(prints).reduce((sum, bucket) => sum + bucket.length, 0) / 6;
    expect(entries).toBeLessThan(1_200 * 60 * 1.05);
  });

  it('finds by keys that differ in a single bit, whatever the number of buckets tells of them', async () => {
    const index = createRedisIndex({ redis, prefix: randomPrefix(), rule: ONE_SHARED });
    const keys = keysFrom(3, 3_000);
    for (const [n, key] of keys.entries())
      await index.registerAndFind(signed(`ar_${n}`, { fingerprints: [key] }));
    for (let n = 0; n < keys.length; n += 100) {
      const key = keys[n] ?? 0;
      const found = await index.registerAndFind(signed('asking', { fingerprints: [key] }));
      expect(idsOf(found)).toEqual([`ar_${n}`]);
    }
    for (let bit = 0; bit < 32; bit++) {
      const key = ((keys[bit] ?? 0) ^ (1 << bit)) >>> 0;
      const expected = keys.includes(key) ? [`ar_${keys.indexOf(key)}`] : [];
      expect(idsOf(await index.registerAndFind(signed('asking', { fingerprints: [key] })))).toEqual(expected);
    }
  });

  it.each([23, 24, 25, 26, 64, 65, 129, 200])(
    'finds all of %i articles that share their keys',
    async (count) => {
      const index = createRedisIndex({ redis, prefix: randomPrefix(), rule: DEFAULT_RULE });
      const shared = { fingerprints: [1, 2, 3], termKeys: [4, 5, 6], exactKey: 'same' };
      for (let n = 0; n < count; n++) await index.registerAndFind(signed(`ar_${n}`, shared));
      const found = await index.registerAndFind(signed('ar_last', shared));
      expect(idsOf(found)).toEqual(Array.from({ length: count }, (_, n) => `ar_${n}`).sort());
    },
  );

  it('lets every key expire, the counter of ids and the list of blocks apart', async () => {
    const prefix = randomPrefix();
    const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE, expireDays: 3 });
    const shared = { fingerprints: [1, 2, 3], termKeys: [4, 5, 6], exactKey: 'same' };
    for (let n = 0; n < 40; n++) await index.registerAndFind(signed(`ar_${n}`, shared));
    await index.registerAndFind(signed('ar_undated', { ...shared, day: null }));
    await index.registerAndFind(signed('ar_twin', { ...shared, sketch: Buffer.from('sketch of ar_0') }));
    for (const key of await tablesOf(prefix)) {
      const lasting = key.endsWith(':serial') || key.endsWith(':blocks');
      const seconds = await redis.ttl(key);
      if (lasting) expect(seconds).toBe(-1);
      else expect(seconds).toBeGreaterThan(3 * 24 * 3_600 - 60);
      expect(seconds).toBeLessThanOrEqual(3 * 24 * 3_600);
    }
  });

  it.each([
    ['a new article', { fingerprints: [1, 2, 3], termKeys: [4, 5, 6] }],
    ['an article without keys', {}],
    ['a twin', { ...FULL, sketch: Buffer.from('sketch of ar_0') }],
  ])('gives all tables of a block their time again when %s comes', async (_, parts) => {
    const prefix = randomPrefix();
    const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE, expireDays: 3 });
    await index.registerAndFind(signed('ar_0', FULL));
    const tables = (await tablesOf(prefix)).filter((key) => !/:(?:serial|blocks)$/.test(key));
    expect(tables).toHaveLength(5);
    await Promise.all(tables.map((key) => redis.expire(key, 3_600)));
    await index.registerAndFind(signed('ar_late', parts));
    const seconds = await Promise.all(tables.map((key) => redis.ttl(key)));
    expect(Math.min(...seconds)).toBeGreaterThan(2 * 24 * 3_600);
  });

  it('forgets what has expired, and no longer counts it', async () => {
    const prefix = randomPrefix();
    const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE });
    const shared = { fingerprints: [1, 2, 3] };
    await index.registerAndFind(signed('ar_old', { ...shared, day: TODAY - 29 }));
    const block = Math.floor((TODAY - 29) / layoutFor(DEFAULT_RULE).nearBlockDays);
    const gone = (await tablesOf(prefix)).filter((key) => new RegExp(`:[a-z]${block}$`).test(key));
    expect(gone).toHaveLength(2);
    await redis.del(...gone);
    expect(await redis.hlen(`${prefix}:index:a`)).toBe(3);
    expect(await index.registerAndFind(signed('ar_new', shared))).toEqual([]);
    expect(idsOf(await index.registerAndFind(signed('ar_undated', { ...shared, day: null })))).toEqual([
      'ar_new',
    ]);
    expect(await index.size()).toBe(2);
  });

  it('lets go of the names of articles that have expired as new ones come', async () => {
    const prefix = randomPrefix();
    const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE });
    for (let n = 0; n < 500; n++) await index.registerAndFind(signed(`ar_${n}`, { day: TODAY - 64 }));
    expect(await redis.hget(`${prefix}:index:a`, 'n')).toBe('500');
    await redis.del((await tablesOf(prefix)).find((key) => /:r\d+$/.test(key)) ?? '');
    for (let n = 500; n < 1_000; n++) await index.registerAndFind(signed(`ar_${n}`));
    expect(Number(await redis.hget(`${prefix}:index:a`, 'n'))).toBeLessThan(510);
    expect(await index.size()).toBe(500);
    await index.registerAndFind(signed('ar_3'));
    expect(await index.size()).toBe(501);
  });

  it('writes nothing new where an unchanged article comes again', async () => {
    const prefix = randomPrefix();
    const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE });
    const parts = { exactKey: 'same', fingerprints: keysFrom(1, 60), termKeys: keysFrom(2, 30) };
    await index.registerAndFind(signed('ar_a', parts));
    const twin = signed('ar_b', { ...parts, sketch: signed('ar_a').sketch });
    await index.registerAndFind(twin);
    const tables = (await tablesOf(prefix)).filter((key) => !/:(?:serial|blocks)$/.test(key));
    const contents = () => Promise.all(tables.map((key) => redis.hgetallBuffer(key)));
    const [before, serial] = [await contents(), await redis.get(`${prefix}:index:serial`)];
    await index.registerAndFind(signed('ar_a', parts));
    await index.registerAndFind(twin);
    expect(await contents()).toEqual(before);
    expect(await redis.get(`${prefix}:index:serial`)).toBe(serial);
  });

  it('clears its own keys alone, though its prefix holds characters of a pattern', async () => {
    const prefix = `${randomPrefix()}[a]*`;
    const neighbour = prefix.replace('[a]*', 'ab');
    const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE });
    const other = createRedisIndex({ redis, prefix: neighbour, rule: DEFAULT_RULE });
    await index.registerAndFind(signed('ar_a', { fingerprints: [1, 2, 3] }));
    await other.registerAndFind(signed('ar_a', { fingerprints: [1, 2, 3] }));
    await index.clear();
    expect([await index.size(), await other.size()]).toEqual([0, 1]);
    expect((await redis.keys('*')).filter((key) => key.startsWith(prefix))).toEqual([]);
  });

  it('refuses a rule under which everything would meet', () => {
    const rule = { ...DEFAULT_RULE, minSharedTermKeys: 0 };
    expect(() => createRedisIndex({ redis, prefix: randomPrefix(), rule })).toThrow(
      'at least one shared key',
    );
  });
});

describe('the Redis index at work', () => {
  it('loses no verdict when 8 connections register copies at once, 100 times over', async () => {
    const connections = Array.from({ length: 8 }, () => testRedis());
    for (let round = 0; round < 100; round++) {
      const prefix = randomPrefix();
      const parts = {
        fingerprints: keysFrom(round, 60),
        termKeys: keysFrom(round + 9, 30),
        exactKey: 'same',
      };
      const found = await Promise.all(
        connections.map((connection, n) =>
          createRedisIndex({ redis: connection, prefix, rule: DEFAULT_RULE }).registerAndFind(
            signed(`ar_${n}`, parts),
          ),
        ),
      );
      const pairs = found.flatMap((list, n) => idsOf(list).map((id) => [`ar_${n}`, id].sort().join(' ')));
      expect(new Set(pairs).size).toBe((8 * 7) / 2);
    }
    for (const connection of connections) connection.disconnect();
  });

  it('works again after FLUSHALL, a restart and SCRIPT FLUSH', async () => {
    const server = await startOwnServer();
    const own: Redis = server.connect();
    const index: DedupeIndex = createRedisIndex({ redis: own, rule: DEFAULT_RULE });
    const parts = { termKeys: [1, 2, 3] };
    await index.registerAndFind(signed('ar_a', parts));
    await own.flushall();
    expect(await index.registerAndFind(signed('ar_b', parts))).toEqual([]);
    await own.script('FLUSH');
    expect(idsOf(await index.registerAndFind(signed('ar_c', parts)))).toEqual(['ar_b']);
    await server.restart();
    expect(idsOf(await index.registerAndFind(signed('ar_d', parts)))).toEqual(['ar_b', 'ar_c']);
  });

  it('agrees with comparing all pairs over months of articles in several sizes of window', async () => {
    const article = fc.record({
      id: fc.integer({ min: 0, max: 60 }),
      day: fc.option(fc.integer({ min: -100, max: 100 }), { nil: null, freq: 6 }),
      fingerprints: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
      termKeys: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
    });
    const rule = fc.record({
      minSharedFingerprints: fc.integer({ min: 1, max: 4 }),
      nearWindowDays: fc.integer({ min: 0, max: 60 }),
      minSharedTermKeys: fc.integer({ min: 1, max: 4 }),
      storyWindowDays: fc.integer({ min: 0, max: 60 }),
      moreTermKeysApart: fc.integer({ min: 0, max: 3 }),
    });
    const ascending = (keys: readonly number[]): number[] => [...keys].sort((a, b) => a - b);
    await fc.assert(
      fc.asyncProperty(rule, fc.array(article, { minLength: 20, maxLength: 60 }), async (asked, arrivals) => {
        const index = createRedisIndex({ redis, prefix: randomPrefix(), rule: asked });
        const held = new Map<string, Signature>();
        for (const { id, day, ...keys } of arrivals) {
          const parts = { fingerprints: ascending(keys.fingerprints), termKeys: ascending(keys.termKeys) };
          const arrival = signed(`ar_${id}`, { day, ...parts });
          const expected = [...held.values()].filter((other) => areCandidates(asked, arrival, other));
          expect(idsOf(await index.registerAndFind(arrival))).toEqual(idsOf(expected));
          held.set(arrival.articleId, arrival);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('packing', () => {
  it('gives back any record', () => {
    const day = fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 }), { nil: null });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), day, fc.uint8Array(), (text, on, sketch) => {
        const held = { articleId: text, day: on, sketch };
        const stored = Buffer.concat([Buffer.alloc(RECORD_HEAD), packRecord(held)]);
        expect(parseRecord(stored)).toEqual(held);
      }),
    );
  });

  it('maps different keys to different words, and spreads keys that are all multiples of 8', () => {
    const keys = Array.from({ length: 4_096 }, (_, n) => n * 8);
    const packed = packKeys(keys);
    const words = keys.map((_, n) => packed.readUInt32LE(n * 4));
    expect(new Set(words).size).toBe(4_096);
    const perBucket = new Array<number>(64).fill(0);
    for (const word of words) perBucket[word % 64] = (perBucket[word % 64] ?? 0) + 1;
    expect(Math.max(...perBucket)).toBeLessThan(128);
  });

  it.each([
    [TODAY, 30, 32, 'u,627,628,629'],
    [0, 7, 8, 'u,-1,0'],
    [-1, 0, 8, 'u,-1'],
    [null, 7, 8, '*'],
  ])('looks around day %s with window %i in blocks of %i days at %s', (day, window, blockDays, expected) => {
    expect(blocksAround(day, window, blockDays)).toBe(expected);
  });
});
