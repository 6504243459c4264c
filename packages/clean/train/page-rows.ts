import { comparable } from '../src/characters.ts';
import { ownWords } from '../src/clean-page.ts';
import { rulePage } from '../src/label-blocks.ts';
import { readFacts } from '../src/page-facts.ts';
import { regionBuckets, textBuckets, wordsOf } from '../src/page-words.ts';
import { parsePage } from '../src/parse-page.ts';
import { candidatesOf, type RuledPage } from '../src/ruled-page.ts';
import { walkPage } from '../src/walk-page.ts';
import { type GoldPage, sharesInGold } from './gold.ts';
import type { Bag } from './train-words.ts';

/** A page ready to be learned from. */
export interface TrainingPage {
  readonly gold: GoldPage;
  readonly ruled: RuledPage;
  /** Indices of the blocks that the trees see. */
  readonly candidates: readonly number[];
  /** Share of each block in the gold text, 0 to 1. */
  readonly shares: Float32Array;
  /** Weight of each block: the square root of its words, normalised to 1 a page; 0 where the gold is silent. */
  readonly weights: Float32Array;
  readonly classBags: readonly Bag[];
  readonly textBags: readonly Bag[];
}

/** Cuts and rules a page and aligns it with its gold; undefined where the rules find no running text. */
export function trainingPage(gold: GoldPage): TrainingPage | undefined {
  const { blocks, regions, facts: elements } = walkPage(parsePage(gold.content));
  const facts = readFacts(elements);
  const own = ownWords(facts);
  const ruled = rulePage({ blocks, regions, own, linkedBody: facts.linked?.body ?? '' });
  if (ruled === undefined || gold.text === undefined) return undefined;
  const shares = sharesInGold(
    blocks.map(({ text }) => text),
    gold.text,
  );
  const weights = weightsOf(ruled, shares);
  return {
    gold,
    ruled,
    candidates: candidatesOf(ruled),
    shares,
    weights,
    ...bagsOf(ruled, shares, weights, hostWords(gold.host)),
  };
}

function weightsOf({ blocks }: RuledPage, shares: Float32Array): Float32Array {
  const seen = new Set<string>();
  const weights = Float32Array.from(blocks, ({ text, words }, at) => {
    const isRepeat = text.length > 80 && seen.has(text);
    seen.add(text);
    // Text given twice is in the gold once: neither copy can be told from the other by the gold.
    return isRepeat && (shares[at] ?? 0) > 0.5 ? 0 : Math.sqrt(Math.max(1, words));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / Math.max(1, sum));
}

/** Words of a page's own domain would tell which page it is. */
function hostWords(host: string): ReadonlySet<string> {
  return new Set(comparable(host).split(' '));
}

function bagsOf(
  { blocks, regions, regionVerdicts, labels }: RuledPage,
  shares: Float32Array,
  weights: Float32Array,
  own: ReadonlySet<string>,
): Pick<TrainingPage, 'classBags' | 'textBags'> {
  const kept = new Float64Array(regions.length);
  const all = new Float64Array(regions.length);
  for (const { index, region } of blocks) {
    for (let at: typeof region | undefined = region; at !== undefined; at = at.parent) {
      kept[at.index] = (kept[at.index] as number) + (weights[index] as number) * (shares[index] as number);
      all[at.index] = (all[at.index] as number) + (weights[index] as number);
    }
  }
  const scale = blocks.length;
  const classBags = regions.flatMap((region): Bag[] => {
    const weight = all[region.index] as number;
    if (weight === 0) return [];
    const named = { ...region, words: region.words.filter((word) => !own.has(word)) };
    const buckets = regionBuckets(named, regionVerdicts[region.index]?.rule);
    const share = (kept[region.index] as number) / weight;
    return [{ buckets, label: share, weight: Math.min(1, Math.sqrt(weight)) }];
  });
  const textBags = blocks.map((block): Bag => {
    const { index } = block;
    const buckets = textBuckets(block, wordsOf(block), labels[index]?.rule ?? '');
    return {
      buckets,
      label: shares[index] as number,
      weight: Math.min(3, (weights[index] as number) * scale),
    };
  });
  return { classBags, textBags };
}
