/** What a block is. Everything outside the article's own words is returned as removed, with its rule. */
export type Label =
  | 'headline'
  | 'standfirst'
  | 'body'
  | 'list'
  | 'quote'
  | 'caption'
  | 'byline'
  | 'credit'
  | 'date'
  | 'promo'
  | 'comment'
  | 'rail'
  | 'categorybar'
  | 'navigation'
  | 'notice'
  | 'hidden';

/** Labels whose blocks are the article's text. */
export const TEXT_LABELS: ReadonlySet<Label> = new Set<Label>(['standfirst', 'body', 'list', 'quote']);

/** A verdict on one block: its label, and the name of the rule that gave it. */
export interface Verdict {
  readonly label: Label;
  readonly rule: string;
}

/** A block-level element that holds blocks; parents come before children in document order. */
export interface Region {
  readonly index: number;
  readonly parent: Region | undefined;
  readonly tag: string;
  readonly depth: number;
  /** Words of class, id and role, in lower case, split at case and punctuation. */
  readonly words: readonly string[];
  readonly itemprop: string;
  readonly hidden: boolean;
  /** Nearest ancestor-or-self among ul, ol, dl, table, figure, blockquote. */
  readonly list: Region | undefined;
  readonly figure: Region | undefined;
  readonly quote: Region | undefined;
  readonly table: Region | undefined;
  /** Sums over all blocks in it, at any depth. */
  chars: number;
  linkChars: number;
  blocks: number;
  /** Pictures in it at any depth. */
  images: number;
  /** Characters of running text in it at any depth. */
  proseChars: number;
  /** Running text in it directly, and half of that one level down: the choice of the root. */
  score: number;
}

/** One run of text between block boundaries, with what the labeller looks at. */
export interface Block {
  readonly index: number;
  readonly text: string;
  readonly region: Region;
  readonly tag: string;
  readonly words: number;
  readonly linkChars: number;
  readonly links: number;
  /** Characters inside b, strong, em and i. */
  readonly strongChars: number;
}

/** Share of a block's characters that lie inside links, 0..1. */
export function linkDensity(block: Block): number {
  return block.text.length === 0 ? 0 : Math.min(1, block.linkChars / block.text.length);
}

/** True where `region` is `ancestor` or lies in it. */
export function isWithin(region: Region, ancestor: Region): boolean {
  let at: Region | undefined = region;
  while (at !== undefined && at.depth > ancestor.depth) at = at.parent;
  return at === ancestor;
}
