import { InvalidArgumentError } from 'commander';

/** A parser for commander: a whole number within bounds. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

/** A parser for commander of an option that takes several whole numbers within bounds. */
export function wholeNumbers(min: number, max: number): (text: string, before?: number[]) => number[] {
  const parse = wholeNumber(min, max);
  return (text, before = []) => [...before, parse(text)];
}

const ISO_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/**
 * A parser for commander: a date or a time by ISO 8601, in the form in which the database compares times as
 * text: a date stays a date, a time becomes UTC (and is taken for UTC where it has no zone).
 */
export function isoTime(text: string): string {
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(text) || text.length === 10 ? text : `${text}Z`;
  const at = new Date(zoned);
  if (ISO_TIME.test(text) && isCalendarDay(text.slice(0, 10)) && !Number.isNaN(at.getTime())) {
    return text.length === 10 ? text : at.toISOString().replace('.000Z', 'Z');
  }
  throw new InvalidArgumentError(
    'Expected a date or time by ISO 8601, such as 2026-03-01 or 2026-03-01T18:30Z.',
  );
}

/** False for the 30th of February, which `Date` would take for the 2nd of March. */
function isCalendarDay(day: string): boolean {
  const at = new Date(`${day}T00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
