import type { Cohesion, PageWordLogits, RuledPage } from './block-features.ts';
import { type Block, type Region, TEXT_LABELS } from './blocks.ts';
import { bucketOf, WORD_BUCKETS, type WordWeights, weightOfWord } from './word-weights.ts';

/** Words of a block that are looked at. */
const TEXT_WORDS = 40;
const WORD = /[\p{L}\p{N}]+/gu;

/** Buckets of what a region is called: its tag with its class words, and the name of the rule that it fell under. */
export function regionBuckets(region: Region, rule: string | undefined): number[] {
  const words = region.words.slice(0, 12).map((word) => bucketOf(`.${word}`));
  words.push(bucketOf(`<${region.tag}`));
  const [first, second] = region.words;
  if (first !== undefined) words.push(bucketOf(`<${region.tag}.${first}`));
  if (second !== undefined) words.push(bucketOf(`.${first}.${second}`));
  if (rule !== undefined) words.push(bucketOf(`!${rule}`));
  return words;
}

/** Buckets of a block's words: single words, its beginning, its end, and short texts whole. */
export function textBuckets(block: Block, rule: string): number[] {
  const words = (block.text.slice(0, 400).toLowerCase().match(WORD) ?? []).slice(0, TEXT_WORDS);
  const buckets = words.map((word) => bucketOf(/^\d+$/.test(word) ? `#${word.length}` : word));
  buckets.push(bucketOf(`^${words[0] ?? ''} ${words[1] ?? ''}`));
  buckets.push(bucketOf(`$${block.text.slice(-1)}`), bucketOf(`!${rule}`));
  if (words.length <= 5) buckets.push(bucketOf(`=${words.join(' ')}`));
  return buckets;
}

/** Mean-scaled sum: a long block does not outweigh by its length alone. */
export function logitOfBuckets(weights: WordWeights, buckets: readonly number[]): number {
  let sum = 0;
  for (const bucket of buckets) sum += weightOfWord(weights, bucket);
  return buckets.length === 0 ? 0 : sum / Math.sqrt(buckets.length);
}

/** Letters from which a word is taken to say what a text is about. */
const TELLING_LETTERS = 5;

/** Distinct telling words of a text, hashed. */
function tellingBuckets(text: string): Set<number> {
  const words = (text.slice(0, 600).toLowerCase().match(WORD) ?? []).filter(
    (word) => word.length >= TELLING_LETTERS,
  );
  return new Set(words.map(bucketOf));
}

/**
 * Share of each block's telling words that stand in another block of the text as the rules see it, and in the
 * page's own titles and descriptions: foreign text shares few. -1 where a block has none.
 */
export function cohesionOf({ blocks, labels, titles, descriptions }: RuledPage): Cohesion {
  const telling = blocks.map(({ text }) => tellingBuckets(text));
  const holders = new Uint16Array(WORD_BUCKETS);
  const isText = blocks.map(({ index }) => TEXT_LABELS.has(labels[index]?.label ?? 'notice'));
  telling.forEach((buckets, at) => {
    if (isText[at]) for (const bucket of buckets) holders[bucket] = (holders[bucket] as number) + 1;
  });
  const own = tellingBuckets([...titles, ...descriptions].join(' '));
  const shareOf = (buckets: ReadonlySet<number>, isShared: (bucket: number) => boolean): number => {
    if (buckets.size === 0) return -1;
    let shared = 0;
    for (const bucket of buckets) if (isShared(bucket)) shared += 1;
    return shared / buckets.size;
  };
  return {
    text: Float32Array.from(telling, (buckets, at) =>
      shareOf(buckets, (bucket) => (holders[bucket] as number) > (isText[at] ? 1 : 0)),
    ),
    titles: Float32Array.from(telling, (buckets) => shareOf(buckets, (bucket) => own.has(bucket))),
  };
}

/** Logits of all regions and blocks of a page by learned word weights. */
export function wordLogits(page: RuledPage, classes: WordWeights, text: WordWeights): PageWordLogits {
  const { blocks, regions, regionVerdicts, labels } = page;
  return {
    regions: Float32Array.from(regions, (region) =>
      logitOfBuckets(classes, regionBuckets(region, regionVerdicts[region.index]?.rule)),
    ),
    blocks: Float32Array.from(blocks, (block) =>
      logitOfBuckets(text, textBuckets(block, labels[block.index]?.rule ?? '')),
    ),
    cohesion: cohesionOf(page),
  };
}
