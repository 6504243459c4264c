import { Tokenizer } from 'htmlparser2';
import { LIMITS } from './limits.ts';
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

/**
 * Builds the light tree from tokenizer events. htmlparser2's own Parser shifts its whole stack of open
 * elements at each tag (500,000 unclosed tags took 176 s), so the stack is kept here, with a depth bound.
 */
class TreeBuilder {
  readonly root: PageElement = { tag: '#root', attributes: NO_ATTRIBUTES, parent: undefined, children: [] };
  private readonly source: string;
  private top: PageElement = this.root;
  private depth = 0;
  private elements = 0;
  private tooDeep = 0;
  private readonly open = new Map<string, number>();
  private tag = '';
  private attribute = '';
  private value = '';
  private attributes: Record<string, string> | undefined;

  constructor(source: string) {
    this.source = source;
  }

  ontext(start: number, end: number): void {
    this.top.children.push(this.source.slice(start, end));
  }
  ontextentity(codepoint: number): void {
    this.top.children.push(String.fromCodePoint(codepoint));
  }
  oncdata(start: number, end: number): void {
    this.ontext(start, end);
  }
  onopentagname(start: number, end: number): void {
    this.tag = this.source.slice(start, end).toLowerCase();
    this.attributes = undefined;
  }
  onattribname(start: number, end: number): void {
    this.attribute = this.source.slice(start, end).toLowerCase();
    this.value = '';
  }
  onattribdata(start: number, end: number): void {
    if (KEPT_ATTRIBUTES.has(this.attribute)) this.value += this.source.slice(start, end);
  }
  onattribentity(codepoint: number): void {
    if (KEPT_ATTRIBUTES.has(this.attribute)) this.value += String.fromCodePoint(codepoint);
  }
  onattribend(): void {
    if (!KEPT_ATTRIBUTES.has(this.attribute)) return;
    this.attributes ??= Object.create(null) as Record<string, string>;
    if (this.attributes[this.attribute] === undefined) this.attributes[this.attribute] = this.value;
  }
  onopentagend(): void {
    this.openElement(VOID_TAGS.has(this.tag));
  }
  onselfclosingtag(): void {
    // In HTML a slash at the end of a start tag means nothing, save in SVG, of which no text is kept.
    this.openElement(VOID_TAGS.has(this.tag));
  }
  onclosetag(start: number, end: number): void {
    const tag = this.source.slice(start, end).trim().toLowerCase();
    if (tag === 'br') {
      this.top.children.push(this.element('br'));
    } else if (this.tooDeep > 0) {
      this.tooDeep -= 1;
    } else if ((this.open.get(tag) ?? 0) > 0 && !this.crossesTable(tag)) {
      while (this.top.tag !== tag) this.pop();
      this.pop();
    }
  }
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  private element(tag: string): PageElement {
    return { tag, attributes: this.attributes ?? NO_ATTRIBUTES, parent: this.top, children: [] };
  }

  private openElement(isVoid: boolean): void {
    const closes = IMPLIED_CLOSES.get(this.tag);
    if (closes !== undefined) while (closes.has(this.top.tag)) this.pop();
    if (this.elements >= LIMITS.elements) return;
    this.elements += 1;
    const element = this.element(this.tag);
    if (isVoid) {
      this.top.children.push(element);
    } else if (this.depth >= LIMITS.depth) {
      this.tooDeep += 1;
    } else {
      this.top.children.push(element);
      this.top = element;
      this.depth += 1;
      this.open.set(this.tag, (this.open.get(this.tag) ?? 0) + 1);
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
    this.open.set(this.top.tag, (this.open.get(this.top.tag) ?? 1) - 1);
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
  const builder = new TreeBuilder(source);
  const tokenizer = new Tokenizer({ decodeEntities: true }, builder);
  tokenizer.write(source);
  tokenizer.end();
  return builder.root;
}
