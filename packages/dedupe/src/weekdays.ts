/** 2024-01-01 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

const named = new Map<string, ReadonlyMap<string, number>>();

/** The bit of the day of the week that a lower-cased word names in a language (two letters): 1 for Monday to 64 for Sunday, or 0. */
export function weekdayBit(word: string, code: string): number {
  const known = named.get(code) ?? weekdaysIn(code);
  named.set(code, known);
  return known.get(word) ?? 0;
}

/** Names by CLDR, as the platform's Intl holds them. */
function weekdaysIn(code: string): Map<string, number> {
  // A code that Intl does not know would give the host's own language: English stands in for it.
  const format = new Intl.DateTimeFormat(/^[a-z]{2}$/.test(code) ? [code, 'en'] : 'en', {
    weekday: 'long',
    timeZone: 'UTC',
  });
  return new Map(
    Array.from({ length: 7 }, (_, day) => [format.format(MONDAY + day * DAY).toLowerCase(), 1 << day]),
  );
}
