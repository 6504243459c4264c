import type { Block, Region } from './blocks.ts';
import { normalizeLine, wordCount } from './characters.ts';
import { classWords } from './class-words.ts';
import { LIMITS } from './limits.ts';
import { BLOCK_TAGS, INLINE_TAGS, SKIPPED_TAGS, STRONG_TAGS } from './tags.ts';
import { NO_ATTRIBUTES, type PageElement } from './tree.ts';

/** What one walk over a page yields: blocks in document order, and the regions they lie in. */
export interface PageBlocks {
  readonly blocks: readonly Block[];
  readonly regions: readonly Region[];
  /** Elements that the metadata rules read. */
  readonly facts: readonly PageElement[];
}

const FACT_TAGS = new Set(['meta', 'link', 'title', 'time', 'h1', 'h2', 'html']);
const HIDDEN_STYLE = /display\s?:\s?none|visibility\s?:\s?hidden/i;
const LIST_TAGS = new Set(['ul', 'ol', 'dl', 'menu']);
/** A cell shorter than this is joined with its row: measured cut of the recipe's block model. */
const SHORT_CELL_CHARS = 80;

function isHidden(element: PageElement): boolean {
  const { attributes, tag } = element;
  if (attributes.hidden !== undefined || tag === 'noscript' || tag === 'dialog') return true;
  if (attributes['aria-hidden'] === 'true') return true;
  const style = attributes.style;
  return style !== undefined && HIDDEN_STYLE.test(style);
}

function isFact(element: PageElement): boolean {
  if (FACT_TAGS.has(element.tag)) return true;
  if (element.tag === 'script') return (element.attributes.type ?? '').toLowerCase().includes('ld+json');
  return element.attributes.itemprop !== undefined || element.attributes.rel !== undefined;
}

/** What an element is called: class, id, role, and what component frameworks call it. */
function namesOf(attributes: PageElement['attributes']): string {
  if (attributes === NO_ATTRIBUTES) return '';
  const { class: names = '', id = '', role = '' } = attributes;
  return `${names} ${id} ${role} ${attributes['data-component'] ?? ''} ${attributes['data-testid'] ?? ''}`;
}

function countImage(region: Region): void {
  for (let at: Region | undefined = region; at !== undefined; at = at.parent) at.images += 1;
}

/** Walks the tree once, without recursion, cutting text into blocks and collecting regions and facts. */
class Walk {
  readonly blocks: Block[] = [];
  readonly regions: Region[] = [];
  readonly facts: PageElement[] = [];
  private parts: string[] = [];
  private length = 0;
  private linkChars = 0;
  private links = 0;
  private strongChars = 0;
  private linkDepth = 0;
  private strongDepth = 0;
  private pendingBreak = false;

  run(root: PageElement): void {
    let region = this.openRegion(root, undefined);
    const stack: { element: PageElement; next: number; region: Region }[] = [
      { element: root, next: 0, region },
    ];
    let frame = stack[stack.length - 1];
    while (frame !== undefined && this.blocks.length < LIMITS.blocks) {
      const child = frame.element.children[frame.next];
      frame.next += 1;
      if (child === undefined) {
        stack.pop();
        this.leave(frame.element, frame.region);
        region = stack[stack.length - 1]?.region ?? region;
      } else if (typeof child === 'string') {
        this.text(child);
      } else {
        const inner = this.enter(child, region);
        if (inner !== undefined) {
          region = inner;
          stack.push({ element: child, next: 0, region });
        }
      }
      frame = stack[stack.length - 1];
    }
    const first = this.regions[0];
    if (first !== undefined) this.flush(region ?? first);
  }

  private text(text: string): void {
    if (this.length > LIMITS.blockChars) return;
    if (this.pendingBreak && text.trim().length > 0) this.pendingBreak = false;
    this.parts.push(text);
    this.length += text.length;
    if (this.linkDepth > 0) this.linkChars += text.length;
    if (this.strongDepth > 0) this.strongChars += text.length;
  }

  private enter(element: PageElement, region: Region): Region | undefined {
    const { tag } = element;
    if (isFact(element)) this.facts.push(element);
    if (tag === 'head') {
      for (const child of element.children)
        if (typeof child !== 'string' && isFact(child)) this.facts.push(child);
      return undefined;
    }
    if (tag === 'img' || tag === 'amp-img') countImage(region);
    if (tag === 'br') return this.lineBreak(region);
    if (tag === 'hr') this.flush(region);
    if (SKIPPED_TAGS.has(tag) || tag === 'title') {
      if (tag === 'iframe' || tag === 'button' || tag === 'select') this.parts.push(' ');
      return undefined;
    }
    if (BLOCK_TAGS.has(tag) || !INLINE_TAGS.has(tag)) {
      this.flush(region);
      return this.openRegion(element, region);
    }
    this.enterInline(element);
    return isHidden(element) ? undefined : region;
  }

  private enterInline(element: PageElement): void {
    const { tag } = element;
    if (tag === 'a') {
      if (this.linkDepth === 0) this.links += 1;
      this.linkDepth += 1;
    } else if (STRONG_TAGS.has(tag)) this.strongDepth += 1;
    if (isHidden(element)) this.leaveInline(tag);
  }

  private leaveInline(tag: string): void {
    if (tag === 'a') this.linkDepth -= 1;
    else if (STRONG_TAGS.has(tag)) this.strongDepth -= 1;
  }

  private leave(element: PageElement, region: Region): void {
    const { tag } = element;
    if (tag === 'td' || tag === 'th') {
      if (this.length >= SHORT_CELL_CHARS) this.flush(region);
      else this.parts.push(' ');
    } else if (!INLINE_TAGS.has(tag)) this.flush(region);
    this.leaveInline(tag);
  }

  private lineBreak(region: Region): undefined {
    if (this.pendingBreak) {
      this.flush(region);
      this.pendingBreak = false;
    } else {
      this.parts.push('\n');
      this.pendingBreak = this.length > 0;
    }
    return undefined;
  }

  private openRegion(element: PageElement, parent: Region | undefined): Region {
    const { attributes, tag } = element;
    const raw = namesOf(attributes);
    const region = {
      index: this.regions.length,
      parent,
      tag,
      depth: parent === undefined ? 0 : parent.depth + 1,
      words: raw.length > 4 ? classWords(raw) : [],
      itemprop: (attributes.itemprop ?? '').toLowerCase(),
      hidden: isHidden(element) || parent?.hidden === true,
      list: parent?.list,
      figure: parent?.figure,
      quote: parent?.quote,
      table: parent?.table,
      chars: 0,
      linkChars: 0,
      blocks: 0,
      images: 0,
      proseChars: 0,
      score: 0,
    };
    if (LIST_TAGS.has(tag)) region.list = region;
    else if (tag === 'figure') region.figure = region;
    else if (tag === 'blockquote' || tag === 'q') region.quote = region;
    else if (tag === 'table') region.table = region;
    this.regions.push(region);
    return region;
  }

  private flush(region: Region): void {
    if (this.length > 0) {
      const text = normalizeLine(this.parts.join(''));
      if (text.length > 0) this.addBlock(text, region);
    }
    this.parts = [];
    this.length = 0;
    this.linkChars = 0;
    this.links = this.linkDepth > 0 ? 1 : 0;
    this.strongChars = 0;
    this.pendingBreak = false;
  }

  private addBlock(text: string, region: Region): void {
    const linkChars = Math.min(this.linkChars, text.length);
    this.blocks.push({
      index: this.blocks.length,
      text,
      region,
      tag: region.tag,
      words: wordCount(text),
      linkChars,
      links: this.links,
      strongChars: Math.min(this.strongChars, text.length),
    });
    let at: Region | undefined = region;
    while (at !== undefined) {
      at.chars += text.length;
      at.linkChars += linkChars;
      at.blocks += 1;
      at = at.parent;
    }
  }
}

/** Cuts a page into blocks in one walk; time and memory follow the size of the tree, at any depth. */
export function walkPage(root: PageElement): PageBlocks {
  const walk = new Walk();
  walk.run(root);
  return walk;
}
