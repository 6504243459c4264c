import { type Block, TEXT_LABELS, type Verdict } from './blocks.ts';
import type { RuledPage } from './ruled-page.ts';
import { HEADING } from './tags.ts';

/** Least chance at which a block is kept. */
const KEEP = 0.5;
/** … and where that keeps fewer than `SHORT_CHARS` characters of a page. */
const KEEP_SHORT = 0.25;
const SHORT_CHARS = 400;
/** A standfirst asks for a clearer vote: of the training sets one leaves it out, one has it, one is divided. */
const KEEP_STANDFIRST = 0.6;
/** A heading that no kept text follows stays from this chance on: lists of headings, and what an embedded box cut off. */
const KEEP_ORPHAN = 0.7;
/** Text given twice is kept once from this length on, in characters. */
const REPEAT_CHARS = 120;

const verdict = (label: Verdict['label'], rule: string): Verdict => ({ label, rule });

/** What a block is that the model keeps against the rules: by its markup. */
function keptVerdict(block: Block): Verdict {
  if (block.region.quote !== undefined) return verdict('quote', 'model');
  const isListed = block.region.list !== undefined && block.region.table === undefined;
  return verdict(isListed ? 'list' : 'body', 'model');
}

/** Labels whose blocks the rules know for what they are: the model does not bring them into the text. */
const SURE: ReadonlySet<string> = new Set(['headline', 'caption', 'hidden', 'comment', 'byline', 'credit']);

/** A block's own words (`words-…`) say as surely what it is: invitations, notices, links to other stories. */
const isSure = ({ label, rule }: Verdict): boolean => SURE.has(label) || rule.startsWith('words-');

/**
 * The last word on each block: the model's chance decides what is text, the rules what kind of text it is and
 * what the rest is. Same length and order as the page's blocks.
 */
export function decide(page: RuledPage, chances: Float32Array): Verdict[] {
  const labels = decideAt(page, chances, KEEP);
  return charsOf(page.blocks, labels) >= SHORT_CHARS ? labels : decideAt(page, chances, KEEP_SHORT);
}

function charsOf(blocks: readonly Block[], labels: readonly Verdict[]): number {
  let chars = 0;
  for (const { index, text } of blocks) {
    if (TEXT_LABELS.has(labels[index]?.label ?? 'notice')) chars += text.length;
  }
  return chars;
}

function decideAt({ blocks, labels }: RuledPage, chances: Float32Array, least: number): Verdict[] {
  const seen = new Set<string>();
  const decided = blocks.map((block): Verdict => {
    const ruled = labels[block.index] ?? verdict('navigation', 'outside-article');
    const isText = TEXT_LABELS.has(ruled.label);
    const enough = ruled.label === 'standfirst' ? KEEP_STANDFIRST : least;
    if ((chances[block.index] ?? 0) < enough) return isText ? verdict('promo', 'model') : ruled;
    if (!isText && isSure(ruled)) return ruled;
    if (block.text.length >= REPEAT_CHARS) {
      if (seen.has(block.text)) return verdict('promo', 'text-given-twice');
      seen.add(block.text);
    }
    return isText ? ruled : keptVerdict(block);
  });
  dropOrphanHeadings(blocks, decided, chances);
  nameByPlace(decided);
  return decided;
}

/** What the model dropped is a promotion between the paragraphs, a notice before them, a rail after them. */
function nameByPlace(decided: Verdict[]): void {
  const isText = ({ label }: Verdict): boolean => TEXT_LABELS.has(label);
  const first = decided.findIndex(isText);
  const last = decided.findLastIndex(isText);
  for (const [at, { label, rule }] of decided.entries()) {
    if (label !== 'promo' || rule !== 'model') continue;
    if (at < first) decided[at] = verdict('notice', 'model');
    else if (at > last) decided[at] = verdict('rail', 'model');
  }
}

/** Headings that no text follows go with what does, unless the model is sure of them. */
function dropOrphanHeadings(blocks: readonly Block[], decided: Verdict[], chances: Float32Array): void {
  let followed = false;
  for (let at = blocks.length - 1; at >= 0; at -= 1) {
    const label = decided[at]?.label ?? 'notice';
    const isText = TEXT_LABELS.has(label);
    const isHeading = HEADING.test(blocks[at]?.tag ?? '') && label !== 'standfirst';
    if (isText && !followed && isHeading && (chances[at] ?? 0) < KEEP_ORPHAN) {
      decided[at] = verdict('rail', 'heading-of-nothing');
    } else if (label !== 'caption') followed = isText;
  }
}
