const ISO_WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;
const ZONE_AT_END = /(?:Z|GMT|UTC|[A-Z]{2,4}T|[+-]\d{2}:?\d{2}|\))$/i;
const MS_PER_DAY = 86_400_000;

/**
 * Milliseconds since 1970 of a written date, undefined where it is none. A date without a zone is read
 * as UTC, so that the answer never depends on the host's own zone.
 */
export function instantOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const text = written.trim();
  const zoned = ISO_WITHOUT_ZONE.test(text)
    ? text.length === 10
      ? text
      : `${text.replace(' ', 'T')}Z`
    : ZONE_AT_END.test(text)
      ? text
      : `${text} UTC`;
  const instant = Date.parse(zoned);
  return Number.isFinite(instant) ? instant : undefined;
}

/** Days since 1970-01-01 UTC of a written date, null where it is none. */
export function dayOf(written: string | undefined): number | null {
  const instant = instantOf(written);
  return instant === undefined ? null : Math.floor(instant / MS_PER_DAY);
}
