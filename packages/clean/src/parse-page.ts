import { LIMITS } from './limits.ts';
import { type HtmlEvents, scanHtml } from './scan-html.ts';
import { KEPT_ATTRIBUTES, NO_ATTRIBUTES, type PageElement } from './tree.ts';

const VOID_TAGS = new Set(
  'area base basefont br col embed frame hr img input keygen link meta param source track wbr'.split(' '),
);
const BLOCK_CLOSES_P =
  'address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main menu nav ol p pre section table ul';
const TABLE_PARTS = new Set(['td', 'th']);
const P = new Set(['p']);

/** Which open elements a start tag ends (WHATWG HTML 13.1.2.4, optional tags). */
const IMPLIED_CLOSES: ReadonlyMap<string, ReadonlySet<string>> = new Map<string, ReadonlySet<string>>([
  ...BLOCK_CLOSES_P.split(' ').map((tag): [string, ReadonlySet<string>] => [tag, P]),
  ['li', new Set(['li', 'p'])],
  ['dt', new Set(['dt', 'dd', 'p'])],
  ['dd', new Set(['dt', 'dd', 'p'])],
  ['td', new Set(['td', 'th', 'p'])],
  ['th', new Set(['td', 'th', 'p'])],
  ['tr', new Set(['tr', 'td', 'th', 'p'])],
  ['tbody', new Set(['tr', 'td', 'th', 'thead', 'tbody'])],
  ['option', new Set(['option'])],
  ['body', new Set(['head', 'link', 'script', 'title'])],
]);

/** Builds the light tree from a scan, with a bound on its depth and size. */
class TreeBuilder implements HtmlEvents {
  readonly root: PageElement = { tag: '#root', attributes: NO_ATTRIBUTES, parent: undefined, children: [] };
  private top: PageElement = this.root;
  private depth = 0;
  private elements = 0;
  private tooDeep = 0;
  private readonly counts = new Map<string, number>();

  text(text: string): void {
    this.top.children.push(text);
  }

  open(tag: string, attributes: Record<string, string> | undefined): void {
    const closes = IMPLIED_CLOSES.get(tag);
    if (closes !== undefined) while (closes.has(this.top.tag)) this.pop();
    if (this.elements >= LIMITS.elements) return;
    this.elements += 1;
    const element = { tag, attributes: attributes ?? NO_ATTRIBUTES, parent: this.top, children: [] };
    if (VOID_TAGS.has(tag)) {
      this.top.children.push(element);
    } else if (this.depth >= LIMITS.depth) {
      this.tooDeep += 1;
    } else {
      this.top.children.push(element);
      this.top = element;
      this.depth += 1;
      this.counts.set(tag, (this.counts.get(tag) ?? 0) + 1);
    }
  }

  close(tag: string): void {
    if (tag === 'br') {
      this.top.children.push({ tag, attributes: NO_ATTRIBUTES, parent: this.top, children: [] });
    } else if (this.tooDeep > 0) {
      this.tooDeep -= 1;
    } else if (this.top.tag === tag) {
      this.pop();
    } else if ((this.counts.get(tag) ?? 0) > 0 && !this.crossesTable(tag)) {
      while (this.top.tag !== tag) this.pop();
      this.pop();
    }
  }

  /** A stray end tag inside a cell does not close what lies outside the table. */
  private crossesTable(tag: string): boolean {
    if (tag === 'table' || tag === 'tr' || tag === 'tbody' || tag === 'body' || tag === 'html') return false;
    let element: PageElement | undefined = this.top;
    while (element !== undefined && element.tag !== tag) {
      if (TABLE_PARTS.has(element.tag)) return true;
      element = element.parent;
    }
    return false;
  }

  private pop(): void {
    this.counts.set(this.top.tag, (this.counts.get(this.top.tag) ?? 1) - 1);
    this.top = this.top.parent ?? this.root;
    this.depth -= 1;
  }
}

/**
 * Parses HTML into a light tree in one pass; any input gives a tree, bounded by `LIMITS`.
 * Scripts keep their text as it stands (JSON-LD is read from there); entities elsewhere are decoded once.
 */
export function parsePage(html: string): PageElement {
  const source = html.length > LIMITS.contentChars ? html.slice(0, LIMITS.contentChars) : html;
  const builder = new TreeBuilder();
  scanHtml(source, KEPT_ATTRIBUTES, builder);
  return builder.root;
}
