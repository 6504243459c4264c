import type { Candidate, CandidateRule, DedupeIndex, Signature } from '@wirefold/contracts/evidence';
import type { Redis } from 'ioredis';
import {
  blockOf,
  blocksAround,
  digestOf,
  type Held,
  type Layout,
  layoutFor,
  packKeys,
  packRecord,
  parseRecord,
  UNDATED,
} from './layout.ts';
import { FETCH, REGISTER } from './register-script.ts';
import { prepareScript, type Script } from './script.ts';

const DAY_SECONDS = 24 * 3_600;
/** Days beyond the window for which an article is kept: for what arrives late. */
const LATE_DAYS = 2;
/** Records fetched in one call: about 0.8 MB of sketches. */
const FETCH_SLICE = 1_000;
/** Bytes; the record's length field is 16 bits wide. */
const MAX_ARTICLE_ID_BYTES = 65_535;

export interface RedisIndexOptions {
  readonly redis: Redis;
  /** Hash-tagged, so that a cluster keeps all keys in one slot. */
  readonly prefix?: string;
  readonly rule: CandidateRule;
  /** Least days for which an article is found; the longer window and two unless said otherwise. */
  readonly expireDays?: number;
}

/**
 * The dedupe index on Redis: one script registers an article and gives the lists of all that share a key with
 * it, so that of two articles at once the later sees the earlier (DESIGN 8); the counting is done here and not on
 * Redis's one thread. Throws what ioredis throws.
 */
export function createRedisIndex(options: RedisIndexOptions): DedupeIndex {
  const { redis, rule, prefix = '{wirefold}' } = options;
  if (rule.minSharedFingerprints < 1 || rule.minSharedTermKeys < 1) {
    throw new Error('The dedupe index needs a rule that asks for at least one shared key of each kind');
  }
  const base = `${prefix}:index`;
  const layout = layoutFor(rule);
  const longest = Math.max(rule.nearWindowDays, rule.storyWindowDays);
  const seconds = Math.ceil((options.expireDays ?? longest + LATE_DAYS) * DAY_SECONDS);
  const register = prepareScript(redis, REGISTER);
  const fetch = prepareScript(redis, FETCH);
  return {
    async registerAndFind(signature) {
      const [id, ...lists] = await register(base, registration(signature, rule, layout, seconds));
      const found = countFinds(lists, rule, layout);
      if (id !== undefined) found.delete(id.readUInt32LE(0));
      return fetchCandidates(fetch, base, signature, found, rule);
    },
    async size() {
      const blocks = await redis.smembers(`${base}:blocks`);
      const counts = await Promise.all(blocks.map((block) => redis.hlen(`${base}:r:${block}`)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    clear: () => clearKeys(redis, base),
  };
}

function registration(
  signature: Signature,
  rule: CandidateRule,
  { nearBlockDays, storyBlockDays, ratio }: Layout,
  seconds: number,
): (string | Buffer)[] {
  const { articleId, day, exactKey, sketch } = signature;
  if (Buffer.byteLength(articleId) > MAX_ARTICLE_ID_BYTES) {
    throw new Error(`Article id is longer than ${MAX_ARTICLE_ID_BYTES} bytes: ${articleId.slice(0, 60)}…`);
  }
  const fingerprints = packKeys(signature.fingerprints);
  const terms = packKeys(signature.termKeys);
  return [
    articleId,
    digestOf(String(day), exactKey, fingerprints, terms, sketch),
    blockOf(day, nearBlockDays),
    blockOf(day, storyBlockDays),
    fingerprints,
    terms,
    exactKey === '' ? '' : digestOf(exactKey),
    packRecord(signature),
    String(seconds),
    blocksAround(day, rule.nearWindowDays, nearBlockDays),
    blocksAround(day, rule.storyWindowDays, storyBlockDays),
    String(ratio),
  ];
}

/** An id that shares enough keys: the block of its record, and under which windows it counts. */
interface Find {
  readonly block: string;
  near: boolean;
  story: boolean;
}

function countFinds(reply: readonly Buffer[], rule: CandidateRule, { ratio }: Layout): Map<number, Find> {
  const found = new Map<number, Find>();
  for (let at = 0; at + 2 < reply.length; at += 3) {
    const kind = String(reply[at]);
    const name = String(reply[at + 1]);
    const block = kind === 's' && name !== UNDATED ? String(Math.floor(Number(name) / ratio)) : name;
    const least = kind === 's' ? rule.minSharedTermKeys : kind === 'n' ? rule.minSharedFingerprints : 1;
    for (const id of idsWithAtLeast(least, reply[at + 2] ?? Buffer.alloc(0))) {
      const find = found.get(id) ?? { block, near: false, story: false };
      if (kind === 's') find.story = true;
      else find.near = true;
      found.set(id, find);
    }
  }
  return found;
}

/** Ids that occur at least so often in joined posting lists: each list names an id once. */
function idsWithAtLeast(least: number, ids: Buffer): Set<number> {
  const counts = new Map<number, number>();
  const enough = new Set<number>();
  for (let at = 0; at < ids.length; at += 4) {
    const id = ids.readUInt32LE(at);
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    if (count === least) enough.add(id);
  }
  return enough;
}

async function fetchCandidates(
  fetch: Script,
  base: string,
  signature: Signature,
  found: ReadonlyMap<number, Find>,
  rule: CandidateRule,
): Promise<Candidate[]> {
  const ids = [...found];
  const candidates: Candidate[] = [];
  for (let at = 0; at < ids.length; at += FETCH_SLICE) {
    const reply = await fetch(base, groupByBlock(ids.slice(at, at + FETCH_SLICE)));
    for (let i = 0; i + 1 < reply.length; i += 2) {
      const find = found.get(reply[i]?.readUInt32LE(0) ?? 0);
      const held = parseRecord(reply[i + 1] ?? Buffer.alloc(0));
      if (find !== undefined && isWithin(find, signature, held, rule)) {
        candidates.push({ articleId: held.articleId, sketch: held.sketch });
      }
    }
  }
  return candidates;
}

function groupByBlock(ids: readonly [number, Find][]): (string | Buffer)[] {
  const groups = new Map<string, Buffer[]>();
  for (const [id, { block }] of ids) {
    const packed = Buffer.allocUnsafe(4);
    packed.writeUInt32LE(id);
    const group = groups.get(block);
    if (group === undefined) groups.set(block, [packed]);
    else group.push(packed);
  }
  return [...groups].flatMap(([block, packed]) => [block, Buffer.concat(packed)]);
}

function isWithin(find: Find, signature: Signature, held: Held, rule: CandidateRule): boolean {
  if (held.articleId === signature.articleId) return false;
  const gap = signature.day === null || held.day === null ? 0 : Math.abs(signature.day - held.day);
  return (find.near && gap <= rule.nearWindowDays) || (find.story && gap <= rule.storyWindowDays);
}

async function clearKeys(redis: Redis, base: string): Promise<void> {
  const pattern = `${base.replace(/[\\*?[\]]/g, '\\$&')}:*`;
  let cursor = '0';
  do {
    const [next, keys] = await redis.scanBuffer(cursor, 'MATCH', pattern, 'COUNT', 1_000);
    if (keys.length > 0) await redis.unlink(...keys);
    cursor = next.toString();
  } while (cursor !== '0');
}
