/** So many of an article's likest articles say how crowded its surroundings are. */
export const CROWD_NEIGHBOURS = 20;
/** Mean logit of the likest articles from which surroundings are crowded. */
const CROWDED_FROM = 2;
/** Crowding moves in steps of this, so that not every new article moves that of all around it. */
const STEP = 0.25;
/** Logits above count as this: many near copies of one report make no saga. */
const MOST = 6;
/** Around an article that is like fewer others than this it is never crowded. */
export const CROWD_LEAST = Math.floor((CROWD_NEIGHBOURS * CROWDED_FROM) / MOST) + 1;

/** A story pair's score as folding counts it, where it is so crowded around the two (the mean of theirs). */
export function scoreInCrowd(score: number, crowding: number): number {
  return crowding === 0 ? score : 1 / (1 + Math.exp(crowding) * (1 / score - 1));
}

/**
 * How crowded it is around an article, in logits, 0 or more: by how much the mean over its 20 likest articles (fewer
 * are filled up with zeros) exceeds 2. Takes the scores of its story pairs above even odds, in any order.
 *
 * A saga's articles all share its people, places and words, and to term weights counted over other news those are
 * rare: each looks like each, and average linkage makes one story of hundreds. What tells two reports of one event
 * there is that they are liker than the rest around them (local scaling: Zelnik-Manor and Perona 2004). Measured in
 * docs/decisions/0010.
 */
export function crowdingOf(scores: Iterable<number>): number {
  const likest = Float64Array.from(aboveEven(scores)).sort();
  if (likest.length < CROWD_LEAST) return 0;
  // Largest first: sums of doubles depend on their order in the last bit.
  let sum = 0;
  for (let at = likest.length - 1; at >= Math.max(0, likest.length - CROWD_NEIGHBOURS); at -= 1) {
    const score = likest[at] ?? 0;
    sum += Math.min(Math.log(score / (1 - score)), MOST);
  }
  const excess = sum / CROWD_NEIGHBOURS - CROWDED_FROM;
  return Math.max(0, Math.floor(excess / STEP) * STEP);
}

function aboveEven(scores: Iterable<number>): number[] {
  const above: number[] = [];
  for (const score of scores) if (score > 0.5) above.push(score);
  return above;
}
