import { decodeHTML, decodeHTMLAttribute } from 'entities';

/** What the scanner tells of a page, in the page's order. */
export interface HtmlEvents {
  /** A start tag: its name in lower case, and those attributes that are kept (undefined for none). */
  open(tag: string, attributes: Record<string, string> | undefined): void;
  close(tag: string): void;
  /** Text with its entities decoded; as it stands where the element holds raw text. */
  text(text: string): void;
}

/** Elements whose content is text up to their end tag (WHATWG HTML 13.2.5.2 to 13.2.5.5); true where entities count. */
const RAW_TEXT: ReadonlyMap<string, boolean> = new Map([
  ...['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes'].map((tag) => [tag, false] as const),
  ...['title', 'textarea'].map((tag) => [tag, true] as const),
]);

const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const EQUALS = 61;
const GREATER = 62;

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isSpace = (code: number): boolean => code === SPACE || (code >= 9 && code <= 13 && code !== 11);

/**
 * Tells a page's tags and text as a browser's tokenizer finds them (WHATWG HTML 13.2.5), in one pass whose time
 * follows the page's length. It leaves out what nothing here looks at: comments, doctypes, attributes that are not
 * among `kept`. A general tokenizer reports these too, and took twice the time.
 */
export function scanHtml(source: string, kept: ReadonlySet<string>, events: HtmlEvents): void {
  new Scanner(source, kept, events).run();
}

class Scanner {
  private readonly source: string;
  private readonly kept: ReadonlySet<string>;
  private readonly events: HtmlEvents;
  /** 1 for the codes that a kept attribute's name begins with. */
  private readonly isKeptFirst = new Uint8Array(128);
  private at = 0;
  /** Depth of svg and math elements, in which a slash ends an element. */
  private foreign = 0;
  private hasCdataEnd = true;
  private attributes: Record<string, string> | undefined;

  constructor(source: string, kept: ReadonlySet<string>, events: HtmlEvents) {
    this.source = source;
    this.kept = kept;
    this.events = events;
    for (const name of kept) {
      this.isKeptFirst[name.charCodeAt(0)] = 1;
      this.isKeptFirst[name.toUpperCase().charCodeAt(0)] = 1;
    }
  }

  run(): void {
    const { source } = this;
    let textStart = 0;
    for (;;) {
      const tag = source.indexOf('<', this.at);
      if (tag < 0) break;
      this.at = tag + 1;
      const next = source.charCodeAt(tag + 1);
      const isTag = isLetter(next) || next === SLASH || next === 33 || next === 63;
      if (!isTag) continue;
      this.text(textStart, tag);
      if (isLetter(next)) this.startTag();
      else if (next === SLASH) this.endTag();
      else this.declaration();
      textStart = this.at;
    }
    this.text(textStart, source.length);
  }

  private text(from: number, to: number): void {
    if (from >= to) return;
    const text = this.source.slice(from, to);
    this.events.text(text.includes('&') ? decodeHTML(text) : text);
  }

  /** Moves behind the next `end`, or to the end of the page. */
  private skipPast(end: string, from: number): void {
    const found = this.source.indexOf(end, from);
    this.at = found < 0 ? this.source.length : found + end.length;
  }

  private declaration(): void {
    const { source, at } = this;
    if (source.startsWith('!--', at)) {
      // `<!-->` and `<!--->` are whole comments.
      if (source.startsWith('>', at + 3)) this.at = at + 4;
      else if (source.startsWith('->', at + 3)) this.at = at + 5;
      else this.skipPast('-->', at + 3);
    } else if (this.hasCdataEnd && source.startsWith('![CDATA[', at)) {
      const end = source.indexOf(']]>', at + 8);
      this.hasCdataEnd = end >= 0;
      if (end < 0) {
        this.skipPast('>', at);
        return;
      }
      this.events.text(source.slice(at + 8, end));
      this.at = end + 3;
    } else this.skipPast('>', at);
  }

  /** Name of the tag at the place, in lower case; moves behind it. */
  private name(): string {
    const { source } = this;
    const start = this.at;
    let at = start;
    for (; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code === GREATER || code === SLASH || isSpace(code)) break;
    }
    this.at = at;
    return source.slice(start, at).toLowerCase();
  }

  private endTag(): void {
    this.at += 1;
    if (!isLetter(this.source.charCodeAt(this.at))) {
      this.skipPast('>', this.at);
      return;
    }
    const tag = this.name();
    this.skipPast('>', this.at);
    if (this.foreign > 0 && (tag === 'svg' || tag === 'math')) this.foreign -= 1;
    this.events.close(tag);
  }

  private startTag(): void {
    const tag = this.name();
    this.attributes = undefined;
    const end = this.readAttributes();
    if (end === 'none') return;
    this.events.open(tag, this.attributes);
    const isEmpty = end === 'slash' && this.foreign > 0;
    if (isEmpty) this.events.close(tag);
    else if (tag === 'svg' || tag === 'math') {
      if (end === 'slash') this.events.close(tag);
      else this.foreign += 1;
    } else this.rawText(tag);
  }

  private rawText(tag: string): void {
    const decodes = RAW_TEXT.get(tag);
    if (decodes === undefined) return;
    const { source } = this;
    const from = this.at;
    let end = source.indexOf('</', from);
    while (end >= 0 && !this.isEndOf(tag, end + 2)) end = source.indexOf('</', end + 2);
    if (end < 0) end = source.length;
    if (decodes) this.text(from, end);
    else if (end > from) this.events.text(source.slice(from, end));
    this.at = end;
  }

  private isEndOf(tag: string, at: number): boolean {
    const after = this.source.charCodeAt(at + tag.length);
    if (after !== GREATER && after !== SLASH && !isSpace(after)) return false;
    return this.source.slice(at, at + tag.length).toLowerCase() === tag;
  }

  /** Reads attributes up to the tag's end: whether a slash stood before it, or `none` where the page ends first. */
  private readAttributes(): 'slash' | 'plain' | 'none' {
    const { source } = this;
    let slash = false;
    while (this.at < source.length) {
      const code = source.charCodeAt(this.at);
      if (code === GREATER) {
        this.at += 1;
        return slash ? 'slash' : 'plain';
      }
      slash = code === SLASH;
      if (slash || isSpace(code)) this.at += 1;
      else if (!this.attribute()) break;
    }
    this.at = source.length;
    return 'none';
  }

  /** Reads one attribute; false where the page ends in it. */
  private attribute(): boolean {
    const { source } = this;
    const start = this.at;
    let at = start + 1;
    let code = source.charCodeAt(at);
    while (at < source.length && code !== EQUALS && code !== GREATER && code !== SLASH && !isSpace(code)) {
      at += 1;
      code = source.charCodeAt(at);
    }
    const nameEnd = at;
    at = this.skipSpaces(at);
    if (source.charCodeAt(at) !== EQUALS) {
      this.keep(start, nameEnd, at, at);
      this.at = nameEnd;
      return true;
    }
    at = this.skipSpaces(at + 1);
    const quote = source.charCodeAt(at);
    if (quote === QUOTE || quote === APOSTROPHE) {
      const end = source.indexOf(quote === QUOTE ? '"' : "'", at + 1);
      if (end < 0) return false;
      this.keep(start, nameEnd, at + 1, end);
      this.at = end + 1;
      return true;
    }
    let end = at;
    for (; end < source.length; end += 1) {
      code = source.charCodeAt(end);
      if (code === GREATER || isSpace(code)) break;
    }
    this.keep(start, nameEnd, at, end);
    this.at = end;
    return true;
  }

  private skipSpaces(from: number): number {
    let at = from;
    while (isSpace(this.source.charCodeAt(at))) at += 1;
    return at;
  }

  private keep(start: number, nameEnd: number, from: number, to: number): void {
    // Most attributes are told by their first letter alone.
    if (this.isKeptFirst[this.source.charCodeAt(start)] !== 1) return;
    const raw = this.source.slice(start, nameEnd);
    const name = this.kept.has(raw) ? raw : raw.toLowerCase();
    if (!this.kept.has(name)) return;
    this.attributes ??= Object.create(null) as Record<string, string>;
    // Of an attribute given twice the first counts (WHATWG HTML 13.2.5.33).
    if (this.attributes[name] !== undefined) return;
    const value = this.source.slice(from, to);
    this.attributes[name] = value.includes('&') ? decodeHTMLAttribute(value) : value;
  }
}
