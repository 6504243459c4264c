import { comparable } from './characters.ts';

/** Signs and spaces that a text may have beside the letters of its form, per letter. */
const SLACK = 2;

/** Some texts in comparable form, that others are held against: most are told apart by their length alone. */
export class TextForms {
  readonly forms: ReadonlySet<string>;
  private readonly shortest: number;
  private readonly longest: number;

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
  }

  /** True where a text is one of these but for case, signs and spaces. */
  has(text: string): boolean {
    return text.length >= this.shortest && text.length <= this.longest && this.forms.has(comparable(text));
  }
}
