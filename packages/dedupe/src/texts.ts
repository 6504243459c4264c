import type { Evidence } from '@wirefold/contracts/evidence';
import { DisjointSets } from './disjoint-sets.ts';
import { type Link, linkWith } from './pair-weight.ts';

/** What folding reads of evidence. */
export type Statement = Pick<Evidence, 'articleId' | 'otherArticleId' | 'kind' | 'score'>;

/** The texts of some articles, and what is stated between them. */
export interface Texts {
  /** The articles of each text, in code-unit order; texts in the order of their first articles. */
  readonly idsOf: readonly (readonly string[])[];
  /** By text, its links to others, both ways. */
  readonly links: readonly ReadonlyMap<number, Link>[];
}

/** Whether a statement says that its two articles have one text: they are one node of the fold. */
export function isSameText({ kind, score }: Pick<Statement, 'kind' | 'score'>): boolean {
  return kind === 'exact' && score === 1;
}

/**
 * The texts of articles whose ids are given in code-unit order, each once. Exact copies have one text, also by way of a third: it
 * does not matter between which of them that was stated, nor which of them carries what is stated about others.
 */
export function textsOf(ids: readonly string[], evidence: readonly Statement[]): Texts {
  const places = new Map(ids.map((id, at) => [id, at]));
  const sets = new DisjointSets(ids.length);
  const others: (readonly [one: number, other: number, fact: Statement])[] = [];
  for (const fact of evidence) {
    const [one, other] = [places.get(fact.articleId), places.get(fact.otherArticleId)];
    if (one === undefined || other === undefined || one === other) continue;
    if (isSameText(fact)) sets.join(one, other);
    else others.push([one, other, fact]);
  }
  const members = sets.sets();
  const textOf = new Map(members.map(([first = 0], text) => [first, text]));
  const links = members.map(() => new Map<number, Link>());
  for (const [one, other, fact] of others) {
    const [a, b] = [textOf.get(sets.rootOf(one)) ?? 0, textOf.get(sets.rootOf(other)) ?? 0];
    if (a === b) continue;
    const link = linkWith(links[a]?.get(b), fact.kind, fact.score);
    links[a]?.set(b, link);
    links[b]?.set(a, link);
  }
  return { idsOf: members.map((set) => set.flatMap((at) => ids[at] ?? [])), links };
}
