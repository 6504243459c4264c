import type { DedupeInput } from '@wirefold/contracts/evidence';

interface Told {
  readonly headline: string;
  readonly text: string;
  /** Day of publication; that of the pair where it has none. */
  readonly date?: string;
}

/** Two invented articles and what they are. */
export type NamedPair = readonly [name: string, one: DedupeInput, other: DedupeInput];

/** A pair of articles of one day, or each of its own. */
export function pair(name: string, one: Told, other: Told, date = '2025-05-13'): NamedPair {
  const input = ({ headline, text, date: own }: Told, side: string): DedupeInput => ({
    articleId: `${name}, ${side}`,
    headline,
    text,
    publishedAt: own ?? date,
  });
  return [name, input(one, 'a'), input(other, 'b')];
}
