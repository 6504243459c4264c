import type { Candidate, CandidateRule, DedupeIndex, Signature } from '@wirefold/contracts/evidence';
import { HolderCounts, Postings } from './postings.ts';
import { leastTermKeys } from './rule.ts';

/** Articles whose signatures are equal: the one that stands for all, and its twins in order of arrival. */
interface Class {
  /** Its place among all classes that there were. */
  readonly number: number;
  representative: Signature;
  /** Null where there never was one: most have none. */
  twins: Set<string> | null;
}

/** Block of articles without a day. */
const UNDATED = 'undated';
type Block = number | typeof UNDATED;

/** A dedupe index in this process's memory: for one process, for the filter, and for tests. */
export function createMemoryIndex(rule: CandidateRule): DedupeIndex {
  return new MemoryIndex(rule);
}

class MemoryIndex implements DedupeIndex {
  readonly #rule: CandidateRule;
  /** A block is as long as its window, so that a look goes to two or three of them. */
  readonly #blockDays: number;
  readonly #classes = new Map<string, Class>();
  readonly #byNumber: (Class | undefined)[] = [];
  readonly #exact = new Map<string, Class[]>();
  #fingerprints = new Postings();
  readonly #terms = new Map<Block, Postings>();
  readonly #shared = new HolderCounts();

  constructor(rule: CandidateRule) {
    this.#rule = rule;
    this.#blockDays = rule.storyWindowDays + 1;
  }

  /** One step without an await inside: two calls at once see each other in the order they began. */
  async registerAndFind(signature: Signature): Promise<Candidate[]> {
    const { articleId } = signature;
    const earlier = this.#classes.get(articleId);
    const stays = earlier !== undefined && areEqual(earlier.representative, signature);
    if (!stays) this.#forget(articleId);
    const own = stays ? earlier : this.#twinsOf(signature);
    if (own !== undefined && own.representative.articleId !== articleId) {
      own.twins = (own.twins ?? new Set()).add(articleId);
      this.#classes.set(articleId, own);
      return [candidateOf(own)];
    }
    const found = this.#find(signature);
    if (own === undefined) this.#remember(signature);
    else found.delete(own);
    return [...found].map(candidateOf);
  }

  async size(): Promise<number> {
    return this.#classes.size;
  }

  async clear(): Promise<void> {
    for (const held of [this.#classes, this.#exact, this.#terms]) held.clear();
    this.#byNumber.length = 0;
    this.#fingerprints = new Postings();
  }

  /** The class that a new article belongs to: its text and all else that was signed is the same. */
  #twinsOf(signature: Signature): Class | undefined {
    for (const held of this.#exact.get(signature.exactKey) ?? []) {
      if (areEqual(held.representative, signature)) return held;
    }
    return undefined;
  }

  #find(signature: Signature): Set<Class> {
    const rule = this.#rule;
    const found = new Set<Class>();
    for (const other of this.#exact.get(signature.exactKey) ?? []) {
      if (gapOf(signature, other.representative) <= rule.nearWindowDays) found.add(other);
    }
    const near = (gap: number) => (gap <= rule.nearWindowDays ? rule.minSharedFingerprints : Infinity);
    this.#count(signature, signature.fingerprints, [this.#fingerprints], near, found);
    const story = (gap: number) => (gap <= rule.storyWindowDays ? leastTermKeys(rule, gap) : Infinity);
    this.#count(signature, signature.termKeys, this.#blocksAround(signature.day), story, found);
    return found;
  }

  /** Adds to `found` who shares at least as many keys as is asked for at its days apart. */
  #count(
    signature: Signature,
    keys: readonly number[],
    tables: readonly Postings[],
    least: (gap: number) => number,
    found: Set<Class>,
  ): void {
    const shared = this.#shared;
    shared.begin(this.#byNumber.length, least(0));
    for (const table of tables) table.count(keys, shared);
    for (const number of shared.enough) {
      const other = this.#byNumber[number];
      if (other !== undefined && shared.of(number) >= least(gapOf(signature, other.representative)))
        found.add(other);
    }
  }

  #blocksAround(day: number | null): Postings[] {
    if (day === null) return [...this.#terms.values()];
    const names: Block[] = [UNDATED];
    const last = this.#blockOf(day + this.#rule.storyWindowDays);
    for (let block = this.#blockOf(day - this.#rule.storyWindowDays); block <= last; block += 1)
      names.push(block);
    return names.flatMap((name) => this.#terms.get(name) ?? []);
  }

  #blockOf(day: number): number {
    return Math.floor(day / this.#blockDays);
  }

  /** The postings of the block in which an article's term keys lie. */
  #termsOf({ day }: Signature): Postings {
    const name = day === null ? UNDATED : this.#blockOf(day);
    const known = this.#terms.get(name) ?? new Postings();
    this.#terms.set(name, known);
    return known;
  }

  #remember(representative: Signature): void {
    const number = this.#byNumber.length;
    const held: Class = { number, representative, twins: null };
    this.#byNumber.push(held);
    this.#classes.set(representative.articleId, held);
    const { exactKey, fingerprints, termKeys } = representative;
    const same = this.#exact.get(exactKey);
    if (same !== undefined) same.push(held);
    else if (exactKey !== '') this.#exact.set(exactKey, [held]);
    for (const key of fingerprints) this.#fingerprints.add(key, number);
    const terms = this.#termsOf(representative);
    for (const key of termKeys) terms.add(key, number);
  }

  /** A twin leaves its class; where the representative leaves, the oldest twin takes its place. */
  #forget(articleId: string): void {
    const held = this.#classes.get(articleId);
    if (held === undefined) return;
    this.#classes.delete(articleId);
    if (held.twins?.delete(articleId)) return;
    const [oldest] = held.twins ?? [];
    if (oldest !== undefined) {
      held.twins?.delete(oldest);
      held.representative = { ...held.representative, articleId: oldest };
      return;
    }
    const { exactKey, fingerprints, termKeys } = held.representative;
    const same = this.#exact.get(exactKey)?.filter((other) => other !== held) ?? [];
    if (same.length > 0) this.#exact.set(exactKey, same);
    else this.#exact.delete(exactKey);
    for (const key of fingerprints) this.#fingerprints.remove(key, held.number);
    const terms = this.#termsOf(held.representative);
    for (const key of termKeys) terms.remove(key, held.number);
    this.#byNumber[held.number] = undefined;
  }
}

function candidateOf({ representative: { articleId, sketch } }: Class): Candidate {
  return { articleId, sketch };
}

/** Equal in all but the article. */
function areEqual(a: Signature, b: Signature): boolean {
  return (
    a.day === b.day &&
    a.exactKey === b.exactKey &&
    Buffer.compare(a.sketch, b.sketch) === 0 &&
    haveEqual(a.fingerprints, b.fingerprints) &&
    haveEqual(a.termKeys, b.termKeys)
  );
}

function haveEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

/** Days between two articles; 0 where one has no day. */
function gapOf(a: Signature, b: Signature): number {
  return a.day === null || b.day === null ? 0 : Math.abs(a.day - b.day);
}
