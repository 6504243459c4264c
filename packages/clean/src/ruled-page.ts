import { type Block, isWithin, linkDensity, type Region, TEXT_LABELS, type Verdict } from './blocks.ts';
import type { TextForms } from './text-forms.ts';

/** A page as the rules left it: what the learned labeller looks at. */
export interface RuledPage {
  readonly blocks: readonly Block[];
  readonly regions: readonly Region[];
  readonly root: Region;
  /** The rules' verdict on each block. */
  readonly labels: readonly Verdict[];
  /** The verdict of its tag or class on each region, by region index. */
  readonly regionVerdicts: readonly (Verdict | undefined)[];
  readonly titles: TextForms;
  readonly descriptions: TextForms;
  /** Comparable form of the article's text as the page's JSON-LD gives it, or empty. */
  readonly linkedBody: string;
  /** How far class words had to be disbelieved: 0 not at all, to 3. */
  readonly distrust: number;
}

/** Logits of the learned words of a page's classes and of its text; see `page-words.ts`. */
export interface PageWordLogits {
  /** Of each region's own class words. */
  readonly regions: Float32Array;
  /** Of each block's words. */
  readonly blocks: Float32Array;
  readonly cohesion: Cohesion;
}

/** Shares of each block's telling words, 0 to 1, or -1: see `cohesionOf`. */
export interface Cohesion {
  readonly text: Float32Array;
  readonly titles: Float32Array;
}

/**
 * Blocks that may be the article's: two thirds of a page's are short or linked and stand outside its root.
 * They held 1 % of the words of the development sets' gold texts, half of them repeated elsewhere.
 */
export function candidatesOf({ blocks, labels, root }: RuledPage): number[] {
  return blocks.flatMap((block) => {
    const density = linkDensity(block);
    const isCandidate =
      TEXT_LABELS.has(labels[block.index]?.label ?? 'notice') ||
      (block.words >= 6 && density < 0.5) ||
      (isWithin(block.region, root) && (density < 0.8 || block.words >= 8));
    return isCandidate ? [block.index] : [];
  });
}
