import { GRAM_WORDS, gramsOf, wordsOf } from './fingerprints.ts';
import type { Token } from './tokens.ts';

/** Shorter runs are phrases of news ("Treasury Secretary James Baker"), whose words tell of the event all the same. */
const LEAST_WORDS = 12;
/** Words that are looked at: what comes after them is in no sketch (`readTokens`). */
const LOOKED_AT = 1_000;

/** The words of a text but those of standing notices: runs of at least 12 words that are all template text. */
export function withoutNotices(tokens: readonly Token[], templates: ReadonlySet<number>): readonly Token[] {
  if (templates.size === 0) return tokens;
  const head = tokens.slice(0, LOOKED_AT);
  const notices = noticesIn(gramsOf(wordsOf(head)), templates);
  if (notices.length === 0) return tokens;
  const own = head.filter((_, at) => !notices.some(([from, to]) => at >= from && at < to));
  return own.concat(tokens.slice(LOOKED_AT));
}

/** Runs of words, each from its first to before its last and one. */
function noticesIn(grams: Uint32Array, templates: ReadonlySet<number>): (readonly [number, number])[] {
  const notices: (readonly [number, number])[] = [];
  let from = -1;
  for (let at = 0; at <= grams.length; at += 1) {
    if (at < grams.length && templates.has(grams[at] ?? 0)) {
      if (from < 0) from = at;
      continue;
    }
    const to = at - 1 + GRAM_WORDS;
    if (from >= 0 && to - from >= LEAST_WORDS) notices.push([from, to]);
    from = -1;
  }
  return notices;
}
