/** A labelled example: its measurements, whether it is a true pair, and how much it counts. */
export interface Example {
  readonly features: readonly number[];
  readonly positive: boolean;
  readonly weight: number;
}

/**
 * Fits a logistic regression by Newton's method with a ridge penalty on all but the intercept; the same
 * examples in the same order always give the same numbers. Gives the intercept first.
 */
export function fitLogistic(examples: readonly Example[], ridge: number, steps = 25): number[] {
  const size = (examples[0]?.features.length ?? 0) + 1;
  let beta = new Array<number>(size).fill(0);
  for (let step = 0; step < steps; step += 1) {
    const gradient = beta.map((value, at) => (at === 0 ? 0 : -ridge * value));
    const hessian = beta.map((_, row) =>
      beta.map((__, column) => (row === column ? (row === 0 ? 1e-9 : ridge) : 0)),
    );
    for (const example of examples) accumulate(example, beta, gradient, hessian);
    const change = solve(hessian, gradient);
    beta = beta.map((value, at) => value + (change[at] ?? 0));
  }
  return beta;
}

function accumulate(
  example: Example,
  beta: readonly number[],
  gradient: number[],
  hessian: number[][],
): void {
  const row = [1, ...example.features];
  const logit = row.reduce((sum, value, at) => sum + value * (beta[at] ?? 0), 0);
  const probability = 1 / (1 + Math.exp(-logit));
  const error = example.weight * ((example.positive ? 1 : 0) - probability);
  const curve = example.weight * probability * (1 - probability);
  row.forEach((value, i) => {
    gradient[i] = (gradient[i] ?? 0) + error * value;
    const line = hessian[i];
    if (line === undefined) return;
    row.forEach((other, j) => {
      line[j] = (line[j] ?? 0) + curve * value * other;
    });
  });
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly number[][], vector: readonly number[]): number[] {
  const size = vector.length;
  const rows = matrix.map((row, at) => [...row, vector[at] ?? 0]);
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < size; pivot += 1) {
    let best = pivot;
    for (let row = pivot + 1; row < size; row += 1) {
      if (Math.abs(cell(row, pivot)) > Math.abs(cell(best, pivot))) best = row;
    }
    [rows[pivot], rows[best]] = [rows[best] ?? [], rows[pivot] ?? []];
    for (let row = 0; row < size; row += 1) {
      if (row === pivot) continue;
      const factor = cell(row, pivot) / cell(pivot, pivot);
      rows[row] = (rows[row] ?? []).map((value, column) => value - factor * cell(pivot, column));
    }
  }
  return vector.map((_, at) => cell(at, size) / cell(at, at));
}
