/** A text as its terms with their weights, of length 1; empty for a text without terms. */
export type Vector = ReadonlyMap<string, number>;

/**
 * TF-IDF vectors of texts over themselves: 1 + ln(count), times ln(texts / texts with the word), scaled to length 1
 * ("ltc" in Manning, Raghavan and Schütze 2008, 6.4.3). A word that stands in all of them weighs nothing.
 */
export function tfIdfVectors(texts: ReadonlyArray<readonly string[]>): Vector[] {
  const counted = texts.map((words) => {
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  });
  const frequencies = new Map<string, number>();
  for (const counts of counted)
    for (const word of counts.keys()) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  return counted.map((counts) => {
    const weights: (readonly [string, number])[] = [];
    for (const [word, count] of counts) {
      const rarity = Math.log(texts.length / (frequencies.get(word) ?? 1));
      if (rarity > 0) weights.push([word, (1 + Math.log(count)) * rarity]);
    }
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight ** 2, 0));
    return new Map(weights.map(([word, weight]) => [word, weight / length]));
  });
}

/** The cosine of two vectors of length 1. */
export function cosine(one: Vector, other: Vector): number {
  let sum = 0;
  for (const [word, weight] of one) sum += weight * (other.get(word) ?? 0);
  return sum;
}

/**
 * Stories in one pass, as in topic detection and tracking (Allan 2002): each article joins the story with the
 * highest mean cosine to its articles if that is at least the threshold, and else begins one.
 */
export function groupByCosine(vectors: readonly Vector[], threshold: number): number[] {
  const postings = new Map<string, { at: number; weight: number }[]>();
  const stories: number[] = [];
  const sizes: number[] = [];
  vectors.forEach((vector, at) => {
    const sums = new Map<number, number>();
    for (const [word, weight] of vector) {
      const list = postings.get(word) ?? [];
      postings.set(word, list);
      for (const other of list) {
        const story = stories[other.at] ?? 0;
        sums.set(story, (sums.get(story) ?? 0) + weight * other.weight);
      }
      list.push({ at, weight });
    }
    let best = { story: sizes.length, mean: 0 };
    for (const [story, sum] of sums) {
      const mean = sum / (sizes[story] ?? 1);
      if (mean >= threshold && mean > best.mean) best = { story, mean };
    }
    stories.push(best.story);
    sizes[best.story] = (sizes[best.story] ?? 0) + 1;
  });
  return stories;
}
