import { stemmerOf } from './stems.ts';
import { NUMBER, NUMBER_WORD, type Tokens } from './tokens.ts';

/** A number in a text with what it counts. */
export interface Quantity {
  /** Plain decimal digits: `10000`, `3.5`. */
  readonly value: string;
  /** `$`, `%`, or the stem of the word that follows; empty where there is none. */
  readonly unit: string;
  /** Places of its first token and of the one behind it (a magnitude such as `million` belongs to it). */
  readonly at: number;
  readonly end: number;
}

const MAGNITUDES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    hundred: 1e2,
    thousand: 1e3,
    million: 1e6,
    mln: 1e6,
    m: 1e6,
    mn: 1e6,
    billion: 1e9,
    bln: 1e9,
    bn: 1e9,
    trillion: 1e12,
    tausend: 1e3,
    millionen: 1e6,
    mio: 1e6,
    milliarden: 1e9,
    mrd: 1e9,
    mille: 1e3,
    millions: 1e6,
    milliard: 1e9,
    milliards: 1e9,
    mil: 1e3,
    millones: 1e6,
    milioni: 1e6,
    miliardi: 1e9,
    milhões: 1e6,
    miljoen: 1e6,
    miljard: 1e9,
  }),
);
const PERCENT = new Set(['percent', 'pct', 'percentage', 'prozent', 'procent']);
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
    ten: '10',
    eleven: '11',
    twelve: '12',
    fifteen: '15',
    twenty: '20',
    thirty: '30',
    forty: '40',
    fifty: '50',
    sixty: '60',
    seventy: '70',
    eighty: '80',
    ninety: '90',
  }),
);

/** Whether an English word, such as `two`, is a number's. */
export function isNumberWord(word: string): boolean {
  return WORDS.has(word);
}

/**
 * All quantities of what was read of a text in order. `10,000` in English and `10.000` elsewhere are one value, `2.5
 * million` is `2500000`, English number words count, and "more than" is left aside, so that "over
 * 10,000 people" equals "more than 10,000 people".
 */
export function quantitiesOf(tokens: Tokens, code: string): Quantity[] {
  const quantities: Quantity[] = [];
  for (let at = 0; at < tokens.readSize; at += 1) {
    const mark = tokens.marks[at] ?? 0;
    if ((mark & (NUMBER | NUMBER_WORD)) === 0) continue;
    const word = tokens.words[at] ?? '';
    const compound = (mark & NUMBER) === 0 ? compoundOf(word, wordAt(tokens, at + 1)) : undefined;
    if (compound !== undefined) {
      quantities.push(measured(compound, at, tokens, at + 2, code));
      at += 1;
      continue;
    }
    const value = (mark & NUMBER) === 0 ? (WORDS.get(word) ?? '') : plainNumber(word, code);
    quantities.push(measured(value, at, tokens, at + 1, code));
  }
  return quantities;
}

/** The word or number at a place, undefined behind the last. */
function wordAt(tokens: Tokens, at: number): string | undefined {
  return at < tokens.readSize ? tokens.words[at] : undefined;
}

/** `twenty-five`: the tokenizer parts words at hyphens. */
function compoundOf(tens: string, ones: string | undefined): string | undefined {
  const high = WORDS.get(tens) ?? '';
  const low = ones === 'one' ? '1' : WORDS.get(ones ?? '');
  if (low === undefined || low.length > 1) return undefined;
  return high.length === 2 && high >= '20' && high.endsWith('0') ? high.charAt(0) + low : undefined;
}

/** Units that newsrooms abbreviate or spell in two ways, by their stems. */
const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    km: 'kilomet',
    kilometr: 'kilomet',
    kilomet: 'kilomet',
    meter: 'metr',
    m: 'metr',
    cm: 'centimet',
    centimetr: 'centimet',
    mm: 'millimet',
    millimetr: 'millimet',
    kg: 'kilogram',
    kilo: 'kilogram',
    mph: 'mile',
    dlrs: '$',
    dlr: '$',
    dollar: '$',
    euro: '€',
    eur: '€',
    pound: '£',
    stg: '£',
    yen: '¥',
    person: 'peopl',
  }),
);

/** A value that stands at `at` and is written up to `end`, with what it counts. */
function measured(value: string, at: number, tokens: Tokens, end: number, code: string): Quantity {
  const magnitude = isWord(tokens, end) ? MAGNITUDES.get(tokens.words[end] ?? '') : undefined;
  const scaled = magnitude === undefined ? value : String(Number(value) * magnitude);
  const behind = magnitude === undefined ? end : end + 1;
  return { value: scaled, unit: unitAt(tokens, at, behind, end + 1, code), at, end: behind };
}

/** Unit of the number at `at` that counts what stands at `counted`; `after` is where `cent` may stand. */
function unitAt(tokens: Tokens, at: number, counted: number, after: number, code: string): string {
  if (isNumber(tokens, at) && tokens.signs[at] !== '') return tokens.signs[at] ?? '';
  if (!isWord(tokens, counted) || tokens.lines[counted] !== tokens.lines[at]) return '';
  const word = tokens.words[counted] ?? '';
  const isPercent = PERCENT.has(word) || (word === 'per' && wordAt(tokens, after) === 'cent');
  return isPercent ? '%' : unitOf(stemmerOf(code)(word));
}

function isNumber(tokens: Tokens, at: number): boolean {
  return ((tokens.marks[at] ?? 0) & NUMBER) !== 0;
}

/** Whether a word that is no number written in digits was read at a place. */
function isWord(tokens: Tokens, at: number): boolean {
  return at < tokens.readSize && !isNumber(tokens, at);
}

function unitOf(stem: string): string {
  return UNITS.get(stem) ?? stem;
}

/**
 * A written number as plain digits. In English a comma groups and a point divides; elsewhere a mark
 * before exactly three digits groups and any other divides.
 */
export function plainNumber(written: string, code: string): string {
  const parts = written.split(/[.,]/);
  let plain = parts[0] ?? '';
  let at = plain.length;
  for (const part of parts.slice(1)) {
    const mark = written.charAt(at);
    at += 1 + part.length;
    const groups = code === 'en' ? mark === ',' && part.length === 3 : part.length === 3;
    plain += groups ? part : `.${part}`;
  }
  return plain.replace(/^0+(?=\d)/, '');
}
