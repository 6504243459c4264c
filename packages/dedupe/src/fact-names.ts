import { valuesOf } from './fact-values.ts';
import type { Fact, Variant } from './facts.ts';
import { foldName, isCalendarWord } from './names.ts';
import { codeOf } from './stems.ts';
import { stopWordsOf } from './stop-words.ts';

/** Characters of a text whose names are read. */
const MAX_TEXT = 20_000;
const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
const CAPITAL = /^\p{Lu}/u;
const MARK_AT_END = /[.!?:"“”«»]$/;
/** True for what stands between two words where the second begins a sentence. */
const endsSentence = (between: string): boolean =>
  between.includes('\n') || MARK_AT_END.test(between.trimEnd());
/** Words of a name in one script; longer rows of capitals are headings. */
const MAX_PARTS = 4;

interface Name {
  readonly articleId: string;
  readonly value: string;
  /** Folded last word, by which names of one person meet. */
  readonly key: string;
}

/**
 * The names of a story's variants by their last word, with their spellings. A name that some articles write
 * in full and others by its last word is one name, and counts as spelt differently only where the last words differ.
 */
export function nameFacts(variants: readonly Variant[]): Fact[] {
  const byKey = new Map<string, Name[]>();
  for (const name of variants.flatMap(namesOf)) {
    const known = byKey.get(name.key);
    if (known === undefined) byKey.set(name.key, [name]);
    else known.push(name);
  }
  return [...byKey.values()].map((names) => ({
    kind: 'name',
    about: fullest(names),
    values: valuesOf(names.map(({ articleId, value }) => ({ articleId, value: lastWordOf(value) }))),
  }));
}

function namesOf({ id, text, language }: Variant): Name[] {
  const read = text.slice(0, MAX_TEXT).normalize('NFC');
  const stopWords = stopWordsOf(codeOf(language));
  const found: { parts: string[]; isSure: boolean }[] = [];
  let end = -1;
  for (const match of read.matchAll(WORD)) {
    const word = match[0].replace(/['’]s?$/, '');
    const between = read.slice(Math.max(0, end), match.index);
    const isName =
      CAPITAL.test(word) && !stopWords.has(word.toLowerCase()) && !isCalendarWord(word.toLowerCase());
    const last = found.at(-1);
    if (isName && between === ' ' && last !== undefined && end === match.index - 1) last.parts.push(word);
    else if (isName) found.push({ parts: [word], isSure: match.index > 0 && !endsSentence(between) });
    if (isName) end = match.index + match[0].length;
    else end = Number.NEGATIVE_INFINITY;
  }
  return distinct(found, id);
}

/** A capital at a sentence's start makes a name only with another word, or where it stands inside a sentence too. */
function distinct(
  found: readonly { parts: readonly string[]; isSure: boolean }[],
  articleId: string,
): Name[] {
  const sure = new Set(found.filter(({ isSure }) => isSure).flatMap(({ parts }) => parts));
  const names = new Map<string, Name>();
  for (const { parts, isSure } of found) {
    const kept = isSure || sure.has(parts[0] ?? '') ? parts : parts.slice(1);
    const value = kept.join(' ');
    if (kept.length === 0 || kept.length > MAX_PARTS || value.length < 3) continue;
    const key = foldName(lastWordOf(value).toLowerCase());
    if (value.length > (names.get(key)?.value.length ?? 0)) names.set(key, { articleId, value, key });
  }
  return [...names.values()];
}

function lastWordOf(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1);
}

/** The longest form, of equals the smaller. */
function fullest(names: readonly Name[]): string {
  return names.reduce((best, { value }) => {
    if (value.length !== best.length) return value.length > best.length ? value : best;
    return value < best ? value : best;
  }, '');
}
