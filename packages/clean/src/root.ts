import { type Block, isWithin, linkDensity, type Region, type Verdict } from './blocks.ts';
import { classVerdict, namesArticle } from './class-words.ts';

const SELF_CREDITED = new Set(['div', 'section', 'article', 'td', 'main', 'body', 'center', 'span', '#root']);
/** Fewest words of a block that counts as running text. */
const PROSE_WORDS = 10;
/** Share of the page's running text that makes a region too large to be dropped for its class. */
const EXEMPT_SHARE = 0.45;
const TAG_RULES: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['nav', { label: 'navigation', rule: 'nav-element' }],
  ['menu', { label: 'navigation', rule: 'nav-element' }],
  ['footer', { label: 'navigation', rule: 'footer-element' }],
  ['aside', { label: 'rail', rule: 'aside-element' }],
  ['address', { label: 'byline', rule: 'address-element' }],
  ['noscript', { label: 'hidden', rule: 'hidden' }],
]);

/** True for running text: enough words outside links. */
export function isProse(block: Block): boolean {
  if (linkDensity(block) > 0.5) return false;
  return block.words >= PROSE_WORDS || (block.words >= 6 && /[.!?…。”"]$/.test(block.text));
}

const NEVER_DROPPED = new Set(['#root', 'html', 'body', 'main', 'h1']);

/**
 * How far tags and class words are believed: all of them; only the strong ones; nothing but
 * comments, where hidden text counts too (paywalls that hide the article, pages that wait for a script);
 * or nothing at all.
 */
export type Trust = 'all' | 'strong' | 'least' | 'none';

function ownVerdict(region: Region, pageChars: number, trust: Trust): Verdict | undefined {
  if (trust === 'none' || NEVER_DROPPED.has(region.tag)) return undefined;
  if (region.hidden && (trust !== 'least' || region.tag === 'noscript'))
    return { label: 'hidden', rule: 'hidden' };
  const nonLink = region.chars - region.linkChars;
  const verdict = TAG_RULES.get(region.tag) ?? classVerdict(region.words);
  if (verdict === undefined) return undefined;
  if (verdict.label !== 'comment' && nonLink > EXEMPT_SHARE * pageChars) return undefined;
  if (trust !== 'all' && verdict.label !== 'comment' && verdict.label !== 'navigation') return undefined;
  return verdict;
}

/** For each region, the verdict of its own or nearest ancestor's tag or class, by region index; what holds the headline is not dropped. */
export function regionVerdicts(
  regions: readonly Region[],
  trust: Trust,
  headline: Region | undefined,
): (Verdict | undefined)[] {
  const aroundHeadline = new Set<Region>();
  for (let at = headline; at !== undefined; at = at.parent) aroundHeadline.add(at);
  const page = regions[0];
  const pageChars = page === undefined ? 0 : page.chars - page.linkChars;
  const verdicts: (Verdict | undefined)[] = [];
  for (const region of regions) {
    const inherited = region.parent === undefined ? undefined : verdicts[region.parent.index];
    verdicts.push(
      inherited ?? (aroundHeadline.has(region) ? undefined : ownVerdict(region, pageChars, trust)),
    );
  }
  return verdicts;
}

function creditProse(block: Block): void {
  const length = block.text.length - block.linkChars;
  let at: Region | undefined = block.region;
  while (at !== undefined) {
    at.proseChars += length;
    at = at.parent;
  }
  const holder = SELF_CREDITED.has(block.region.tag) ? block.region : block.region.parent;
  if (holder === undefined) return;
  holder.score += length;
  if (holder.parent !== undefined) holder.parent.score += length / 2;
}

/** Depth of the nearest common ancestor of two regions. */
function sharedDepth(one: Region, other: Region): number {
  let left: Region | undefined = one;
  let right: Region | undefined = other;
  while (left !== undefined && right !== undefined && left !== right) {
    if (left.depth >= right.depth) left = left.parent;
    else right = right.parent;
  }
  return left?.depth ?? 0;
}

/** Of several long texts on a page the one that stands nearest to the headline in the tree is preferred. */
const HEADLINE_BONUS = 0.8;

function bestRegion(regions: readonly Region[], headline: Region | undefined): Region | undefined {
  let best: Region | undefined;
  let bestScore = 0;
  for (const region of regions) {
    let score = region.score;
    if (score === 0) continue;
    if (region.itemprop.includes('articlebody')) score = Math.max(score, region.proseChars) * 1.5;
    else if (region.tag === 'article' || namesArticle(region.words)) score *= 1.2;
    if (headline !== undefined && score * (1 + HEADLINE_BONUS) > bestScore) {
      score *= 1 + (HEADLINE_BONUS * sharedDepth(region, headline)) / Math.max(1, headline.depth);
    }
    if (score > bestScore) {
      best = region;
      bestScore = score;
    }
  }
  return best;
}

/** Ends a climb: the region that the page itself names as its article. */
function isArticleRegion(region: Region): boolean {
  return region.tag === 'article' || region.itemprop.includes('articlebody') || region.tag === 'main';
}

/** Share of running text that a wider region must add, and how much of what it adds must be running text. */
const CLIMB = { gain: 0.2, proseShare: 0.4, enough: 0.9, articleShare: 0.25 } as const;

function climb(start: Region, totalProse: number): Region {
  let root = start;
  let at = start;
  while (at.parent !== undefined && at.tag !== 'body') {
    const parent: Region = at.parent;
    if (root.proseChars >= CLIMB.enough * totalProse) break;
    if (isArticleRegion(at) && at.proseChars >= CLIMB.articleShare * totalProse) break;
    const gain = parent.proseChars - root.proseChars;
    const added = parent.chars - root.chars;
    const half = root.proseChars >= 0.5 * totalProse;
    if (gain >= CLIMB.gain * root.proseChars && (!half || gain >= CLIMB.proseShare * added)) root = parent;
    at = parent;
  }
  return root;
}

/** The element that holds the article: most direct running text, climbed until it holds most of the page's. */
export function findRoot(
  blocks: readonly Block[],
  regions: readonly Region[],
  verdicts: readonly (Verdict | undefined)[],
  headline: Region | undefined,
): Region | undefined {
  for (const region of regions) {
    region.proseChars = 0;
    region.score = 0;
  }
  let total = 0;
  for (const block of blocks) {
    if (verdicts[block.region.index] !== undefined || !isProse(block)) continue;
    creditProse(block);
    total += block.text.length - block.linkChars;
  }
  const best = bestRegion(regions, headline);
  return best === undefined ? undefined : climb(best, total);
}

/** Blocks of `root`, as a half-open range of block indices. */
export function rangeOf(root: Region, blocks: readonly Block[]): { from: number; to: number } {
  let from = 0;
  while (from < blocks.length && !isWithin((blocks[from] as Block).region, root)) from += 1;
  let to = blocks.length;
  while (to > from && !isWithin((blocks[to - 1] as Block).region, root)) to -= 1;
  return { from, to };
}
