import { counted } from './phrases.ts';

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

const SHORT = { day: 'd', hour: 'h', minute: 'min', second: 's' } as const;

/** The largest unit of which there are two at least, so that 90 minutes stay minutes and 36 hours hours. */
function measure(seconds: number): readonly [count: number, unit: keyof typeof SHORT] {
  const [unit, length] = UNITS.find(([name, each]) => name === 'second' || seconds >= 2 * each) ?? UNITS[3];
  return [Math.round(seconds / length), unit];
}

/** A span in words, in one unit: `3 days`, `40 minutes`. */
export function spanOf(seconds: number): string {
  return counted(...measure(Math.max(0, seconds)));
}

/** A span as tables show it: `3 d`, `40 min`. */
export function shortSpan(seconds: number): string {
  const [count, unit] = measure(Math.max(0, seconds));
  return `${count.toLocaleString('en')} ${SHORT[unit]}`;
}

/** Seconds from one time to another, both ISO 8601; negative where the second is the earlier. */
export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1_000;
}
