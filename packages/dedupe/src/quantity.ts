import { stemmerOf } from './stems.ts';
import type { Token } from './tokens.ts';

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

/**
 * All quantities of a text in order. `10,000` in English and `10.000` elsewhere are one value, `2.5
 * million` is `2500000`, English number words count, and "more than" is left aside, so that "over
 * 10,000 people" equals "more than 10,000 people".
 */
export function quantitiesOf(tokens: readonly Token[], code: string): Quantity[] {
  const quantities: Quantity[] = [];
  let skip = false;
  tokens.forEach((token, at) => {
    if (skip) {
      skip = false;
      return;
    }
    const compound =
      code === 'en' ? compoundOf(WORDS.get(token.lexeme.word), tokens[at + 1]?.lexeme.word) : undefined;
    if (compound !== undefined) {
      skip = true;
      quantities.push(measured(compound, at, tokens, at + 2, code));
      return;
    }
    const value = token.lexeme.isNumber
      ? plainNumber(token.lexeme.word, code)
      : code === 'en'
        ? WORDS.get(token.lexeme.word)
        : undefined;
    if (value !== undefined) quantities.push(measured(value, at, tokens, at + 1, code));
  });
  return quantities;
}

/** `twenty-five`: the tokenizer parts words at hyphens. */
function compoundOf(high: string | undefined, ones: string | undefined): string | undefined {
  if (high === undefined) return undefined;
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
function measured(value: string, at: number, tokens: readonly Token[], end: number, code: string): Quantity {
  const next = tokens[end]?.lexeme;
  const magnitude = next === undefined || next.isNumber ? undefined : MAGNITUDES.get(next.word);
  const scaled = magnitude === undefined ? value : String(Number(value) * magnitude);
  const behind = magnitude === undefined ? end : end + 1;
  const unit = unitAt(tokens[at], tokens[behind], tokens[end + 1], code);
  return { value: scaled, unit, at, end: behind };
}

function unitAt(
  number: Token | undefined,
  counted: Token | undefined,
  after: Token | undefined,
  code: string,
): string {
  if (number !== undefined && number.sign !== '') return number.sign;
  if (counted === undefined || counted.lexeme.isNumber || counted.line !== number?.line) return '';
  const isPercent =
    PERCENT.has(counted.lexeme.word) || (counted.lexeme.word === 'per' && after?.lexeme.word === 'cent');
  return isPercent ? '%' : unitOf(stemmerOf(code)(counted.lexeme.word));
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
