/** Boosted trees as flat tables: node `n` sends a row to `left[n]` where its feature is at most the threshold. */
export interface Trees {
  /** Logit before any tree. */
  readonly bias: number;
  /** First node of each tree. */
  readonly roots: Int32Array;
  readonly feature: Uint8Array;
  readonly threshold: Float32Array;
  /** Child nodes; a value below 0 is a leaf, whose number is its complement. */
  readonly left: Int16Array;
  readonly right: Int16Array;
  readonly leaves: Float32Array;
}

/** Sum of the leaves that a row falls into: a logit. `row` holds features from `offset` on. */
export function logitOf(trees: Trees, row: Float32Array, offset: number): number {
  const { roots, feature, threshold, left, right, leaves } = trees;
  let sum = trees.bias;
  for (let tree = 0; tree < roots.length; tree += 1) {
    let node = roots[tree] as number;
    while (node >= 0) {
      const goesLeft = (row[offset + (feature[node] as number)] as number) <= (threshold[node] as number);
      node = (goesLeft ? left[node] : right[node]) as number;
    }
    sum += leaves[~node] as number;
  }
  return sum;
}
