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

/** What two neighbours may share at most: more would leave no sample to count. */
const MOST_SHARED = 0.99;

/**
 * Null for fewer than three samples. A sample that is like the one before it tells little new: the error is widened by how
 * alike neighbours are, as for a process that remembers one step (Santer et al., J. Geophys. Res. 105, 2000).
 */
export function trendOf(samples: readonly Sample[]): Trend | null {
  const n = samples.length;
  if (n < 3) return null;
  const [x, y] = [mean(samples.map(({ minutes }) => minutes)), mean(samples.map(({ value }) => value))];
  const spread = sum(samples.map(({ minutes }) => (minutes - x) ** 2));
  const slope = sum(samples.map(({ minutes, value }) => (minutes - x) * (value - y))) / spread;
  const rests = samples.map(({ minutes, value }) => value - y - slope * (minutes - x));
  const rest = sum(rests.map((one) => one ** 2));
  const shared = Math.min(MOST_SHARED, Math.max(0, sharedByNeighbours(rests, rest)));
  const error = Math.sqrt(rest / (n - 2) / spread) * Math.sqrt((1 + shared) / (1 - shared));
  return { anHour: slope * 60, noise: 2 * error * 60 };
}

/** How far each rest foretells the next: 1 where they are the same, 0 where they have nothing to do with each other. */
function sharedByNeighbours(rests: readonly number[], squares: number): number {
  if (squares === 0) return 0;
  return sum(rests.slice(1).map((rest, i) => rest * (rests[i] ?? 0))) / squares;
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
