import { type Block, isWithin, type Region, TEXT_LABELS, type Verdict } from './blocks.ts';
import { hasPictureCredit } from './captions.ts';
import { HEADING } from './tags.ts';

/** A box that holds a picture and no more than this beside it holds its caption. */
const BOX = { chars: 600, blocks: 4, words: 60 } as const;
/** Words of a class that name a box of a picture and its caption. */
const BOX_WORDS = new Set(
  'photo photos photograph picture pic image img fig figure foto bild bilder imagen artwork cutline legend legende'.split(
    ' ',
  ),
);
const CAPTION: Verdict = { label: 'caption', rule: 'picture-box' };

/** The smallest region around a block that holds a picture and little else, below `root`. */
function boxOf(block: Block, root: Region): Region | undefined {
  let at: Region | undefined = block.region;
  while (at !== undefined && at !== root && at.chars <= BOX.chars && at.blocks <= BOX.blocks) {
    if (at.images > 0) return at;
    at = at.parent;
  }
  return undefined;
}

function namesPicture(region: Region, box: Region): boolean {
  let at: Region | undefined = region;
  while (at !== undefined && at.depth >= box.depth) {
    if (at.itemprop.includes('caption') || at.itemprop === 'image') return true;
    if (at.tag !== 'p' && at.words.some((word) => BOX_WORDS.has(word))) return true;
    at = at.parent;
  }
  return false;
}

/** Labels as captions what stands in a small box with a picture, where a credit, a class or microdata says so. */
export function labelPictureBoxes(blocks: readonly Block[], root: Region, labels: Verdict[]): void {
  for (const [at, block] of blocks.entries()) {
    if (block.words > BOX.words || !isText(labels[at])) continue;
    const box = boxOf(block, root);
    if (box === undefined || !isWithin(block.region, root)) continue;
    const inBox = blocks
      .slice(Math.max(0, at - BOX.blocks), at + BOX.blocks)
      .filter((other) => isWithin(other.region, box));
    // A box with a heading is a card or a section, and no picture with its caption.
    if (inBox.some((other) => HEADING.test(other.tag))) continue;
    if (namesPicture(block.region, box) || inBox.some((other) => hasPictureCredit(other.text))) {
      labels[at] = CAPTION;
    }
  }
}

function isText(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && TEXT_LABELS.has(verdict.label);
}
