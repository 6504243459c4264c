import { Tokenizer } from 'htmlparser2';

/** One `link` of a page. */
export interface PageLink {
  readonly rel: string;
  readonly type: string;
  readonly href: string;
  readonly title: string;
}

/** One anchor of a page, with what it says: its text, and its title or label. */
export interface PageAnchor {
  readonly href: string;
  readonly text: string;
}

/** The elements of a page that lead elsewhere, in order. */
export interface PageElements {
  /** Of the first `base`; undefined where there is none. */
  readonly base: string | undefined;
  /** What the first `meta` with a refresh says: seconds, and mostly an address; undefined where there is none. */
  readonly refresh: string | undefined;
  readonly links: readonly PageLink[];
  readonly anchors: readonly PageAnchor[];
}

/** Most that are kept of each: a page of news has some 500 links. */
const MAX_LINKS = 200;
const MAX_ANCHORS = 3_000;
/** Longest text that is kept of an anchor, and longest attribute, in characters. */
const MAX_TEXT = 200;
const MAX_VALUE = 8_192;

const TAGS: ReadonlySet<string> = new Set(['base', 'link', 'a', 'meta']);
const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['href', 'rel', 'type', 'title', 'aria-label', 'http-equiv', 'content'],
]);

type Attributes = Partial<Record<string, string>>;

/**
 * Reads what leads elsewhere out of HTML. The tokenizer alone is used, not the parser around it: that keeps a stack of
 * open elements and searches it for every closing tag, so a page of open tags could hold the event loop for seconds.
 */
export function readPageElements(html: string): PageElements {
  const found = {
    base: undefined as string | undefined,
    refresh: undefined as string | undefined,
    links: [] as PageLink[],
    anchors: [] as PageAnchor[],
  };
  let tag = '';
  let attribute = '';
  let attributes: Attributes = {};
  let anchor: { href: string; text: string } | null = null;

  const addValue = (part: string) => {
    const value = attributes[attribute];
    if (value !== undefined && value.length < MAX_VALUE) attributes[attribute] = value + part;
  };
  const addText = (part: string) => {
    if (anchor !== null && anchor.text.length < MAX_TEXT) anchor.text += part.slice(0, MAX_TEXT);
  };
  const closeAnchor = () => {
    if (anchor !== null && found.anchors.length < MAX_ANCHORS) found.anchors.push(anchor);
    anchor = null;
  };
  const open = () => {
    const { href = '', rel = '', type = '', title = '' } = attributes;
    if (tag === 'base' && href !== '') found.base ??= href;
    if (tag === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh')
      found.refresh ??= attributes.content;
    if (tag === 'link' && href !== '' && found.links.length < MAX_LINKS)
      found.links.push({ rel, type, href, title });
    if (tag === 'a') {
      closeAnchor();
      if (href !== '') anchor = { href, text: `${attributes['aria-label'] ?? ''} ${title} ` };
    }
    tag = '';
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        const name = end - start > 4 ? '' : html.slice(start, end).toLowerCase();
        tag = TAGS.has(name) ? name : '';
        attributes = {};
      },
      onattribname(start, end) {
        const name = tag === '' || end - start > 10 ? '' : html.slice(start, end).toLowerCase();
        // The first of two attributes of one name counts (WHATWG HTML section 13.2.5.33).
        attribute = ATTRIBUTES.has(name) && attributes[name] === undefined ? name : '';
        if (attribute !== '') attributes[attribute] = '';
      },
      onattribdata: (start, end) => addValue(html.slice(start, Math.min(end, start + MAX_VALUE))),
      onattribentity: (code) => addValue(String.fromCodePoint(code)),
      onattribend: () => {
        attribute = '';
      },
      onopentagend: open,
      onselfclosingtag: open,
      onclosetag(start, end) {
        if (end - start === 1 && html.slice(start, end).toLowerCase() === 'a') closeAnchor();
      },
      ontext: (start, end) => addText(html.slice(start, Math.min(end, start + MAX_TEXT))),
      ontextentity: (code) => addText(String.fromCodePoint(code)),
      ...{ oncdata() {}, oncomment() {}, ondeclaration() {}, onend() {}, onprocessinginstruction() {} },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  closeAnchor();
  return found;
}
