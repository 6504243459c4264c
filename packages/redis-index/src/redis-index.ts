import type { Candidate, CandidateRule, DedupeIndex, Signature } from '@wirefold/contracts/evidence';
import type { Redis } from 'ioredis';
import {
  blockOf,
  blocksAround,
  digestOf,
  type Held,
  isTwin,
  type Layout,
  layoutFor,
  packKeys,
  packRecord,
  parseRecord,
  UNDATED,
} from './layout.ts';
import { REGISTER } from './register-script.ts';
import { prepareScript } from './script.ts';

const DAY_SECONDS = 24 * 3_600;
/** Days beyond the window for which an article is kept: for what arrives late. */
const LATE_DAYS = 2;
/** Records fetched in one call: about 0.6 MB of sketches. */
const FETCH_SLICE = 1_000;
/** Of an entry: the id, and with an exact key the id and a part of the digest. */
const ID_BYTES = 3;
const EXACT_BYTES = 5;
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
  return {
    async registerAndFind(signature) {
      const [, ...finds] = await register(base, registration(signature, rule, layout, seconds));
      if (String(finds[0]) === 't') return [parseRecord(finds[2] ?? Buffer.alloc(0))].map(candidateOf);
      return fetchCandidates(redis, base, signature, countFinds(finds, signature.day, rule, layout), rule);
    },
    async size() {
      const blocks = await redis.smembers(`${base}:blocks`);
      const counts = await Promise.all(blocks.map((block) => redis.hlen(`${base}:r${block}`)));
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
    exactKey === '' ? '' : digestOf(exactKey).subarray(0, 4),
    packRecord(signature),
    String(seconds),
    blocksAround(day, rule.nearWindowDays, nearBlockDays),
    blocksAround(day, rule.storyWindowDays, storyBlockDays),
    String(ratio),
  ];
}

/** How an id counts that shares enough keys: as a copy, and as a story by the term keys that it shares. */
interface Find {
  near: boolean;
  termKeys: number;
}

/** By block of records, then by id. */
type Finds = Map<string, Map<number, Find>>;

function countFinds(
  reply: readonly Buffer[],
  day: number | null,
  rule: CandidateRule,
  { ratio, storyBlockDays }: Layout,
): Finds {
  const finds: Finds = new Map();
  for (let at = 0; at + 2 < reply.length; at += 3) {
    const kind = String(reply[at]);
    const name = String(reply[at + 1]);
    const block = kind === 's' && name !== UNDATED ? String(Math.floor(Number(name) / ratio)) : name;
    const found = finds.get(block) ?? new Map<number, Find>();
    finds.set(block, found);
    const least =
      kind === 's'
        ? leastTermKeys(rule, daysToBlock(day, name, storyBlockDays))
        : kind === 'n'
          ? rule.minSharedFingerprints
          : 1;
    const bytes = kind === 'e' ? EXACT_BYTES : ID_BYTES;
    for (const [id, count] of idCounts(reply[at + 2] ?? Buffer.alloc(0), bytes)) {
      if (count < least) continue;
      const find = found.get(id) ?? { near: false, termKeys: 0 };
      if (kind === 's') find.termKeys = count;
      else find.near = true;
      found.set(id, find);
    }
  }
  return finds;
}

/** How often each id occurs, each at the start of an entry of so many bytes; a list names an id once. */
function idCounts(entries: Buffer, bytes: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < entries.length; at += bytes) {
    const id = entries.readUIntLE(at, ID_BYTES);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Days from an article to the nearest day of a story block: what lies there shares the more keys, or is not read. */
function daysToBlock(day: number | null, name: string, blockDays: number): number {
  if (day === null || name === UNDATED) return 0;
  const first = Number(name) * blockDays;
  return Math.max(0, first - day, day - (first + blockDays - 1));
}

function leastTermKeys(rule: CandidateRule, gap: number): number {
  return rule.minSharedTermKeys + Math.min(gap, rule.moreTermKeysApart);
}

async function fetchCandidates(
  redis: Redis,
  base: string,
  signature: Signature,
  finds: Finds,
  rule: CandidateRule,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const [block, found] of finds) {
    const ids = [...found];
    for (let at = 0; at < ids.length; at += FETCH_SLICE) {
      const slice = ids.slice(at, at + FETCH_SLICE);
      const records = await redis.hmgetBuffer(`${base}:r${block}`, ...slice.map(([id]) => packId(id)));
      for (const [n, [, find]] of slice.entries()) {
        const record = records[n];
        if (record === null || record === undefined || isTwin(record)) continue;
        const held = parseRecord(record);
        if (isWithin(find, signature, held, rule)) candidates.push(candidateOf(held));
      }
    }
  }
  return candidates;
}

function packId(id: number): Buffer {
  const packed = Buffer.allocUnsafe(ID_BYTES);
  packed.writeUIntLE(id, 0, ID_BYTES);
  return packed;
}

function candidateOf({ articleId, sketch }: Held): Candidate {
  return { articleId, sketch };
}

function isWithin(find: Find, signature: Signature, held: Held, rule: CandidateRule): boolean {
  if (held.articleId === signature.articleId) return false;
  const gap = signature.day === null || held.day === null ? 0 : Math.abs(signature.day - held.day);
  if (find.near && gap <= rule.nearWindowDays) return true;
  return gap <= rule.storyWindowDays && find.termKeys >= leastTermKeys(rule, gap);
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
