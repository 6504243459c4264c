import type { Article, RemovedBlock } from '@wirefold/contracts/article';
import { TEXT_LABELS, type Verdict } from './blocks.ts';
import { collectCaptions } from './captions.ts';
import { repairSentenceGaps } from './characters.ts';
import { type Dateline, findDateline } from './dateline.ts';

/** A block of any document, page or text, once it has its verdict. */
export interface LabelledBlock {
  readonly text: string;
  readonly verdict: Verdict;
}

/** Text of an article with what was found in and around it. */
export interface Body {
  readonly text: string;
  readonly lede?: string;
  readonly dateline?: string;
  readonly agency?: string;
  readonly captions: NonNullable<Article['captions']>;
  readonly removed: RemovedBlock[];
}

/** A dateline stands at the head of one of the first paragraphs, after the standfirst if there is one. */
const DATELINE_REACH = 4;

/** A sign in capitals is an agency's; newspapers print their own in small letters. */
const isCapitals = (sign: string | undefined): boolean => sign !== undefined && /^\p{Lu}+$/u.test(sign);

/** Puts the labelled blocks together: the text without its dateline, the lede, the captions, the removed. */
export function assembleBody(blocks: readonly LabelledBlock[]): Body {
  const paragraphs: string[] = [];
  const removed: RemovedBlock[] = [];
  const captions: string[] = [];
  let found: Partial<Dateline> | undefined;
  let lede: string | undefined;
  for (const [position, { text, verdict }] of blocks.entries()) {
    if (verdict.label === 'caption') captions.push(text);
    if (!TEXT_LABELS.has(verdict.label)) {
      removed.push({ position, text, rule: `${verdict.label}:${verdict.rule}` });
      continue;
    }
    let paragraph = repairSentenceGaps(text);
    const dateline =
      found === undefined && paragraphs.length < DATELINE_REACH ? findDateline(paragraph) : undefined;
    if (dateline !== undefined) {
      found = dateline;
      paragraph = dateline.rest;
    }
    if (verdict.label === 'standfirst' || (lede === undefined && paragraph.length >= 40)) lede ??= paragraph;
    paragraphs.push(paragraph);
  }
  lede ??= paragraphs[0];
  const agency = found?.agency ?? (isCapitals(found?.sign) ? found?.sign : undefined);
  return {
    text: paragraphs.join('\n\n'),
    ...(lede !== undefined && { lede }),
    ...(found?.place !== undefined && { dateline: found.place }),
    ...(agency !== undefined && { agency }),
    captions: collectCaptions(captions),
    removed,
  };
}
