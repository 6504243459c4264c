import type { Candidate, CandidateRule, DedupeIndex, Signature } from '@wirefold/contracts/evidence';

/** Articles whose signatures are equal: the one that stands for all, and its twins in order of arrival. */
interface Class {
  representative: Signature;
  readonly twins: Set<string>;
}

type Postings = Map<number | string, Set<Class>>;

/** A dedupe index in this process's memory: for one process, for the filter, and for tests. */
export function createMemoryIndex(rule: CandidateRule): DedupeIndex {
  return new MemoryIndex(rule);
}

class MemoryIndex implements DedupeIndex {
  readonly #rule: CandidateRule;
  readonly #classes = new Map<string, Class>();
  readonly #exact: Postings = new Map();
  readonly #fingerprints: Postings = new Map();
  readonly #terms: Postings = new Map();

  constructor(rule: CandidateRule) {
    this.#rule = rule;
  }

  /** One step without an await inside: two calls at once see each other in the order they began. */
  async registerAndFind(signature: Signature): Promise<Candidate[]> {
    const { articleId } = signature;
    const earlier = this.#classes.get(articleId);
    const stays = earlier !== undefined && areEqual(earlier.representative, signature);
    if (!stays) this.#forget(articleId);
    const own = stays ? earlier : this.#twinsOf(signature);
    if (own !== undefined && own.representative.articleId !== articleId) {
      own.twins.add(articleId);
      this.#classes.set(articleId, own);
      return [candidateOf(own)];
    }
    const found = this.#find(signature);
    if (own === undefined) this.#remember({ representative: signature, twins: new Set() });
    else found.delete(own);
    return [...found].map(candidateOf);
  }

  async size(): Promise<number> {
    return this.#classes.size;
  }

  async clear(): Promise<void> {
    for (const held of [this.#classes, this.#exact, this.#fingerprints, this.#terms]) held.clear();
  }

  /** The class that a new article belongs to: its text and all else that was signed is the same. */
  #twinsOf(signature: Signature): Class | undefined {
    for (const held of this.#exact.get(signature.exactKey) ?? []) {
      if (areEqual(held.representative, signature)) return held;
    }
    return undefined;
  }

  #find(signature: Signature): Set<Class> {
    const { minSharedFingerprints, nearWindowDays, minSharedTermKeys, storyWindowDays } = this.#rule;
    const found = new Set<Class>();
    for (const other of this.#exact.get(signature.exactKey) ?? []) {
      if (gapOf(signature, other.representative) <= nearWindowDays) found.add(other);
    }
    const near = shareCounts(signature, signature.fingerprints, this.#fingerprints, nearWindowDays);
    for (const [other, shared] of near) if (shared >= minSharedFingerprints) found.add(other);
    const story = shareCounts(signature, signature.termKeys, this.#terms, storyWindowDays);
    for (const [other, shared] of story) if (shared >= minSharedTermKeys) found.add(other);
    return found;
  }

  #remember(held: Class): void {
    this.#classes.set(held.representative.articleId, held);
    for (const [postings, key] of this.#keysOf(held.representative)) {
      const holders = postings.get(key);
      if (holders === undefined) postings.set(key, new Set([held]));
      else holders.add(held);
    }
  }

  /** A twin leaves its class; where the representative leaves, the oldest twin takes its place. */
  #forget(articleId: string): void {
    const held = this.#classes.get(articleId);
    if (held === undefined) return;
    this.#classes.delete(articleId);
    if (held.twins.delete(articleId)) return;
    const [oldest] = held.twins;
    if (oldest !== undefined) {
      held.twins.delete(oldest);
      held.representative = { ...held.representative, articleId: oldest };
      return;
    }
    for (const [postings, key] of this.#keysOf(held.representative)) {
      const holders = postings.get(key);
      holders?.delete(held);
      if (holders?.size === 0) postings.delete(key);
    }
  }

  *#keysOf(signature: Signature): Generator<[Postings, number | string]> {
    if (signature.exactKey !== '') yield [this.#exact, signature.exactKey];
    for (const key of signature.fingerprints) yield [this.#fingerprints, key];
    for (const key of signature.termKeys) yield [this.#terms, key];
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

function shareCounts(
  signature: Signature,
  keys: readonly number[],
  postings: Postings,
  windowDays: number,
): Map<Class, number> {
  const counts = new Map<Class, number>();
  for (const key of keys) {
    for (const other of postings.get(key) ?? []) {
      if (gapOf(signature, other.representative) <= windowDays)
        counts.set(other, (counts.get(other) ?? 0) + 1);
    }
  }
  return counts;
}
