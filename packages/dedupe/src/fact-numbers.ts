import { valuesOf } from './fact-values.ts';
import type { Fact, Variant } from './facts.ts';
import { isCalendarWord } from './names.ts';
import { type Quantity, quantitiesOf } from './quantity.ts';
import { tokensOf } from './scanner.ts';
import { codeOf, stemmerOf } from './stems.ts';
import { stopWordsOf } from './stop-words.ts';
import { SENTENCE_START, type Tokens } from './tokens.ts';

/** Words of a text whose numbers are read. */
const MAX_WORDS = 2_000;
/** Words on each side of a number that say what it counts, and those that are shown. */
const CONTEXT = 8;
const SHOWN = 3;
/** Two numbers speak of one thing where they share a word next to them and so many words around. */
const SHARED_WORDS = 2;

/** Words, by English stem, that newsrooms choose between when they count the dead and the hurt. */
const COUNTED: ReadonlyMap<string, string> = new Map([
  ...['kill', 'die', 'dead', 'death', 'toll', 'claim', 'bodi', 'victim', 'fatal', 'perish'].map(
    (stem): [string, string] => [stem, 'dead'],
  ),
  ...['injur', 'hurt', 'wound', 'burn', 'hospit'].map((stem): [string, string] => [stem, 'hurt']),
]);
const YEAR = /^(?:19|20)\d\d$/;

interface Mention {
  readonly articleId: string;
  readonly value: string;
  readonly sign: string;
  /** Stems of the nearest telling words on both sides, and of all around. */
  readonly near: ReadonlySet<string>;
  readonly around: ReadonlySet<string>;
  readonly about: string;
}

/** The numbers of a story's variants, those that count the same thing together. */
export function numberFacts(variants: readonly Variant[]): Fact[] {
  const groups: Mention[][] = [];
  for (const mention of variants.flatMap(mentionsOf)) {
    const best = bestGroup(groups, mention);
    if (best === undefined) groups.push([mention]);
    else best.push(mention);
  }
  return groups.map((group) => ({ kind: 'number', about: group[0]?.about ?? '', values: valuesOf(group) }));
}

function mentionsOf({ id, headline, text, language }: Variant): Mention[] {
  const code = codeOf(language);
  const tokens = tokensOf(`${headline}\n${text}`, language, MAX_WORDS);
  return quantitiesOf(tokens, code)
    .filter((quantity) => !isDate(quantity, tokens))
    .map((quantity) => mentionOf(id, quantity, tokens, code));
}

/** Years, and days that stand behind their month. */
function isDate({ value, unit, at }: Quantity, tokens: Tokens): boolean {
  if (YEAR.test(value) && unit.length !== 1) return true;
  const before = tokens.words[at - 1] ?? '';
  return (isCalendarWord(before) || before === 'may') && Number(value) <= 31;
}

function mentionOf(articleId: string, quantity: Quantity, tokens: Tokens, code: string): Mention {
  const before = telling(wordsFrom(tokens, quantity.at, -1), code);
  const behind = telling(wordsFrom(tokens, quantity.end - 1, 1), code);
  const shown = (at: number, step: -1 | 1) => wordsFrom(tokens, at, step).slice(0, SHOWN);
  return {
    articleId,
    value: writtenOf(quantity),
    sign: signOf(quantity),
    near: new Set([...before.slice(0, 2), ...behind.slice(0, 2)]),
    around: new Set([...before, ...behind]),
    about: [...shown(quantity.at, -1).reverse(), '…', ...shown(quantity.end - 1, 1)].join(' '),
  };
}

/** Words of the same sentence from a number on, nearest first. */
function wordsFrom(tokens: Tokens, from: number, step: -1 | 1): string[] {
  const words: string[] = [];
  for (let at = from + step; words.length < CONTEXT; at += step) {
    const edge = step === 1 ? at : at + 1;
    if (at < 0 || at >= tokens.readSize || edge >= tokens.readSize) break;
    if (((tokens.marks[edge] ?? 0) & SENTENCE_START) !== 0) break;
    words.push(tokens.words[at] ?? '');
  }
  return words;
}

function telling(words: readonly string[], code: string): string[] {
  const stem = stemmerOf(code);
  const stopWords = stopWordsOf(code);
  return words
    .filter((word) => !stopWords.has(word) && (word.charAt(0) < '0' || word.charAt(0) > '9'))
    .map(stem)
    .map((stemmed) => COUNTED.get(stemmed) ?? stemmed);
}

function writtenOf({ value, unit }: Quantity): string {
  if (unit === '%') return `${value}%`;
  return isCurrency(unit) ? `${unit}${value}` : value;
}

function signOf({ unit }: Quantity): string {
  return unit === '%' || isCurrency(unit) ? unit : '';
}

function isCurrency(unit: string): boolean {
  return unit.length === 1 && '$£€¥₹₽₩₺₴'.includes(unit);
}

/** The group that a number belongs to: of those that speak of the same thing, the likest, then the first. */
function bestGroup(groups: readonly Mention[][], mention: Mention): Mention[] | undefined {
  let best: Mention[] | undefined;
  let most = 0;
  for (const group of groups) {
    const likeness = Math.max(...group.map((other) => likenessOf(mention, other)));
    if (likeness <= most || contradictsItself(group, mention)) continue;
    best = group;
    most = likeness;
  }
  return best;
}

/** An article's two different numbers are two facts. */
function contradictsItself(group: readonly Mention[], { articleId, value }: Mention): boolean {
  return group.some((other) => other.articleId === articleId && other.value !== value);
}

function likenessOf(a: Mention, b: Mention): number {
  if (a.sign !== b.sign) return 0;
  const near = sharedCount(a.near, b.near);
  const around = sharedCount(a.around, b.around);
  const isSame = a.value === b.value;
  if (isSame && (around > 0 || a.value.length > 2)) return 10 + 2 * near + around;
  return near > 0 && around >= SHARED_WORDS ? 2 * near + around : 0;
}

function sharedCount(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared;
}
