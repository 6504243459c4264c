import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Signature } from '@wirefold/contracts/evidence';
import { readSketch } from '@wirefold/dedupe/read-sketch';
import { type LabelledRecord, readRecords } from '@wirefold/dedupe/records';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { signatureOf } from '@wirefold/dedupe/signature';
import { writeSketch } from '@wirefold/dedupe/sketch';
import { shippedWeights } from '@wirefold/dedupe/weights';
import { Redis } from 'ioredis';
import { createRedisIndex } from '../src/index.ts';

const NO_TERMS = { top: [], norm: 0 };
/** What a sketch holds of an article of which nothing but copies is asked. */
const NOTHING_TOLD = {
  ...{ stems: NO_TERMS, lead: NO_TERMS, bigrams: NO_TERMS, names: NO_TERMS, kept: [], numbers: [] },
  ...{ quantities: [], subject: [], headlineStems: 0, headlineKey: 0, words: 0, numerals: 0, weekdays: 0 },
};
/** Names of the parts, by the letter of a table's key; a block follows. */
const PARTS: Readonly<Record<string, string>> = {
  ...{ a: 'ids of articles', e: 'exact keys', n: 'fingerprints', s: 'term keys', r: 'records' },
};
const AT_ONCE = 4;

/** Ids as long as an installation's. */
function signed({ id, title, text, date, source }: LabelledRecord): Signature {
  const articleId = `ar_${createHash('sha256').update(id).digest('hex').slice(0, 20)}`;
  const input = {
    articleId,
    headline: title,
    text,
    ...(date && { publishedAt: date }),
    ...(source && { source }),
  };
  return signatureOf(input, shippedWeights());
}

/** What is left of a signature where copies alone are looked for. */
function nearAlone(signature: Signature): Signature {
  const { fingerprints, fingerprintCeiling: ceiling } = readSketch(signature.sketch);
  const prints = { exactKey: signature.exactKey, hashes: [...fingerprints], ceiling };
  return { ...signature, termKeys: [], sketch: writeSketch(signature.day, prints, NOTHING_TOLD, 0) };
}

/** Registers all; gives the articles registered a second. */
async function registerAll(redis: Redis, signatures: readonly Signature[]): Promise<number> {
  const index = createRedisIndex({ redis, rule: DEFAULT_RULE, prefix: '{check}' });
  const begun = performance.now();
  const line = signatures.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const signature of line) await index.registerAndFind(signature);
    }),
  );
  return signatures.length / ((performance.now() - begun) / 1000);
}

/** Bytes by part (`MEMORY USAGE` of every key). */
async function bytesByPart(redis: Redis): Promise<Map<string, number>> {
  const parts = new Map<string, number>();
  for (const key of await redis.keys('{check}:index:*')) {
    const letter = /:index:([a-z])(?:u|-?\d+)?$/.exec(key)?.[1] ?? '';
    const part = PARTS[letter] ?? 'other';
    const bytes = Number(await redis.memory('USAGE', key, 'SAMPLES', 0));
    parts.set(part, (parts.get(part) ?? 0) + bytes);
  }
  return parts;
}

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}

async function measured(redis: Redis, name: string, signatures: readonly Signature[]): Promise<string> {
  // What connections and scripts take is not counted.
  await registerAll(redis, signatures.slice(0, 50));
  await redis.flushall();
  const before = await usedMemory(redis);
  const perSecond = await registerAll(redis, signatures);
  const each = (bytes: number) => `${Math.round(bytes / signatures.length)} B`;
  const parts = [...(await bytesByPart(redis))].map(([part, bytes]) => `${part} ${each(bytes)}`);
  const all = each((await usedMemory(redis)) - before);
  return `  ${name}: ${all} an article (${parts.join(', ')}); ${Math.round(perSecond)} articles/s\n`;
}

/**
 * `tsx checks/memory.ts FILE… --redis unix:/path`: bytes an article in the index by part, for copies alone and for all,
 * and the speed of four at once on one connection. The Redis must be empty, and is emptied.
 */
if (import.meta.url === `file://${process.argv[1]}`) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { redis: { type: 'string' } },
  });
  const redis = new Redis((values.redis ?? '').replace(/^unix:/, ''), { lazyConnect: true });
  await redis.connect();
  if ((await redis.dbsize()) > 0)
    throw new Error('The Redis holds keys: name an empty one, it will be emptied');
  for (const path of positionals) {
    const signatures = readRecords(path).map(signed);
    process.stdout.write(`${path.split('/').at(-1)}: ${signatures.length} articles\n`);
    process.stdout.write(await measured(redis, 'copies alone', signatures.map(nearAlone)));
    process.stdout.write(await measured(redis, 'all', signatures));
  }
  await redis.flushall();
  redis.disconnect();
}
