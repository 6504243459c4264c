import { type Block, type Region, TEXT_LABELS, type Verdict } from './blocks.ts';
import { comparable } from './characters.ts';
import { labelPage } from './label-page.ts';
import { findRoot, regionVerdicts, type Trust } from './root.ts';

/** A labelled page, and how far its class words had to be disbelieved to find an article. */
export interface Labelled {
  readonly verdicts: readonly Verdict[];
  readonly textChars: number;
}

/** Titles and descriptions that the page gives itself, in comparable form. */
export interface OwnWords {
  readonly titles: ReadonlySet<string>;
  readonly descriptions: ReadonlySet<string>;
}

/**
 * Under this many characters the next level of trust is tried, and taken where it finds three times
 * as much: a page builder that calls every paragraph a widget, a paywall that hides the article.
 */
const FEW_CHARS = 800;
const MUCH_MORE = 3;

function headlineRegion(blocks: readonly Block[], own: OwnWords): Region | undefined {
  let fallback: Region | undefined;
  for (const block of blocks) {
    if (block.text.length > 300 || block.region.hidden) continue;
    if (block.tag === 'h1' && own.titles.has(comparable(block.text))) return block.region;
    if (fallback === undefined && block.tag === 'h1') fallback = block.region;
  }
  return fallback;
}

function labelAt(
  trust: Trust,
  blocks: readonly Block[],
  regions: readonly Region[],
  own: OwnWords,
  headline: Region | undefined,
): Labelled {
  const verdicts = regionVerdicts(regions, trust, headline);
  const root = findRoot(blocks, regions, verdicts, headline);
  if (root === undefined) return { verdicts: [], textChars: 0 };
  const labels = labelPage({ blocks, root, verdicts, ...own });
  let textChars = 0;
  for (const block of blocks) {
    if (TEXT_LABELS.has(labels[block.index]?.label ?? 'notice')) textChars += block.text.length;
  }
  return { verdicts: labels, textChars };
}

/** Labels the blocks of a page, disbelieving its class words step by step where they leave too little. */
export function labelBlocks(blocks: readonly Block[], regions: readonly Region[], own: OwnWords): Labelled {
  const headline = headlineRegion(blocks, own);
  let best = labelAt('all', blocks, regions, own, headline);
  for (const trust of ['strong', 'least'] as const) {
    if (best.textChars >= FEW_CHARS) break;
    const next = labelAt(trust, blocks, regions, own, headline);
    if (next.textChars > MUCH_MORE * best.textChars) best = next;
  }
  return best;
}
