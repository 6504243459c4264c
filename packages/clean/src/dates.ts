import { DateTime } from 'luxon';

/** A point in time as precisely as the source gives it. */
export interface ParsedDate {
  /** `2024-12-29`, `2024-12-29T18:34` where the zone is unknown, or `2024-12-29T18:34:00Z`. */
  readonly iso: string;
  readonly precision: 'day' | 'minute' | 'second';
}

/** Months by the first letters of their names (CLDR 44: en, de, fr, es, it, pt, nl, sv/da/no, pl, tr, fi, id). */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'jän', 'sty', 'oca', 'tammi', 'янв', 'січ'],
  ['feb', 'fév', 'fev', 'lut', 'şub', 'helmi', 'фев', 'лют'],
  ['mar', 'mär', 'maa', 'mrt', 'maart', 'мар', 'бер'],
  ['apr', 'avr', 'abr', 'kwi', 'nis', 'huhti', 'апр', 'кві'],
  ['may', 'mai', 'maj', 'mag', 'mei', 'touko', 'мая', 'май', 'тра'],
  ['jun', 'juin', 'giu', 'cze', 'haz', 'kesä', 'июн', 'чер'],
  ['jul', 'juil', 'lug', 'lip', 'tem', 'heinä', 'июл', 'лип'],
  ['aug', 'aoû', 'aou', 'ago', 'sie', 'ağu', 'elo', 'авг', 'сер', 'agu'],
  ['sep', 'set', 'wrz', 'eyl', 'syys', 'сен', 'вер'],
  ['oct', 'okt', 'out', 'ott', 'paź', 'eki', 'loka', 'окт', 'жов'],
  ['nov', 'lis', 'kas', 'marras', 'ноя'],
  ['dec', 'dez', 'déc', 'dic', 'des', 'gru', 'ara', 'joulu', 'дек', 'гру'],
];
/** Zone abbreviations of newsrooms, minutes from UTC (RFC 5322 4.3 and IANA); ambiguous ones are left out. */
const ZONES: Readonly<Record<string, number>> = {
  utc: 0,
  gmt: 0,
  z: 0,
  bst: 60,
  cet: 60,
  mez: 60,
  cest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  est: -300,
  edt: -240,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  jst: 540,
  kst: 540,
  aest: 600,
  aedt: 660,
  hkt: 480,
  sgt: 480,
};
const ISO =
  /(?<![\d])(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\s?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$/;
const DAY_MONTH =
  /(?<![\p{L}\d])(\d{1,2})(?:st|nd|rd|th|º|\.)?(?:\s+de)?[\s-]+(\p{L}{3,12})\.?,?(?:\s+de[l]?)?[\s-]+(\d{4})(?!\d)/u;
const MONTH_DAY = /(?<!\p{L})(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/u;
const NUMERIC = /(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)/;
const YEAR_FIRST = /(?<!\d)(\d{4})\s?[./年]\s?(\d{1,2})\s?[./月]\s?(\d{1,2})/;
const TIME =
  /(?<!\d)(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?!\d)\s?(a\.?m\.?|p\.?m\.?)?(?:\s?(?:uhr|ist|local time))?\s?\(?([a-z]{1,4}\b|[+-]\d{2}:?\d{2})?/i;
const TIME_WINDOW = 40;
/** Years that a news page can be from; newspapers' own archives go further back than the web. */
const FIRST_YEAR = 1900;

interface Fields {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  offset?: number;
}

const two = (value: number): string => String(value).padStart(2, '0');

function offsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === '') return undefined;
  const named = ZONES[zone.toLowerCase()];
  if (named !== undefined) return named;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return minutes > 14 * 60 ? undefined : match[1] === '-' ? -minutes : minutes;
}

function build(fields: Fields): ParsedDate | undefined {
  const { year, month, day, hour, minute, second, offset } = fields;
  if (year < FIRST_YEAR || year > 9998) return undefined;
  const local = DateTime.fromObject(
    { year, month, day, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0 },
    { zone: 'utc' },
  );
  if (!local.isValid) return undefined;
  const date = `${year}-${two(month)}-${two(day)}`;
  if (hour === undefined || minute === undefined) return { iso: date, precision: 'day' };
  const precision = second === undefined ? 'minute' : 'second';
  if (offset === undefined) {
    const time = `${date}T${two(hour)}:${two(minute)}`;
    return { iso: second === undefined ? time : `${time}:${two(second)}`, precision };
  }
  return { iso: local.minus({ minutes: offset }).toISO({ suppressMilliseconds: true }) ?? date, precision };
}

function monthNumber(name: string): number | undefined {
  const lower = name.toLowerCase();
  const at = MONTHS.findIndex((names) => names.some((start) => lower.startsWith(start)));
  return at < 0 ? undefined : at + 1;
}

function withTime(fields: Fields, around: string): Fields {
  const match = TIME.exec(around);
  if (match === null) return fields;
  let hour = Number(match[1]);
  const minute = Number(match[2]);
  const half = (match[4] ?? '').toLowerCase();
  if (half.startsWith('p') && hour < 12) hour += 12;
  if (half.startsWith('a') && hour === 12) hour = 0;
  if (hour > 23 || minute > 59) return fields;
  const timed: Fields = { ...fields, hour, minute };
  if (match[3] !== undefined) timed.second = Number(match[3]);
  const offset = offsetMinutes(match[5]);
  if (offset !== undefined) timed.offset = offset;
  return timed;
}

function parseIso(text: string): ParsedDate | undefined {
  const match = ISO.exec(text) ?? COMPACT.exec(text);
  if (match === null) return undefined;
  const fields: Fields = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  if (match[4] !== undefined && match[5] !== undefined) {
    fields.hour = Number(match[4]);
    fields.minute = Number(match[5]);
    if (match[6] !== undefined) fields.second = Number(match[6]);
    const offset = offsetMinutes(match[7]);
    if (offset !== undefined) fields.offset = offset;
  }
  return build(fields);
}

function numericFields(match: RegExpExecArray): Fields | undefined {
  const first = Number(match[1]);
  const second = Number(match[3]);
  const year = Number(match[4]);
  // Dots are day first everywhere; with slashes only what can be one thing alone is believed.
  if (match[2] === '.' || first > 12) return { year, month: second, day: first };
  if (second > 12) return { year, month: first, day: second };
  return first === second ? { year, month: first, day: first } : undefined;
}

function wordFields(text: string): { fields: Fields; at: number; end: number } | undefined {
  const dayFirst = DAY_MONTH.exec(text);
  const monthFirst = MONTH_DAY.exec(text);
  for (const [match, day, month] of [
    [monthFirst, 2, 1],
    [dayFirst, 1, 2],
  ] as const) {
    const number = match === null ? undefined : monthNumber(match[month] ?? '');
    if (match === null || number === undefined) continue;
    const fields = { year: Number(match[3]), month: number, day: Number(match[day]) };
    return { fields, at: match.index, end: match.index + match[0].length };
  }
  const numeric = NUMERIC.exec(text);
  const yearFirst = YEAR_FIRST.exec(text);
  const fields =
    numeric === null
      ? yearFirst === null
        ? undefined
        : { year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]) }
      : numericFields(numeric);
  const match = numeric ?? yearFirst;
  if (fields === undefined || match === null) return undefined;
  return { fields, at: match.index, end: match.index + match[0].length };
}

/**
 * Reads a date out of an attribute or a line of text: ISO 8601, RFC 5322, and dates in words in a
 * dozen languages. `03/04/2024` can be two days and is not read. Times without a zone stay local.
 */
export function parseDate(raw: string): ParsedDate | undefined {
  const text = raw.trim().slice(0, 200);
  if (/^\d{10}$|^\d{13}$/.test(text)) {
    const millis = text.length === 10 ? Number(text) * 1000 : Number(text);
    const iso = DateTime.fromMillis(millis, { zone: 'utc' }).toISO({ suppressMilliseconds: true });
    return iso === null ? undefined : { iso, precision: 'second' };
  }
  const iso = parseIso(text);
  if (iso !== undefined) return iso;
  const found = wordFields(text);
  if (found === undefined) return undefined;
  const after = text.slice(found.end, found.end + TIME_WINDOW);
  const before = text.slice(Math.max(0, found.at - TIME_WINDOW), found.at);
  const timed = withTime(found.fields, after);
  return build(timed.hour === undefined ? withTime(found.fields, before) : timed);
}

/** Farthest a local clock can be ahead of UTC (Line Islands, UTC+14), in milliseconds. */
const AHEAD_MS = 14 * 3_600_000;

/** True unless the date lies after the moment of fetching, seen from any zone it may be in. */
export function isBelievable(date: ParsedDate, fetchedAt: string | undefined): boolean {
  if (fetchedAt === undefined) return true;
  const fetched = Date.parse(fetchedAt);
  if (Number.isNaN(fetched)) return true;
  const zoned = date.iso.endsWith('Z');
  const at = Date.parse(date.precision === 'day' || zoned ? date.iso : `${date.iso}Z`);
  return at <= fetched + (zoned ? 0 : AHEAD_MS);
}
