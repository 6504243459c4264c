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
    if (attributes.itemprop !== undefined && tag !== 'meta') this.readItemprop(element);
  }

  private readMeta(attributes: PageElement['attributes']): void {
    const content = attributes.content;
    if (content === undefined || content.trim() === '') return;
    for (const key of [attributes.property, attributes.name, attributes.itemprop]) {
      if (key !== undefined) push(this.meta, key.trim().toLowerCase(), content.slice(0, 5000));
    }
  }

  private readLink(attributes: PageElement['attributes']): void {
    if ((attributes.rel ?? '').toLowerCase() === 'canonical') this.canonical ??= attributes.href;
  }

  private readItemprop(element: PageElement): void {
    const { attributes } = element;
    const value = attributes.content ?? attributes.datetime ?? textOf(element, 300);
    for (const name of (attributes.itemprop ?? '').toLowerCase().split(/\s+/)) {
      if (name !== 'articlebody') push(this.itemprops, name, value);
    }
  }
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
