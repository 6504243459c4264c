import type { Candidate, CandidateRule, DedupeIndex, Signature } from '@wirefold/contracts/evidence';

type Postings = Map<number | string, Set<Signature>>;

/** A dedupe index in this process's memory: for one process, for the filter, and for tests. */
export function createMemoryIndex(rule: CandidateRule): DedupeIndex {
  return new MemoryIndex(rule);
}

class MemoryIndex implements DedupeIndex {
  readonly #rule: CandidateRule;
  readonly #signatures = new Map<string, Signature>();
  readonly #exact: Postings = new Map();
  readonly #fingerprints: Postings = new Map();
  readonly #terms: Postings = new Map();

  constructor(rule: CandidateRule) {
    this.#rule = rule;
  }

  /** One step without an await inside: two calls at once see each other in the order they began. */
  async registerAndFind(signature: Signature): Promise<Candidate[]> {
    const earlier = this.#signatures.get(signature.articleId);
    if (earlier !== undefined) this.#forget(earlier);
    const found = this.#find(signature);
    this.#remember(signature);
    return [...found].map(({ articleId, sketch }) => ({ articleId, sketch }));
  }

  async size(): Promise<number> {
    return this.#signatures.size;
  }

  async clear(): Promise<void> {
    for (const held of [this.#signatures, this.#exact, this.#fingerprints, this.#terms]) held.clear();
  }

  #find(signature: Signature): Set<Signature> {
    const { minSharedFingerprints, nearWindowDays, minSharedTermKeys, storyWindowDays } = this.#rule;
    const found = new Set<Signature>();
    for (const other of this.#exact.get(signature.exactKey) ?? []) {
      if (gapOf(signature, other) <= nearWindowDays) found.add(other);
    }
    const near = shareCounts(signature, signature.fingerprints, this.#fingerprints, nearWindowDays);
    for (const [other, shared] of near) if (shared >= minSharedFingerprints) found.add(other);
    const story = shareCounts(signature, signature.termKeys, this.#terms, storyWindowDays);
    for (const [other, shared] of story) if (shared >= minSharedTermKeys) found.add(other);
    return found;
  }

  #remember(signature: Signature): void {
    this.#signatures.set(signature.articleId, signature);
    for (const [postings, key] of this.#keysOf(signature)) {
      const holders = postings.get(key);
      if (holders === undefined) postings.set(key, new Set([signature]));
      else holders.add(signature);
    }
  }

  #forget(signature: Signature): void {
    this.#signatures.delete(signature.articleId);
    for (const [postings, key] of this.#keysOf(signature)) {
      const holders = postings.get(key);
      holders?.delete(signature);
      if (holders?.size === 0) postings.delete(key);
    }
  }

  *#keysOf(signature: Signature): Generator<[Postings, number | string]> {
    if (signature.exactKey !== '') yield [this.#exact, signature.exactKey];
    for (const key of signature.fingerprints) yield [this.#fingerprints, key];
    for (const key of signature.termKeys) yield [this.#terms, key];
  }
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
): Map<Signature, number> {
  const counts = new Map<Signature, number>();
  for (const key of keys) {
    for (const other of postings.get(key) ?? []) {
      if (gapOf(signature, other) <= windowDays) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
  }
  return counts;
}
