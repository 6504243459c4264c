import { rarityOf, type TermWeights } from './weights.ts';

/**
 * `rarityOf` for hashes of stems, which are never 0, that are asked for again and again: a `Map` and a logarithm take
 * ten times as long.
 */
export class Rarities {
  readonly #mask: number;
  readonly #hashes: Uint32Array;
  readonly #rarities: Float64Array;
  readonly #unknown: number;

  constructor(weights: TermWeights) {
    const room = 2 ** Math.ceil(Math.log2(2 * weights.frequencies.size + 2));
    this.#mask = room - 1;
    this.#hashes = new Uint32Array(room);
    this.#rarities = new Float64Array(room);
    this.#unknown = rarityOf({ ...weights, frequencies: new Map() }, 0);
    for (const hash of weights.frequencies.keys()) {
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#rarities[slot] = rarityOf(weights, hash);
    }
  }

  of(hash: number): number {
    const slot = this.#slotOf(hash);
    return this.#hashes[slot] === hash ? (this.#rarities[slot] ?? 0) : this.#unknown;
  }

  #slotOf(hash: number): number {
    let slot = hash & this.#mask;
    while (this.#hashes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & this.#mask;
    return slot;
  }
}

const known = new WeakMap<TermWeights, Rarities>();

/** The rarities by some weights. */
export function raritiesOf(weights: TermWeights): Rarities {
  const rarities = known.get(weights) ?? new Rarities(weights);
  known.set(weights, rarities);
  return rarities;
}
