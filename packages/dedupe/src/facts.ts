import { nameFacts } from './fact-names.ts';
import { numberFacts } from './fact-numbers.ts';
import { quotationFacts } from './fact-quotations.ts';
import { compareIds } from './fold.ts';

/** One variant of a story, as its facts are read. */
export interface Variant {
  readonly id: string;
  readonly source: string;
  readonly headline: string;
  readonly text: string;
  /** BCP 47; English where it is missing. */
  readonly language?: string;
}

/** One wording or value of a fact, and the articles that have it, in code-unit order of their ids. */
export interface FactValue {
  readonly value: string;
  readonly articleIds: readonly string[];
}

/**
 * Something that a story's variants say differently, or that only some say: a `number`, a `name` (in other
 * spellings), or a `quotation` (in other words). More than one value means that variants disagree.
 */
export interface Fact {
  readonly kind: 'number' | 'name' | 'quotation';
  /** The words around a number, with `…` in its place; a name as the first article has it; who is quoted, or empty. */
  readonly about: string;
  /** What most articles say comes first; of equals the smaller text. */
  readonly values: readonly FactValue[];
}

/** Beyond so many variants (by id) nothing more is read: a reader compares a few, not hundreds. */
const MAX_VARIANTS = 100;

/**
 * The numbers, names and quotations on which a story's variants disagree or that only some of them have, for a
 * person to look at; nothing for fewer than two variants. Which comes first: disagreements, then what more
 * articles have. It does not depend on the order of the variants; equal texts count as often as they come.
 */
export function differingFacts(variants: readonly Variant[]): Fact[] {
  const byId = [...new Map(variants.map((variant) => [variant.id, variant])).values()];
  const read = byId.sort((a, b) => compareIds(a.id, b.id)).slice(0, MAX_VARIANTS);
  if (read.length < 2) return [];
  const facts = [...numberFacts(read), ...nameFacts(read), ...quotationFacts(read)];
  return facts.filter(({ values }) => values.length > 1 || holders(values) < read.length).sort(compareFacts);
}

function holders(values: readonly FactValue[]): number {
  return new Set(values.flatMap(({ articleIds }) => articleIds)).size;
}

function compareFacts(a: Fact, b: Fact): number {
  const disputed = Number(b.values.length > 1) - Number(a.values.length > 1);
  return (
    disputed ||
    holders(b.values) - holders(a.values) ||
    compareIds(a.kind, b.kind) ||
    compareIds(a.about, b.about) ||
    compareIds(a.values[0]?.value ?? '', b.values[0]?.value ?? '')
  );
}
