import { comparable } from './characters.ts';

/** Signs and spaces that a text may have beside the letters of its form, per letter. */
const SLACK = 2;

/** The first letter or digit where only ASCII stands before it, and no mark that could change it follows. */
const PLAIN_FIRST = /^[ -/:-@[-`{-~]*([0-9A-Za-z])[ -~]/;

/** Some texts in comparable form, that others are held against: most are told apart by their length or first letter. */
export class TextForms {
  readonly forms: ReadonlySet<string>;
  private readonly shortest: number;
  private readonly longest: number;
  private readonly firsts: ReadonlySet<string>;

  constructor(forms: Iterable<string>) {
    this.forms = new Set(forms);
    let shortest = Number.POSITIVE_INFINITY;
    let longest = 0;
    for (const { length } of this.forms) {
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }
    this.shortest = shortest;
    this.longest = SLACK * longest + 20;
    this.firsts = new Set(Array.from(this.forms, (form) => form.charAt(0)));
  }

  /** True where a text is one of these but for case, signs and spaces. */
  has(text: string): boolean {
    if (text.length < this.shortest || text.length > this.longest) return false;
    const first = PLAIN_FIRST.exec(text)?.[1];
    if (first !== undefined && !this.firsts.has(first.toLowerCase())) return false;
    return this.forms.has(comparable(text));
  }
}
