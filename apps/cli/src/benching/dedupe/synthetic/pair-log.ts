import type { Evidence, EvidenceKind } from '@wirefold/contracts/evidence';

const KINDS: readonly EvidenceKind[] = ['exact', 'near', 'story'];
const FIRST_CAPACITY = 1_024;
const BYTES_A_PAIR = 4 + 4 + 8 + 1;

/** Evidence of millions of pairs without its signals: 17 bytes a pair. Articles are known by their numbers. */
export class PairLog {
  #ones = new Uint32Array(FIRST_CAPACITY);
  #others = new Uint32Array(FIRST_CAPACITY);
  #scores = new Float64Array(FIRST_CAPACITY);
  #kinds = new Uint8Array(FIRST_CAPACITY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Memory that it holds, what is not yet filled included. */
  get bytes(): number {
    return this.#ones.length * BYTES_A_PAIR;
  }

  add(one: number, other: number, { kind, score }: Pick<Evidence, 'kind' | 'score'>): void {
    const at = this.#size;
    if (at === this.#ones.length) this.#grow(at * 2);
    this.#ones[at] = one;
    this.#others[at] = other;
    this.#scores[at] = score;
    this.#kinds[at] = KINDS.indexOf(kind);
    this.#size += 1;
  }

  /** The evidence as folding wants it. */
  evidence(idOf: (article: number) => string): Evidence[] {
    return Array.from({ length: this.#size }, (_, at) => ({
      articleId: idOf(this.#ones[at] ?? 0),
      otherArticleId: idOf(this.#others[at] ?? 0),
      kind: KINDS[this.#kinds[at] ?? 0] ?? 'story',
      score: this.#scores[at] ?? 0,
      signals: NO_SIGNALS,
      weightsVersion: '',
    }));
  }

  #grow(capacity: number): void {
    const grown = <T extends { set(from: T): void }>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#ones = grown(new Uint32Array(capacity), this.#ones);
    this.#others = grown(new Uint32Array(capacity), this.#others);
    this.#scores = grown(new Float64Array(capacity), this.#scores);
    this.#kinds = grown(new Uint8Array(capacity), this.#kinds);
  }
}

const NO_SIGNALS = {};
