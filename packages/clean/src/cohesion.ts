import { comparable } from './characters.ts';

/** Letters of the shortest word that says what a text is about. */
const SHORTEST_WORD = 4;
const WIDE = /[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]/;

function wordsOf(text: string): string[] {
  return comparable(text)
    .split(' ')
    .flatMap((word) => {
      // Scripts without spaces are read in pairs of characters.
      if (WIDE.test(word)) return Array.from(word, (_, at) => word.slice(at, at + 2));
      return word.length >= SHORTEST_WORD ? [word] : [];
    });
}

/** Words of texts that may tie another text to them. */
export function contentWords(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap(wordsOf));
}

/**
 * Share of a text's words that stand in the rest of its article as well, 0..1: a paragraph is tied to its
 * article by names and things, a notice is not (Halliday and Hasan 1976, lexical cohesion).
 */
export function cohesion(text: string, rest: ReadonlySet<string>): number {
  const words = [...new Set(wordsOf(text))];
  if (words.length === 0) return 0;
  return words.filter((word) => rest.has(word)).length / words.length;
}

const NAME = /(?<=[\p{Ll},;’'"”] )\p{Lu}[\p{L}\p{N}]{2,}/gu;
/** Names that a text must share with the rest of its article, and of its own names the share. */
const SHARED_NAMES = { fewest: 2, share: 0.4 } as const;

/** True where a text names, within its sentences, what the rest of its article speaks of too. */
export function sharesNames(text: string, rest: ReadonlySet<string>): boolean {
  const names = new Set(Array.from(text.matchAll(NAME), ([name]) => name.toLowerCase()));
  const shared = [...names].filter((name) => rest.has(name)).length;
  return shared >= SHARED_NAMES.fewest && shared >= SHARED_NAMES.share * names.size;
}
