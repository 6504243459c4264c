import { valuesOf } from './fact-values.ts';
import type { Fact, Variant } from './facts.ts';
import { codeOf, stemmerOf } from './stems.ts';
import { stopWordsOf } from './stop-words.ts';

/** Characters of a text whose quotations are read, words that make one, and its longest. */
const MAX_TEXT = 20_000;
const MIN_WORDS = 3;
const MAX_QUOTATION = 1_000;
/** Opening marks and what closes each. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”'],
  ['„', '“”'],
  ['«', '»'],
  ['»', '«'],
  ['「', '」'],
]);
/** Two quotations are one in other words where so many of the shorter one's words are in the longer. */
const SHARED = 0.6;
/** Characters around a quotation in which its speaker is looked for. */
const REACH = 80;
const SPEAKER = /\p{Lu}[\p{L}\p{M}’'-]+(?: \p{Lu}[\p{L}\p{M}’'-]+){0,3}/gu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

interface Quotation {
  readonly articleId: string;
  readonly value: string;
  readonly words: ReadonlySet<string>;
  readonly speaker: string;
}

/** A quotation without the stops, commas and spaces around it. */
function withoutStops(quoted: string): string {
  let end = quoted.length;
  while (end > 0 && ' ,.\t\n\u00a0'.includes(quoted.charAt(end - 1))) end -= 1;
  return quoted.slice(0, end).trim();
}

/** The quotations of a story's variants, those in other words of the same together. */
export function quotationFacts(variants: readonly Variant[]): Fact[] {
  const groups: Quotation[][] = [];
  for (const quotation of variants.flatMap(quotationsOf)) {
    const same = groups.find((group) => group.some((other) => areSame(quotation, other)));
    if (same === undefined) groups.push([quotation]);
    else same.push(quotation);
  }
  return groups.map((group) => ({
    kind: 'quotation',
    about: group.find(({ speaker }) => speaker !== '')?.speaker ?? '',
    values: valuesOf(oneForm(group)),
  }));
}

/** What differs in case, marks and spaces alone is one value: as the first article has it. */
function oneForm(group: readonly Quotation[]): Quotation[] {
  const forms = new Map<string, string>();
  return group.map((quotation) => {
    const key = (quotation.value.toLowerCase().match(WORD) ?? []).join(' ');
    const value = forms.get(key) ?? quotation.value;
    forms.set(key, value);
    return { ...quotation, value };
  });
}

function quotationsOf({ id, text, language }: Variant): Quotation[] {
  const code = codeOf(language);
  const stem = stemmerOf(code);
  const stopWords = stopWordsOf(code);
  return text
    .slice(0, MAX_TEXT)
    .normalize('NFC')
    .split('\n')
    .flatMap((paragraph) => quotedIn(paragraph))
    .flatMap(({ quoted, before, behind }) => {
      const value = withoutStops(quoted);
      const all: readonly string[] = value.toLowerCase().match(WORD) ?? [];
      if (all.length < MIN_WORDS) return [];
      const telling = all.filter((word) => !stopWords.has(word)).map(stem);
      const words = new Set(telling.length === 0 ? all : telling);
      return [{ articleId: id, value, words, speaker: speakerOf(before, behind) }];
    });
}

interface Quoted {
  readonly quoted: string;
  readonly before: string;
  readonly behind: string;
}

function quotedIn(paragraph: string): Quoted[] {
  const found: Quoted[] = [];
  for (let at = 0; at < paragraph.length; at += 1) {
    const closing = MARKS.get(paragraph.charAt(at));
    if (closing === undefined) continue;
    let end = at + 1;
    while (end < paragraph.length && !closing.includes(paragraph.charAt(end))) end += 1;
    if (end >= paragraph.length || end - at > MAX_QUOTATION) continue;
    found.push({
      quoted: paragraph.slice(at + 1, end),
      before: paragraph.slice(Math.max(0, at - REACH), at),
      behind: paragraph.slice(end + 1, end + 1 + REACH),
    });
    at = end;
  }
  return found;
}

/** The first name behind a quotation, else the last before it. */
function speakerOf(before: string, behind: string): string {
  const next = behind.split(/["“„«]/)[0] ?? '';
  return next.match(SPEAKER)?.[0] ?? before.match(SPEAKER)?.at(-1) ?? '';
}

function areSame(a: Quotation, b: Quotation): boolean {
  const [shorter, longer] = a.words.size <= b.words.size ? [a, b] : [b, a];
  let shared = 0;
  for (const word of shorter.words) if (longer.words.has(word)) shared += 1;
  return shared >= SHARED * shorter.words.size && shared > 0;
}
