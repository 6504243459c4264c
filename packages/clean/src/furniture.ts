import type { Cleaned, CleanInput, PagePrints } from '@wirefold/contracts/article';
import type { LabelledBlock } from './article.ts';
import { TEXT_LABELS, type Verdict } from './blocks.ts';
import { wordCount } from './characters.ts';
import { cohesion, contentWords, sharesNames } from './cohesion.ts';
import { isRunning, paragraphsOf, printOf } from './prints.ts';

/** Fewest pages of different headlines, this one among them, that make a block furniture. */
const FEWEST_PAGES = 3;

/**
 * At this cohesion and above a paragraph belongs to its article. Of the paragraphs that come back under three
 * headlines of an outlet in 4,680 articles, notices mostly have 0.00 to 0.42, told-again news mostly 0.45 to 0.90.
 */
const OWN_COHESION = 0.45;

/** Share of the host's pages that must have an untied paragraph: more of them where the article goes on after it. */
const NOTICE_SHARE = { atEnds: 0.15, between: 0.3 } as const;

/** A tied paragraph (`About the company`) is furniture only where most of several pages have it. */
const COMMON = { pages: 5, share: 0.6 } as const;

/**
 * Two pages tell one story again, which proves nothing about their host, where they have two tied paragraphs in
 * common, or two of any kind that speak of what the headline says (a share of its words).
 */
const KIN = { paragraphs: 2, headline: 0.3 } as const;

/** Between paragraphs a short line may be a cross-heading; in a page those are mostly marked up and kept. */
const BETWEEN = {
  text: { pages: 3, share: 0.1 },
  html: { pages: 5, share: 0.5 },
} as const;

const FURNITURE: Verdict = { label: 'rail', rule: 'host-furniture' };

interface Paragraph {
  readonly text: string;
  readonly print: string;
  readonly isRunning: boolean;
}

/** The pages that are other articles than this one: not itself, nor a copy at another address. */
function otherArticles(own: PagePrints, siblings: readonly PagePrints[]): PagePrints[] {
  return siblings.filter(
    ({ page, title, core }) =>
      page !== own.page && (title === '' || title !== own.title) && (core === '' || core !== own.core),
  );
}

function carriersOf(others: readonly PagePrints[]): Map<string, PagePrints[]> {
  const carriers = new Map<string, PagePrints[]>();
  for (const other of others) {
    for (const print of new Set([...other.kept, ...other.removed])) {
      const list = carriers.get(print);
      if (list === undefined) carriers.set(print, [other]);
      else list.push(other);
    }
  }
  return carriers;
}

/** How many different articles the pages are; copies share headline or core. A core that is the block itself says nothing. */
function countArticles(pages: readonly PagePrints[], print: string): number {
  const distinct = (marks: readonly string[]) => new Set(marks).size;
  return Math.min(
    distinct(pages.map(({ page, title }) => title || page)),
    distinct(pages.map(({ page, core }) => (core === '' || core === print ? page : core))),
  );
}

/** Tells cheaply whether any block of the text may be furniture. */
export function mayHoldFurniture(own: PagePrints, siblings: readonly PagePrints[]): boolean {
  const others = otherArticles(own, siblings);
  if (others.length < FEWEST_PAGES - 1) return false;
  const carriers = carriersOf(others);
  return own.kept.some((print) => (carriers.get(print)?.length ?? 0) >= FEWEST_PAGES - 1);
}

/** Decides for one page; holds what its questions need. */
class Judge {
  readonly paragraphs: readonly Paragraph[];
  private readonly carriers: ReadonlyMap<string, readonly PagePrints[]>;
  private readonly strangers: ReadonlySet<PagePrints>;
  private readonly rest: ReadonlySet<string>;
  private readonly headline: string;

  constructor(own: PagePrints, { article, removed }: Cleaned, siblings: readonly PagePrints[]) {
    const others = otherArticles(own, siblings);
    this.headline = article.headline ?? '';
    this.carriers = carriersOf(others);
    this.paragraphs = paragraphsOf(article).map((text) => ({
      text,
      print: printOf(text),
      isRunning: isRunning(text),
    }));
    const isShared = (print: string) => this.carriers.has(print);
    const rest = this.paragraphs.filter(({ print }) => !isShared(print)).map(({ text }) => text);
    if (wordCount(rest.join(' ')) < REST_WORDS) {
      const running = removed.map(({ text }) => text).filter((text) => isRunning(text));
      rest.push(...running.filter((text) => !isShared(printOf(text))));
    }
    this.rest = contentWords([this.headline, ...rest]);
    const kin = this.findKin(others);
    this.strangers = new Set(others.filter((other) => !kin.has(other)));
  }

  private findKin(others: readonly PagePrints[]): Set<PagePrints> {
    const shared = new Map<PagePrints, Paragraph[]>();
    for (const paragraph of this.paragraphs) {
      const carriers = this.carriers.get(paragraph.print) ?? [];
      const isCommon = carriers.length + 1 >= COMMON.pages && carriers.length >= COMMON.share * others.length;
      if (!paragraph.isRunning || isCommon) continue;
      for (const carrier of carriers) {
        const list = shared.get(carrier);
        if (list === undefined) shared.set(carrier, [paragraph]);
        else list.push(paragraph);
      }
    }
    return new Set(others.filter((other) => this.isKin(shared.get(other) ?? [])));
  }

  private isKin(shared: readonly Paragraph[]): boolean {
    if (shared.length < KIN.paragraphs) return false;
    if (shared.filter(({ text }) => this.isTied(text)).length >= KIN.paragraphs) return true;
    return cohesion(this.headline, contentWords(shared.map(({ text }) => text))) >= KIN.headline;
  }

  private isTied(text: string): boolean {
    return cohesion(text, this.rest) >= OWN_COHESION || sharesNames(text, this.rest);
  }

  /** True where the block is on so many pages, this one counted, and on such a share of them. */
  private isOn(print: string, pages: number, share: number): boolean {
    const carriers = (this.carriers.get(print) ?? []).filter((page) => this.strangers.has(page));
    const articles = 1 + countArticles(carriers, print);
    return articles >= pages && 1 + carriers.length >= share * (1 + this.strangers.size);
  }

  isNotice({ text, print }: Paragraph, isBetween: boolean): boolean {
    if (!this.isTied(text))
      return this.isOn(print, FEWEST_PAGES, isBetween ? NOTICE_SHARE.between : NOTICE_SHARE.atEnds);
    return this.isOn(print, COMMON.pages, COMMON.share);
  }

  isLine({ text, print }: Paragraph, isBetween: boolean, format: CleanInput['format']): boolean {
    if (!isBetween) return this.isOn(print, FEWEST_PAGES, 0);
    if (wordCount(text) < 3 || /[:?]["”’»]?$/.test(text)) return false;
    return this.isOn(print, BETWEEN[format].pages, BETWEEN[format].share);
  }
}

/** Words of an article's own that are enough to compare a paragraph with. */
const REST_WORDS = 60;

/**
 * Prints of the page's blocks that are the furniture of its host. Running text must be untied to the rest
 * of the article, or on most pages; lines at the ends of the text need three pages; lines in the midst of it more.
 */
export function findFurniture(
  format: CleanInput['format'],
  own: PagePrints,
  cleaned: Cleaned,
  siblings: readonly PagePrints[],
): Set<string> {
  const judge = new Judge(own, cleaned, siblings);
  const { paragraphs } = judge;
  const isOwn = (it: Paragraph) => it.isRunning && !judge.isNotice(it, false);
  const first = paragraphs.findIndex(isOwn);
  const last = paragraphs.findLastIndex(isOwn);
  const furniture = paragraphs.filter((it, at) => {
    const isBetween = at > first && at < last;
    if (it.print === '') return false;
    return it.isRunning ? judge.isNotice(it, isBetween) : judge.isLine(it, isBetween, format);
  });
  return new Set(furniture.map(({ print }) => print));
}

/**
 * Labels the blocks of an article's text that are furniture as such; the verdicts on all others stay, so that
 * nothing of the article's own can go with them.
 */
export function markFurniture<B extends LabelledBlock>(
  blocks: readonly B[],
  furniture: ReadonlySet<string> | undefined,
): readonly LabelledBlock[] {
  if (furniture === undefined) return blocks;
  return blocks.map((block) =>
    TEXT_LABELS.has(block.verdict.label) && furniture.has(printOf(block.text))
      ? { ...block, verdict: FURNITURE }
      : block,
  );
}
