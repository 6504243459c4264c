import { normalizeLine } from './characters.ts';
import { type LinkedArticle, readJsonLd } from './json-ld.ts';
import { LIMITS } from './limits.ts';
import { type PageElement, textOf } from './tree.ts';

/** What a page's markup says about itself, before any of it is believed. */
export interface PageFacts {
  /** `content` of meta elements by lower-case name, property or itemprop; first comes first. */
  readonly meta: ReadonlyMap<string, readonly string[]>;
  readonly linked: LinkedArticle | undefined;
  readonly title: string | undefined;
  readonly headings: readonly string[];
  /** The first headings of the second level: headlines on pages that keep the first for their name. */
  readonly subheadings: readonly string[];
  readonly canonical: string | undefined;
  readonly language: string | undefined;
  /** Values of microdata properties outside meta elements: attribute or text. */
  readonly itemprops: ReadonlyMap<string, readonly string[]>;
  /** Texts of links with rel="author". */
  readonly authorLinks: readonly string[];
  /** `datetime` attributes and texts of time elements, in order; `pubdate` ones first. */
  readonly times: readonly string[];
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (list.length < 50) list.push(value);
}

class FactReader {
  readonly meta = new Map<string, string[]>();
  readonly itemprops = new Map<string, string[]>();
  readonly headings: string[] = [];
  readonly subheadings: string[] = [];
  readonly authorLinks: string[] = [];
  readonly times: string[] = [];
  readonly scripts: string[] = [];
  title: string | undefined;
  canonical: string | undefined;
  language: string | undefined;

  read(element: PageElement): void {
    const { tag, attributes } = element;
    if (tag === 'meta') this.readMeta(attributes);
    else if (tag === 'link') this.readLink(attributes);
    else if (tag === 'script') this.scripts.push(textOfScript(element));
    else if (tag === 'title') this.title ??= normalizeLine(textOf(element, LIMITS.headlineChars));
    else if (tag === 'html') this.language ??= attributes.lang;
    else if (tag === 'h1') this.headings.push(normalizeLine(textOf(element, LIMITS.headlineChars)));
    else if (tag === 'h2' && this.subheadings.length < 10)
      this.subheadings.push(normalizeLine(textOf(element, LIMITS.headlineChars)));
    if (tag === 'time') this.times.push(attributes.datetime ?? textOf(element, 200));
    if (/(?:^|\s)author(?:\s|$)/i.test(attributes.rel ?? '') && tag === 'a')
      this.authorLinks.push(textOf(element, 200));
    if (attributes.itemprop !== undefined && !isInComment(element)) this.readItemprop(element);
  }

  private readMeta(attributes: PageElement['attributes']): void {
    const content = attributes.content;
    if (content === undefined || content.trim() === '') return;
    const { itemprop } = attributes;
    const microdata = itemprop?.toLowerCase() === 'author' ? undefined : itemprop;
    for (const key of [attributes.property, attributes.name, microdata]) {
      if (key !== undefined) push(this.meta, key.trim().toLowerCase(), content.slice(0, 5000));
    }
  }

  private readLink(attributes: PageElement['attributes']): void {
    if ((attributes.rel ?? '').toLowerCase() === 'canonical') this.canonical ??= attributes.href;
  }

  private readItemprop(element: PageElement): void {
    const { attributes } = element;
    const names = (attributes.itemprop ?? '').toLowerCase().split(/\s+/);
    const named = names.includes('author') ? nameWithin(element) : undefined;
    const value = attributes.content ?? attributes.datetime ?? named ?? textOf(element, ITEM_CHARS);
    for (const name of names) {
      if (name !== 'articlebody') push(this.itemprops, name, normalizeLine(value).slice(0, 300));
    }
  }
}

/** Characters of a microdata property that are read; templates pad them with hundreds of spaces. */
const ITEM_CHARS = 2000;
/** How far up, in elements, a comment is looked for around a property. */
const COMMENT_REACH = 12;

/** True for microdata of a comment, a reader's review, or a work that is cited, not of the article. */
function isInComment(element: PageElement): boolean {
  let around: PageElement | undefined = element;
  for (let up = 0; around !== undefined && up < COMMENT_REACH; up += 1) {
    const { itemtype, itemprop } = around.attributes;
    if (/comment|schema\.org\/answer/i.test(itemtype ?? '')) return true;
    if (/^(?:comment|citation|review)$/i.test(itemprop ?? '')) return true;
    around = around.parent;
  }
  return false;
}

/** The `name` property within an author's own item, beside which stand jobs, portraits and links. */
function nameWithin(author: PageElement): string | undefined {
  const stack: PageElement[] = [author];
  for (let seen = 0; stack.length > 0 && seen < 60; seen += 1) {
    const element = stack.pop();
    if (element === undefined) break;
    if (element !== author && element.attributes.itemprop?.toLowerCase() === 'name')
      return element.attributes.content ?? textOf(element, ITEM_CHARS);
    for (const child of [...element.children].reverse()) if (typeof child !== 'string') stack.push(child);
  }
  return undefined;
}

function textOfScript(element: PageElement): string {
  return element.children.filter((child): child is string => typeof child === 'string').join('');
}

/** Gathers what a page says about itself from the elements that the walk set aside. */
export function readFacts(elements: readonly PageElement[]): PageFacts {
  const reader = new FactReader();
  for (const element of elements) reader.read(element);
  const { meta, itemprops, headings, subheadings, authorLinks, times, scripts, title, canonical, language } =
    reader;
  return {
    meta,
    itemprops,
    headings,
    subheadings,
    authorLinks,
    times,
    title,
    canonical,
    language,
    linked: readJsonLd(scripts),
  };
}
