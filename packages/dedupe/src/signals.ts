import type { Sketch, WeightedSet } from './sketch.ts';

/** The measurements that the logistic score weighs; each is symmetric in the pair. */
export const SIGNAL_NAMES = [
  'stems',
  'lead',
  'bigrams',
  'names',
  'overlap',
  'numbers',
  'quantities',
  'topNames',
  'topNamesLeast',
  'agreeing',
  'conflicting',
  'containment',
] as const;
export type SignalName = (typeof SIGNAL_NAMES)[number];
export type Signals = Readonly<Record<SignalName, number>>;

/** Names of each article that are looked for in the other (RECIPES). */
const TOP_NAMES = 5;

/**
 * Measures a pair: cosines of BM25 stems, of the lead's, of bigrams and of names; weighted Jaccard of
 * stems (`overlap`), numbers and numbers with units; the share of each one's five weightiest names
 * found in the other (mean and least); the shared units whose numbers agree and conflict
 * (logarithms); and how much of the shorter text's 5-grams the longer holds.
 */
export function signalsBetween(a: Sketch, b: Sketch): Signals {
  const oneWay = topNameShare(a.names, b.names);
  const otherWay = topNameShare(b.names, a.names);
  const units = unitsBetween(a, b);
  return {
    stems: cosine(a.stems, b.stems, a.norms.stems, b.norms.stems),
    lead: leadCosine(a, b),
    bigrams: cosine(a.bigrams, b.bigrams, a.norms.bigrams, b.norms.bigrams),
    names: cosine(a.names, b.names, a.norms.names, b.norms.names),
    overlap: jaccard(a.stems, b.stems),
    numbers: jaccard(a.numbers, b.numbers),
    quantities: units.union === 0 ? 0 : units.same / units.union,
    topNames: (oneWay + otherWay) / 2,
    topNamesLeast: Math.min(oneWay, otherWay),
    agreeing: Math.log1p(units.agreeing),
    conflicting: Math.log1p(units.conflicting),
    containment: containmentBetween(a, b).most,
  };
}

function cosine(a: WeightedSet, b: WeightedSet, normA: number, normB: number): number {
  if (normA === 0 || normB === 0) return 0;
  let dot = 0;
  eachShared(a.hashes, b.hashes, (i, j) => {
    dot += (a.weights[i] ?? 0) * (b.weights[j] ?? 0);
  });
  return dot / (normA * normB);
}

function leadCosine(a: Sketch, b: Sketch): number {
  if (a.norms.lead === 0 || b.norms.lead === 0) return 0;
  let dot = 0;
  eachShared(a.stems.hashes, b.stems.hashes, (i, j) => {
    dot += (a.leadWeights[i] ?? 0) * (b.leadWeights[j] ?? 0);
  });
  return dot / (a.norms.lead * b.norms.lead);
}

function jaccard(a: WeightedSet, b: WeightedSet): number {
  let both = 0;
  eachShared(a.hashes, b.hashes, (i, j) => {
    both += Math.min(a.weights[i] ?? 0, b.weights[j] ?? 0);
  });
  const all = total(a.weights) + total(b.weights) - both;
  return all === 0 ? 0 : both / all;
}

function total(weights: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) sum += weights[at] ?? 0;
  return sum;
}

/** Share of the five weightiest names of one set that the other holds; 0 without names. */
function topNameShare(names: WeightedSet, others: WeightedSet): number {
  const top = Array.from(names.hashes, (hash, at) => ({ hash, weight: names.weights[at] ?? 0 }))
    .sort((x, y) => y.weight - x.weight || x.hash - y.hash)
    .slice(0, TOP_NAMES);
  if (top.length === 0) return 0;
  return top.filter(({ hash }) => others.hashes.includes(hash)).length / top.length;
}

/** What the numbers with units of two articles say to each other. */
export interface UnitAgreement {
  /** Shared units with at least one number in common, and with none. */
  readonly agreeing: number;
  readonly conflicting: number;
  /** Numbers with units in both, and in either. */
  readonly same: number;
  readonly union: number;
}

export function unitsBetween(a: Sketch, b: Sketch): UnitAgreement {
  let same = 0;
  let agreeing = 0;
  let conflicting = 0;
  let i = 0;
  let j = 0;
  while (i < a.units.length && j < b.units.length) {
    const left = a.units[i] ?? 0;
    const right = b.units[j] ?? 0;
    if (left < right) i += 1;
    else if (right < left) j += 1;
    else {
      const endA = runEnd(a.units, i);
      const endB = runEnd(b.units, j);
      let shared = 0;
      for (let x = i; x < endA; x += 1)
        if (b.values.subarray(j, endB).includes(a.values[x] ?? 0)) shared += 1;
      same += shared;
      if (shared > 0) agreeing += 1;
      else conflicting += 1;
      i = endA;
      j = endB;
    }
  }
  return { same, agreeing, conflicting, union: a.units.length + b.units.length - same };
}

function runEnd(units: Uint32Array, start: number): number {
  let end = start + 1;
  while (end < units.length && units[end] === units[start]) end += 1;
  return end;
}

/** How much of each text's 5-grams is in the other. */
export interface Containment {
  readonly shared: number;
  readonly ofFirst: number;
  readonly ofSecond: number;
  readonly most: number;
}

/** Compares the fingerprints that both samples would have taken: those up to the lower ceiling. */
export function containmentBetween(a: Sketch, b: Sketch): Containment {
  const ceiling = Math.min(a.fingerprintCeiling, b.fingerprintCeiling);
  let shared = 0;
  eachShared(a.fingerprints, b.fingerprints, () => {
    shared += 1;
  });
  const sizeA = countUpTo(a.fingerprints, ceiling);
  const sizeB = countUpTo(b.fingerprints, ceiling);
  const ofFirst = sizeA === 0 ? 0 : shared / sizeA;
  const ofSecond = sizeB === 0 ? 0 : shared / sizeB;
  return { shared, ofFirst, ofSecond, most: Math.max(ofFirst, ofSecond) };
}

function countUpTo(ascending: Uint32Array, ceiling: number): number {
  let count = 0;
  while (count < ascending.length && (ascending[count] ?? 0) <= ceiling) count += 1;
  return count;
}

/** Calls `visit` with both places of each value in two ascending lists. */
function eachShared(a: Uint32Array, b: Uint32Array, visit: (i: number, j: number) => void): void {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) visit(i, j);
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
}
