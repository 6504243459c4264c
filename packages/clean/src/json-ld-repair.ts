/** Markers that publishers wrap around JSON-LD or leave in it, by the text that ends them. */
const WRAPPERS: readonly (readonly [start: string, end: string])[] = [
  ['/*', '*/'],
  ['//', '\n'],
  ['<!--', ''],
  ['-->', ''],
  ['<![CDATA[', ''],
  [']]>', ''],
  [';', ''],
];
/** Escapes that JSON knows (RFC 8259, section 7). */
const ESCAPES = '"\\/bfnrtu';
/** Longest script that is mended, in characters; what lies beyond is cut off as if truncated. */
const LONGEST = 500_000;
/** How far ahead, in characters, white space is passed over to see what follows a quote or comma. */
const LOOK_AHEAD = 1000;
/** Deeper nesting than any JSON-LD has is not mended, for the open brackets are copied at every value. */
const DEEPEST = 200;

const isSpace = (char: string): boolean => char === '' || /\s/.test(char);

/** One pass over broken JSON that writes it anew; each character is looked at a bounded number of times. */
class Repair {
  private readonly source: string;
  private at = 0;
  private out: string[] = [];
  private closers: string[] = [];
  /** State after the last whole value, to which a truncated script is cut back. */
  private whole = { length: 0, closers: [] as string[] };

  constructor(source: string) {
    this.source = source;
  }

  run(): string {
    let isCut = false;
    while (this.at < this.source.length && !isCut) {
      if (this.closers.length > DEEPEST) return '[]';
      const char = this.source.charAt(this.at);
      if (char === '"') isCut = !this.string();
      else if (!this.skipWrapper()) this.structure(char);
    }
    if (isCut || this.closers.length > 0) this.cutBack();
    return `[${this.out.join('')}]`;
  }

  private mark(): void {
    this.whole = { length: this.out.length, closers: [...this.closers] };
  }

  private cutBack(): void {
    this.out.length = this.whole.length;
    this.out.push(...this.whole.closers.reverse());
  }

  private next(from: number): string {
    let at = from;
    while (at < this.source.length && at < from + LOOK_AHEAD && isSpace(this.source.charAt(at))) at += 1;
    return this.source.charAt(at);
  }

  private skipWrapper(): boolean {
    for (const [start, end] of WRAPPERS) {
      if (!this.source.startsWith(start, this.at)) continue;
      const stop = end === '' ? this.at + start.length : this.source.indexOf(end, this.at + start.length);
      this.at = stop < 0 ? this.source.length : stop + end.length;
      return true;
    }
    return false;
  }

  private structure(char: string): void {
    this.at += 1;
    if (char === '{' || char === '[') {
      this.closers.push(char === '{' ? '}' : ']');
    } else if (char === '}' || char === ']') {
      if (this.closers.pop() !== char) return;
      this.out.push(char);
      // Two roots one after another are read as a list of two.
      if (this.closers.length === 0 && /[[{]/.test(this.next(this.at))) this.out.push(',');
      else this.mark();
      return;
    } else if (char === ',') {
      this.mark();
      if (/[,}\]]|^$/.test(this.next(this.at))) return;
    }
    this.out.push(isSpace(char) || char < ' ' ? ' ' : char);
  }

  /** Copies a string; a quote inside it that nothing of JSON follows is a letter. False where it never ends. */
  private string(): boolean {
    const parts = ['"'];
    for (this.at += 1; this.at < this.source.length; this.at += 1) {
      const char = this.source.charAt(this.at);
      if (char === '"' && /[,:}\]]|^$/.test(this.next(this.at + 1))) {
        this.at += 1;
        this.out.push(`${parts.join('')}"`);
        return true;
      }
      if (char === '"') parts.push('\\"');
      else if (char === '\\') parts.push(this.escape());
      else parts.push(/\p{Cc}/u.test(char) ? ' ' : char);
    }
    return false;
  }

  private escape(): string {
    const char = this.source.charAt(this.at + 1);
    if (!ESCAPES.includes(char) || char === '') return '';
    if (char === 'u' && !/^[0-9a-f]{4}$/i.test(this.source.slice(this.at + 2, this.at + 6))) return '';
    this.at += 1;
    return `\\${char}`;
  }
}

/**
 * Rewrites broken JSON as JSON: comments and CDATA marks out, control characters and bad escapes in strings
 * mended, stray quotes escaped, trailing commas dropped, a truncated end cut back to the last whole value and
 * closed. The result is a list of all roots; it can still be no JSON, which the caller finds by parsing.
 */
export function repairJson(source: string): string {
  return new Repair(source.slice(0, LONGEST)).run();
}
