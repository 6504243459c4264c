import type { Trees } from '../src/trees.ts';

/** What boosting is told; every default was chosen by cross-validation over hosts. */
export interface BoostingOptions {
  readonly trees: number;
  readonly leaves: number;
  readonly rate: number;
  /** Share of the features that each node looks at. */
  readonly featureShare: number;
  /** Least sum of second derivatives in a leaf. */
  readonly minHessian: number;
  /** Pull of leaves towards 0 (L2). */
  readonly lambda: number;
  readonly seed: number;
}

export const BOOSTING: BoostingOptions = {
  trees: 200,
  leaves: 31,
  rate: 0.05,
  featureShare: 0.3,
  minHessian: 0.05,
  lambda: 0.05,
  seed: 1,
};

const BINS = 64;

/** Rows of features with their labels (0 to 1) and weights. */
export interface Rows {
  readonly width: number;
  readonly features: Float32Array;
  readonly labels: Float32Array;
  readonly weights: Float32Array;
}

/** mulberry32: the same seed gives the same trees. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Features cut at their quantiles: bin `b` holds values up to `edges[feature][b]`. */
interface Binned {
  readonly edges: readonly Float32Array[];
  /** Column by column: `bins[feature * size + row]`. */
  readonly bins: Uint8Array;
  readonly size: number;
}

function binned({ width, features, labels }: Rows): Binned {
  const size = labels.length;
  const bins = new Uint8Array(width * size);
  const edges: Float32Array[] = [];
  const column = new Float32Array(size);
  for (let feature = 0; feature < width; feature += 1) {
    for (let row = 0; row < size; row += 1) column[row] = features[row * width + feature] as number;
    const cuts = edgesOf(column);
    edges.push(cuts);
    for (let row = 0; row < size; row += 1) bins[feature * size + row] = binOf(cuts, column[row] as number);
  }
  return { edges, bins, size };
}

function edgesOf(column: Float32Array): Float32Array {
  const sorted = Float32Array.from(column).sort();
  const cuts = new Set<number>();
  for (let bin = 1; bin < BINS; bin += 1)
    cuts.add(sorted[Math.floor((bin * sorted.length) / BINS)] as number);
  // Rare values, flags that are seldom set, must stay apart from the common ones.
  const distinct = [...new Set(sorted)];
  if (distinct.length <= BINS) return Float32Array.from(distinct);
  return Float32Array.from(cuts);
}

function binOf(edges: Float32Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
}

interface Growing {
  readonly rows: Int32Array;
  readonly gradient: number;
  readonly hessian: number;
  readonly split: Split | undefined;
  /** Where the number of this node or leaf is to be written. */
  readonly column: number[];
  readonly at: number;
}

/** Flat tables that trees are written to. */
class Table {
  readonly roots: number[] = [];
  readonly feature: number[] = [];
  readonly threshold: number[] = [];
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly leaves: number[] = [];

  finish(bias: number): Trees {
    return {
      bias,
      roots: Int32Array.from(this.roots),
      feature: Uint8Array.from(this.feature),
      threshold: Float32Array.from(this.threshold),
      left: Int16Array.from(this.left),
      right: Int16Array.from(this.right),
      leaves: Float32Array.from(this.leaves),
    };
  }
}

/**
 * Boosted trees for the logistic loss, grown leaf by leaf with one random threshold a feature and node
 * (extremely randomised: Geurts et al. 2006; as LightGBM's `extra_trees`). Deterministic in rows and seed.
 */
export function boost(rows: Rows, options: BoostingOptions): Trees {
  return new Booster(rows, options).run();
}

class Booster {
  private readonly rows: Rows;
  private readonly options: BoostingOptions;
  private readonly data: Binned;
  private readonly random: () => number;
  private readonly logits: Float64Array;
  private readonly gradients: Float64Array;
  private readonly hessians: Float64Array;
  private readonly table = new Table();
  private readonly binGradients = new Float64Array(BINS + 1);
  private readonly binHessians = new Float64Array(BINS + 1);

  constructor(rows: Rows, options: BoostingOptions) {
    this.rows = rows;
    this.options = options;
    this.data = binned(rows);
    this.random = randomFrom(options.seed);
    const size = rows.labels.length;
    this.logits = new Float64Array(size);
    this.gradients = new Float64Array(size);
    this.hessians = new Float64Array(size);
  }

  run(): Trees {
    const { labels, weights } = this.rows;
    let kept = 0;
    let all = 0;
    for (let row = 0; row < labels.length; row += 1) {
      kept += (labels[row] as number) * (weights[row] as number);
      all += weights[row] as number;
    }
    const bias = Math.log(kept / (all - kept));
    this.logits.fill(bias);
    for (let tree = 0; tree < this.options.trees; tree += 1) this.grow();
    return this.table.finish(bias);
  }

  private derive(): void {
    const { labels, weights } = this.rows;
    for (let row = 0; row < labels.length; row += 1) {
      const chance = 1 / (1 + Math.exp(-(this.logits[row] as number)));
      const weight = weights[row] as number;
      this.gradients[row] = weight * ((labels[row] as number) - chance);
      this.hessians[row] = weight * Math.max(1e-6, chance * (1 - chance));
    }
  }

  private grow(): void {
    this.derive();
    const all = Int32Array.from({ length: this.rows.labels.length }, (_, row) => row);
    const at = this.table.roots.length;
    this.table.roots.push(0);
    const open = [this.open(all, this.table.roots, at)];
    let count = 1;
    while (count < this.options.leaves) {
      let best = -1;
      open.forEach(({ split }, index) => {
        if (split !== undefined && (best < 0 || split.gain > (open[best]?.split?.gain ?? 0))) best = index;
      });
      const growing = open[best];
      if (growing?.split === undefined) break;
      open.splice(best, 1, ...this.part(growing, growing.split));
      count += 1;
    }
    for (const leaf of open) this.close(leaf);
  }

  private part({ rows, column, at }: Growing, { feature, bin }: Split): Growing[] {
    const { table, data } = this;
    const node = table.feature.length;
    column[at] = node;
    table.feature.push(feature);
    table.threshold.push(data.edges[feature]?.[bin] ?? 0);
    table.left.push(0);
    table.right.push(0);
    const base = feature * data.size;
    const goesLeft = (row: number) => (data.bins[base + row] as number) <= bin;
    return [
      this.open(rows.filter(goesLeft), table.left, node),
      this.open(
        rows.filter((row) => !goesLeft(row)),
        table.right,
        node,
      ),
    ];
  }

  private open(rows: Int32Array, column: number[], at: number): Growing {
    let gradient = 0;
    let hessian = 0;
    for (const row of rows) {
      gradient += this.gradients[row] as number;
      hessian += this.hessians[row] as number;
    }
    return { rows, gradient, hessian, column, at, split: this.bestSplit(rows, gradient, hessian) };
  }

  private close({ rows, gradient, hessian, column, at }: Growing): void {
    const value = (this.options.rate * gradient) / (hessian + this.options.lambda);
    for (const row of rows) this.logits[row] = (this.logits[row] as number) + value;
    column[at] = ~this.table.leaves.length;
    this.table.leaves.push(value);
  }

  private bestSplit(rows: Int32Array, gradient: number, hessian: number): Split | undefined {
    const { lambda, minHessian, featureShare } = this.options;
    if (hessian < 2 * minHessian) return undefined;
    const before = (gradient * gradient) / (hessian + lambda);
    let best: Split | undefined;
    for (let feature = 0; feature < this.rows.width; feature += 1) {
      if (this.random() >= featureShare) continue;
      const bin = this.randomCut(feature, rows);
      if (bin < 0) continue;
      let left = 0;
      let leftHessian = 0;
      for (let at = 0; at <= bin; at += 1) {
        left += this.binGradients[at] as number;
        leftHessian += this.binHessians[at] as number;
      }
      const rightHessian = hessian - leftHessian;
      if (leftHessian < minHessian || rightHessian < minHessian) continue;
      const right = gradient - left;
      const gain =
        (left * left) / (leftHessian + lambda) + (right * right) / (rightHessian + lambda) - before;
      if (gain > 1e-9 && (best === undefined || gain > best.gain)) best = { gain, feature, bin };
    }
    return best;
  }

  /** Sums the bins of a feature over rows and draws a cut between the lowest and the highest; -1 where all are one. */
  private randomCut(feature: number, rows: Int32Array): number {
    const { bins, size } = this.data;
    const { binGradients, binHessians, gradients, hessians } = this;
    binGradients.fill(0);
    binHessians.fill(0);
    const base = feature * size;
    let lowest = BINS;
    let highest = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] as number;
      const bin = bins[base + row] as number;
      if (bin < lowest) lowest = bin;
      if (bin > highest) highest = bin;
      binGradients[bin] = (binGradients[bin] as number) + (gradients[row] as number);
      binHessians[bin] = (binHessians[bin] as number) + (hessians[row] as number);
    }
    if (lowest >= highest) return -1;
    return lowest + Math.floor(this.random() * (highest - lowest));
  }
}
