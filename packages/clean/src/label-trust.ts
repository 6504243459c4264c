import { type Block, type Region, TEXT_LABELS, type Verdict } from './blocks.ts';
import { labelPage } from './label-page.ts';
import { findRoot, isProse, regionVerdicts, type Trust } from './root.ts';
import type { TextForms } from './text-forms.ts';

/** A page that the rules have labelled; `root` is undefined where they found no running text. */
export interface Ruled {
  readonly labels: readonly Verdict[];
  readonly root: Region | undefined;
  /** The verdict of its tag or class on each region, by region index. */
  readonly regionVerdicts: readonly (Verdict | undefined)[];
  /** How far class words had to be disbelieved to find an article: 0 not at all, to 3. */
  readonly distrust: number;
  readonly textChars: number;
}

/** Titles and descriptions that the page gives itself. */
export interface OwnWords {
  readonly titles: TextForms;
  readonly descriptions: TextForms;
}

/**
 * Under this many characters the next level of trust is tried, and taken where it finds three times
 * as much: a page builder that calls every paragraph a widget, a paywall that hides the article.
 */
const FEW_CHARS = 800;
const MUCH_MORE = 3;

/** Paragraphs of this many words side by side are an article, whatever the markup around them says. */
const LONG_PARAGRAPH_WORDS = 15;
const LONG_PARAGRAPHS = 3;
const FEWEST_CHARS = 200;

/** True where one element holds three long paragraphs; comments of several people lie in one each. */
function hasParagraphs(blocks: readonly Block[]): boolean {
  const held = new Map<Region | undefined, number>();
  for (const block of blocks) {
    if (block.tag !== 'p' || block.words < LONG_PARAGRAPH_WORDS || !isProse(block)) continue;
    const count = (held.get(block.region.parent) ?? 0) + 1;
    if (count >= LONG_PARAGRAPHS) return true;
    held.set(block.region.parent, count);
  }
  return false;
}

function headlineRegion(blocks: readonly Block[], own: OwnWords): Region | undefined {
  let fallback: Region | undefined;
  for (const block of blocks) {
    if (block.text.length > 300 || block.region.hidden) continue;
    if (block.tag === 'h1' && own.titles.has(block.text)) return block.region;
    if (fallback === undefined && block.tag === 'h1') fallback = block.region;
  }
  return fallback;
}

const TRUSTS: readonly Trust[] = ['all', 'strong', 'least', 'none'];

function labelAt(
  trust: Trust,
  blocks: readonly Block[],
  regions: readonly Region[],
  own: OwnWords,
  headline: Region | undefined,
): Ruled {
  const verdicts = regionVerdicts(regions, trust, headline);
  const distrust = TRUSTS.indexOf(trust);
  const root = findRoot(blocks, regions, verdicts, headline);
  if (root === undefined) return { labels: [], root, regionVerdicts: verdicts, distrust, textChars: 0 };
  const labels = labelPage({ blocks, root, verdicts, ...own });
  let textChars = 0;
  for (const block of blocks) {
    if (TEXT_LABELS.has(labels[block.index]?.label ?? 'notice')) textChars += block.text.length;
  }
  return { labels, root, regionVerdicts: verdicts, distrust, textChars };
}

/** Labels the blocks of a page by rules, disbelieving its class words step by step where they leave too little. */
export function labelByRules(blocks: readonly Block[], regions: readonly Region[], own: OwnWords): Ruled {
  const headline = headlineRegion(blocks, own);
  let best = labelAt('all', blocks, regions, own, headline);
  for (const trust of ['strong', 'least'] as const) {
    if (best.textChars >= FEW_CHARS) break;
    const next = labelAt(trust, blocks, regions, own, headline);
    if (next.textChars > MUCH_MORE * best.textChars) best = next;
  }
  if (best.textChars < FEWEST_CHARS && hasParagraphs(blocks)) {
    const next = labelAt('none', blocks, regions, own, headline);
    if (next.textChars > MUCH_MORE * best.textChars) best = next;
  }
  return best;
}
