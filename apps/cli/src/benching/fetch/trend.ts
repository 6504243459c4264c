/** A measure taken at a time. */
export interface Sample {
  readonly minutes: number;
  readonly value: number;
}

/** A straight line through samples, by least squares. */
export interface Trend {
  /** Change of the value in an hour. */
  readonly anHour: number;
  /** Twice the standard error of that: a change within it is noise. */
  readonly noise: number;
}

/** Null for fewer than three samples. Neighbouring samples count as independent, so the noise is put too low, never too high. */
export function trendOf(samples: readonly Sample[]): Trend | null {
  const n = samples.length;
  if (n < 3) return null;
  const [x, y] = [mean(samples.map(({ minutes }) => minutes)), mean(samples.map(({ value }) => value))];
  const spread = sum(samples.map(({ minutes }) => (minutes - x) ** 2));
  const slope = sum(samples.map(({ minutes, value }) => (minutes - x) * (value - y))) / spread;
  const rest = sum(samples.map(({ minutes, value }) => (value - y - slope * (minutes - x)) ** 2));
  return { anHour: slope * 60, noise: 2 * Math.sqrt(rest / (n - 2) / spread) * 60 };
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
