import { type Block, isWithin, type Label, linkDensity, type Region, type Verdict } from './blocks.ts';
import { creditOf } from './credit-lines.ts';
import { labelPictureBoxes } from './picture-boxes.ts';
import { isProse, rangeOf } from './root.ts';
import { HEADING } from './tags.ts';
import type { TextForms } from './text-forms.ts';
import { endsSentence, lineVerdict } from './text-rules.ts';

/** What the labeller is given: the page's blocks, its root, and the headlines it may repeat. */
export interface LabelInput {
  readonly blocks: readonly Block[];
  readonly root: Region;
  readonly verdicts: readonly (Verdict | undefined)[];
  /** Titles that the page gives itself. */
  readonly titles: TextForms;
  /** The page's own descriptions. */
  readonly descriptions: TextForms;
}

const verdict = (label: Label, rule: string): Verdict => ({ label, rule });
const OUTSIDE = verdict('navigation', 'outside-article');
const KEEP_BODY = verdict('body', 'article');

function semanticVerdict(block: Block): Verdict | undefined {
  if (block.tag === 'figcaption' || block.tag === 'amp-img' || block.tag === 'caption')
    return block.region.table !== undefined && block.tag === 'caption'
      ? undefined
      : verdict('caption', 'figcaption');
  if (
    block.region.figure !== undefined &&
    block.region.table === undefined &&
    block.region.quote === undefined
  )
    return verdict('caption', 'figure');
  return undefined;
}

function isTitle(block: Block, titles: TextForms): boolean {
  return block.text.length < 300 && titles.has(block.text);
}

const BYLINE = /^(?:by|von|par|por|di|door|av|af|przez):?\s+\p{Lu}[^.!?]{2,80}$/iu;
const DATE_WORDS =
  /^[^.!?]{0,40}\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-zé]{0,7}\.? \d{1,2},? \d{4}|\d{1,2}\.? (?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zé]{0,7}\.?,? \d{4}|\d{1,3} (?:minutes?|hours?|days?|weeks?|months?|years?|mins?|hrs?) ago|\d{1,3} ?min(?:ute)?s? read)\b/i;

function shortVerdict(block: Block, seenBody: boolean): Verdict | undefined {
  if (block.words > 20) return undefined;
  if (block.words <= 14 && BYLINE.test(block.text) && !endsSentence(block.text))
    return verdict('byline', 'by-line');
  if (
    block.words <= 16 &&
    DATE_WORDS.test(block.text) &&
    !endsSentence(block.text) &&
    (!seenBody || block.words <= 8)
  )
    return verdict('date', 'date-line');
  return block.words <= 14 && creditOf(block.text) !== undefined
    ? verdict('credit', 'credit-line')
    : undefined;
}

function isListItem(block: Block): boolean {
  return block.region.list !== undefined && block.region.table === undefined;
}

function linkVerdict(block: Block): Verdict | undefined {
  const density = linkDensity(block);
  if (density < 0.5) return undefined;
  if (HEADING.test(block.tag)) return density > 0.8 ? verdict('rail', 'linked-heading') : undefined;
  const sentence = endsSentence(block.text) && block.words >= 8;
  if (isListItem(block)) return sentence && density < 0.85 ? undefined : verdict('rail', 'list-of-links');
  if (block.tag === 'p' && (sentence || block.region.quote !== undefined)) return undefined;
  return verdict('rail', 'link-dense');
}

/** Verdict on one block from itself and its place, before any neighbour is looked at. */
function ownVerdict(block: Block, input: LabelInput, seenBody: boolean): Verdict {
  const region = input.verdicts[block.region.index];
  // Posts quoted from social networks sit in wrappers named for sharing, and belong to the text.
  const isQuotedPost = region?.rule === 'class-share' && block.region.quote !== undefined;
  if (region !== undefined && !isQuotedPost) return region;
  if (isTitle(block, input.titles)) return verdict('headline', 'repeats-headline');
  if (block.tag === 'h1' && !seenBody) return verdict('headline', 'h1');
  return (
    semanticVerdict(block) ??
    lineVerdict(block.text) ??
    linkVerdict(block) ??
    shortVerdict(block, seenBody) ??
    keepVerdict(block)
  );
}

function keepVerdict(block: Block): Verdict {
  if (block.region.quote !== undefined) return verdict('quote', 'article');
  if (isListItem(block)) return verdict('list', 'article');
  return KEEP_BODY;
}

/** A list most of whose text is links is no part of the article. */
function labelLinkLists(input: LabelInput, labels: Verdict[]): void {
  for (const block of input.blocks) {
    const list = block.region.list;
    if (list === undefined || labels[block.index]?.label !== 'list') continue;
    if (list.chars > 0 && list.linkChars / list.chars > 0.6)
      labels[block.index] = verdict('rail', 'list-of-links');
  }
}

const isText = (label: Label | undefined): boolean =>
  label === 'body' || label === 'list' || label === 'quote';

/** Headings that nothing of the article follows go with what does follow. */
function labelOrphanHeadings(input: LabelInput, labels: Verdict[]): void {
  let next: Verdict | undefined;
  for (let at = input.blocks.length - 1; at >= 0; at -= 1) {
    const block = input.blocks[at];
    const label = labels[at];
    if (block === undefined || label === undefined) continue;
    if (HEADING.test(block.tag) && isText(label.label) && !isText(next?.label)) {
      labels[at] = verdict('rail', 'heading-of-nothing');
    } else if (label.label !== 'caption' && label.rule !== 'words-advertisement') next = label;
  }
}

/** Short loose lines before the first and after the last running text are no paragraphs. */
function trimEdges(input: LabelInput, labels: Verdict[]): void {
  const { from, to } = rangeOf(input.root, input.blocks);
  const isAnchor = (at: number): boolean => {
    const block = input.blocks[at];
    if (block === undefined || !isText(labels[at]?.label)) return false;
    return isProse(block) || (block.words >= 5 && endsSentence(block.text));
  };
  let first = from;
  while (first < to && !isAnchor(first)) first += 1;
  let last = to - 1;
  while (last > first && !isAnchor(last)) last -= 1;
  if (first >= to) return;
  for (let at = from; at < to; at += 1) {
    const block = input.blocks[at];
    if (block === undefined || !isText(labels[at]?.label)) continue;
    if (at < first && !HEADING.test(block.tag)) labels[at] = verdict('notice', 'before-first-paragraph');
    if (at > last && labels[at]?.label !== 'list') labels[at] = verdict('notice', 'after-last-paragraph');
  }
}

const REPEAT_CHARS = 120;

/** Text given twice is kept where it stands first. */
function labelRepeats(input: LabelInput, labels: Verdict[]): void {
  const seen = new Set<string>();
  for (const block of input.blocks) {
    if (block.text.length < REPEAT_CHARS || !isText(labels[block.index]?.label)) continue;
    if (seen.has(block.text)) labels[block.index] = verdict('promo', 'text-given-twice');
    seen.add(block.text);
  }
}

const STANDFIRST_WORDS = new Set(
  'standfirst dek deck subtitle summary lead lede intro excerpt spot einleitung vorspann subhead subheadline subline sottotitolo chapo chapeau bajada entradilla abstract teaser description ingress'.split(
    ' ',
  ),
);
/** A standfirst stands at most this many blocks before the article's root. */
const STANDFIRST_REACH = 40;
/** A byline or date that follows the article stands at most this many blocks after its root. */
const BYLINE_REACH = 6;

function isStandfirst(block: Block, input: LabelInput): boolean {
  if (block.words < 6 || linkDensity(block) > 0.3 || block.region.hidden) return false;
  if (input.descriptions.has(block.text)) return true;
  const region = block.region;
  const words = [...region.words, ...(region.parent?.words ?? [])];
  return HEADING.test(block.tag) || words.some((word) => STANDFIRST_WORDS.has(word));
}

/** The standfirst often lies between headline and root; it is part of the article. */
function labelStandfirst(input: LabelInput, labels: Verdict[]): void {
  const { from } = rangeOf(input.root, input.blocks);
  let headline = -1;
  for (let at = Math.max(0, from - STANDFIRST_REACH); at < from; at += 1) {
    if (labels[at]?.label === 'headline') headline = at;
  }
  if (headline < 0) return;
  for (let at = headline + 1; at < from; at += 1) {
    const block = input.blocks[at];
    if (block === undefined || labels[at]?.rule !== 'outside-article') continue;
    if (isStandfirst(block, input)) {
      labels[at] = verdict('standfirst', 'article');
      return;
    }
  }
}

function outsideVerdict(block: Block, input: LabelInput, isNearRoot: boolean): Verdict {
  const region = input.verdicts[block.region.index];
  if (region !== undefined) return region;
  if (isTitle(block, input.titles) || block.tag === 'h1') return verdict('headline', 'repeats-headline');
  return (isNearRoot ? shortVerdict(block, false) : undefined) ?? OUTSIDE;
}

/**
 * Labels every block of a page by hand-written rules. A learned labeller takes this function's place:
 * same input, one verdict a block.
 */
export function labelPage(input: LabelInput): Verdict[] {
  let seenBody = false;
  const { from, to } = rangeOf(input.root, input.blocks);
  const labels = input.blocks.map((block, at) => {
    const isNear = at >= from - STANDFIRST_REACH && at < to + BYLINE_REACH;
    if (!isWithin(block.region, input.root)) return outsideVerdict(block, input, isNear);
    const own = ownVerdict(block, input, seenBody);
    if (isText(own.label) && isProse(block)) seenBody = true;
    return own;
  });
  labelPictureBoxes(input.blocks, input.root, labels);
  labelLinkLists(input, labels);
  trimEdges(input, labels);
  labelOrphanHeadings(input, labels);
  labelStandfirst(input, labels);
  labelRepeats(input, labels);
  return labels;
}
