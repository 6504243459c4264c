/** Longest wait that a server may ask for: a day, in milliseconds. */
const MAX_WAIT_MS = 86_400_000;

/**
 * Parses Retry-After (RFC 9110 section 10.2.3: seconds, or an HTTP date) to milliseconds from `now` (ISO
 * 8601 UTC), between 0 and a day. Undefined where it is missing or unreadable.
 */
export function parseRetryAfter(field: string | undefined, now: string): number | undefined {
  if (field === undefined) return undefined;
  const text = field.trim();
  const wait = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : httpDate(text) - Date.parse(now);
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), MAX_WAIT_MS);
}

/** All forms of an HTTP date name GMT or are read as if they did. */
function httpDate(text: string): number {
  return /^[A-Z][a-z]{2}[a-z]*,? /.test(text)
    ? Date.parse(/GMT$/.test(text) ? text : `${text} GMT`)
    : Number.NaN;
}
