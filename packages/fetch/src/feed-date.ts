/** Year from which a feed's date is believed: the first web page is of 1990, and 1970 means "none". */
const FIRST_YEAR = 1990;

const DAY_MS = 86_400_000;

/** Offsets in minutes: RFC 822 section 5.1, and the European and Asian names that feeds write against it. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ z: 0, ut: 0, utc: 0, gmt: 0, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360 },
  ...{ pst: -480, pdt: -420, wet: 0, west: 60, cet: 60, cest: 120, eet: 120, eest: 180, msk: 180, jst: 540 },
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d{1,9})?`;
const ZONE = String.raw`([+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:[T\s]${TIME}\s?${ZONE})?$`, 'i');
const RFC_822 = new RegExp(
  String.raw`^(?:[A-Za-z]{3,9}\.?,?\s?)?(\d{1,2})[\s-]([A-Za-z]{3,9})\.?[\s-](\d{4}|\d{2})(?:,?\s${TIME}\s?${ZONE})?$`,
);

interface Fields {
  readonly date: readonly [year: number, month: number, day: number];
  readonly time: readonly [hour: number, minute: number, second: number] | undefined;
  readonly zone: string | undefined;
}

/**
 * Parses a feed's date (RFC 3339, ISO 8601, RFC 822 with its usual misspellings) to ISO 8601: UTC where
 * the zone is known, else a local time or a bare date without zone. Undefined for what is no date, for
 * years before 1990, and for what lies more than a day after `now` (ISO 8601 UTC).
 */
export function parseFeedDate(text: string, now: string): string | undefined {
  if (text.length > 100) return undefined;
  const fields = readFields(text.trim().replace(/\s+/g, ' '));
  if (fields === undefined) return undefined;
  const [year, month, day] = fields.date;
  const [hour, minute, second] = fields.time ?? [0, 0, 0];
  const local = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
  if (!isCalendarDay(year, month, day) || hour > 23 || minute > 59 || second > 60) return undefined;
  const offset = offsetOf(fields.zone);
  const instant = local - (offset ?? 0) * 60_000;
  if (year < FIRST_YEAR || instant > Date.parse(now) + DAY_MS) return undefined;
  if (fields.time === undefined) return new Date(local).toISOString().slice(0, 10);
  if (offset === undefined) return new Date(local).toISOString().slice(0, 19);
  return new Date(instant).toISOString();
}

function readFields(text: string): Fields | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) return fieldsOf(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso);
  const rfc = RFC_822.exec(text);
  if (rfc === null) return undefined;
  const month = MONTHS.indexOf((rfc[2] ?? '').slice(0, 3).toLowerCase()) + 1;
  const year = Number(rfc[3]);
  return month === 0 ? undefined : fieldsOf(year < 100 ? fullYear(year) : year, month, Number(rfc[1]), rfc);
}

function fieldsOf(year: number, month: number, day: number, match: RegExpExecArray): Fields {
  const [, , , , hour, minute, second, zone] = match;
  const time =
    hour === undefined ? undefined : ([Number(hour), Number(minute), Number(second ?? 0)] as const);
  return { date: [year, month, day], time, zone };
}

/** RFC 5322 section 4.3: 00 to 49 are this century, 50 to 99 the last. */
function fullYear(year: number): number {
  return year < 50 ? 2000 + year : 1900 + year;
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (!/^[+-]/.test(zone)) return ZONES[zone.toLowerCase()];
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  if (minutes > 14 * 60) return undefined;
  return zone.startsWith('-') ? -minutes : minutes;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
