import { namedAgency } from './agencies.ts';
import type { Label, Verdict } from './blocks.ts';
import { hasPictureCredit } from './captions.ts';
import { comparable } from './characters.ts';
import { parseDate } from './dates.ts';
import { isPersonName } from './names.ts';
import type { TextLine } from './text-lines.ts';
import { endsSentence, lineVerdict } from './text-rules.ts';

const verdict = (label: Label, rule: string): Verdict => ({ label, rule });
const BODY = verdict('body', 'article');

/** Names of sections as newspapers head them: three or more in a line without an end make a category bar. */
const SECTIONS = new Set(
  'news politics economy business world sport sports culture arts opinion science technology tech health travel local national international europe asia africa america americas australia affairs living lifestyle entertainment education environment weather finance markets money video videos photos home food style music film books nri india uk us global current politik wirtschaft kultur panorama wissen reise gesundheit regional finanzen meinung politique économie monde culture société sports santé política economía deportes cultura mundo sociedad'.split(
    ' ',
  ),
);

function isCategoryBar(line: TextLine): boolean {
  if (line.words < 3 || line.words > 40 || endsSentence(line.text) || line.text.includes(', ')) return false;
  const words = line.text
    .toLowerCase()
    .split(/[\s|/•·>&]+/)
    .filter((word) => word.length > 1);
  const sections = words.filter((word) => SECTIONS.has(word)).length;
  return sections >= 3 && sections >= 0.4 * words.length;
}

function isDateLine(line: TextLine): boolean {
  if (line.words > 12 || line.text.length > 90 || parseDate(line.text) === undefined) return false;
  const letters = line.text.replace(/[^\p{L}]/gu, '').length;
  return !endsSentence(line.text) && letters < 45;
}

const SIGNED = /^(?:by|von|par|por|source|quelle|fuente|reporting by|\(?c\)?|©)\s*:?\s+(.{2,80})$/i;
const SIGN_OFF = /^[-–—(/]?\s?([\p{L} -]{2,40})\s?[)/]?$/u;

function signatureVerdict(line: TextLine): Verdict | undefined {
  if (line.words > 12 || line.text.length > 100) return undefined;
  const signed = SIGNED.exec(line.text)?.[1];
  if (signed !== undefined) {
    if (namedAgency(signed) !== undefined) return verdict('credit', 'agency-line');
    const people = signed.split(/\s?,\s?|\sand\s|\sund\s/);
    if (people.some((name) => isPersonName(name)) && !endsSentence(line.text))
      return verdict('byline', 'by-line');
  }
  const signOff = SIGN_OFF.exec(line.text)?.[1];
  return signOff !== undefined && namedAgency(signOff) !== undefined
    ? verdict('credit', 'agency-line')
    : undefined;
}

/** True for running text: a sentence of some length, or a line too long to be anything else. */
export function isRunningText(line: TextLine): boolean {
  if (line.words >= 9 && endsSentence(line.text)) return true;
  if (line.words >= 25) return true;
  return line.words >= 5 && endsSentence(line.text) && /^[“"‘'„«]/.test(line.text);
}

/** Verdict on a line from its own words, or undefined. */
export function ownLineVerdict(line: TextLine): Verdict | undefined {
  const signature = signatureVerdict(line);
  if (signature !== undefined) return signature;
  if (isCategoryBar(line)) return verdict('categorybar', 'section-names');
  if (isDateLine(line)) return verdict('date', 'date-line');
  if (hasPictureCredit(line.text) && line.words <= 60) return verdict('caption', 'picture-credit');
  return lineVerdict(line.text);
}

/** Lines of one group with a credited caption are its heading: `North Sea` above `A boat. Picture: PA`. */
function spreadCaptions(lines: readonly TextLine[], labels: (Verdict | undefined)[]): void {
  for (const [at, line] of lines.entries()) {
    if (labels[at]?.rule !== 'picture-credit') continue;
    for (let before = at - 1; before >= 0; before -= 1) {
      const above = lines[before];
      if (above === undefined || above.group !== line.group || above.words > 12 || endsSentence(above.text))
        break;
      if (at - before > 2) break;
      labels[before] = verdict('caption', 'above-picture-credit');
    }
  }
}

/** A run of lines, by index: `from` to before `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A text as the rules left it: what the learned labeller looks at. */
export interface RuledText {
  readonly lines: readonly TextLine[];
  /** The rules' verdict on each line. */
  readonly labels: readonly Verdict[];
  /** The verdict of its own words on each line, whatever stands around it. */
  readonly own: readonly (Verdict | undefined)[];
  /** Where the rules see the article. */
  readonly span: Span;
  /** Index of the headline, or -1. */
  readonly headlineAt: number;
}

/** Weights of the span search, chosen on the plain-text development set. */
const SPAN = { textMax: 12, perChars: 25, short: -1.2, rule: -2.5, closing: -40 } as const;

function weight(line: TextLine, label: Verdict | undefined): number {
  if (label?.label === 'caption' || label?.label === 'date') return -0.5;
  if (label !== undefined) return SPAN.rule;
  if (!isRunningText(line)) return line.words >= 9 ? SPAN.short / 2 : SPAN.short;
  return Math.min(SPAN.textMax, line.text.length / SPAN.perChars);
}

/** The run of lines with the greatest sum of weights: the article, between furniture and rail. */
function findSpan(lines: readonly TextLine[], labels: readonly (Verdict | undefined)[]): Span | undefined {
  let best: Span | undefined;
  let bestSum = 0;
  let sum = 0;
  let from = 0;
  for (const [at, line] of lines.entries()) {
    if (sum <= 0) {
      sum = 0;
      from = at;
    }
    sum += weight(line, labels[at]);
    if (sum > bestSum) {
      bestSum = sum;
      best = { from, to: at + 1 };
    }
    // A credit line closes an article of several paragraphs: what follows belongs to other stories.
    if (labels[at]?.rule === 'agency-line' && at - from >= 4) sum += SPAN.closing;
  }
  return best;
}

const HEADLINE_REACH = 25;

function findHeadlineLine(
  lines: readonly TextLine[],
  labels: readonly (Verdict | undefined)[],
  span: Span,
  headline: string | undefined,
): number {
  const wanted = headline === undefined ? '' : comparable(headline);
  const repeats = lines.findIndex(
    (line, at) => at < span.from + 3 && wanted !== '' && comparable(line.text) === wanted,
  );
  if (repeats >= 0 || wanted !== '') return repeats;
  const first = lines[0];
  if (
    first !== undefined &&
    first.words >= 3 &&
    first.words <= 30 &&
    span.from <= 12 &&
    labels[0] === undefined
  )
    return 0;
  let best = -1;
  for (let at = Math.max(0, span.from - HEADLINE_REACH); at < span.from; at += 1) {
    const words = lines[at]?.words ?? 0;
    if (labels[at] === undefined && words >= 4 && words <= 25 && words >= (lines[best]?.words ?? 0))
      best = at;
  }
  return best;
}

const STANDFIRST = { words: 45, shared: 0.8 } as const;

/** A standfirst says in one short sentence what a later paragraph says again. */
function isStandfirst(first: TextLine, rest: readonly TextLine[]): boolean {
  if (first.words > STANDFIRST.words || /[.!?]["”’]?\s+\p{Lu}/u.test(first.text) || rest.length < 3)
    return false;
  const words = comparable(first.text)
    .split(' ')
    .filter((word) => word.length > 3);
  return rest.slice(0, 12).some((line) => {
    const later = new Set(comparable(line.text).split(' '));
    return words.filter((word) => later.has(word)).length >= STANDFIRST.shared * words.length;
  });
}

function insideVerdict(line: TextLine, own: Verdict | undefined, next: TextLine | undefined): Verdict {
  if (own !== undefined && !(own.label === 'caption' && isRunningText(line) && line.words > 60)) return own;
  if (isRunningText(line)) return BODY;
  if (endsSentence(line.text) || line.words >= 7 || /^[-–•*\d]/.test(line.text)) return BODY;
  return next !== undefined && isRunningText(next) && line.words >= 2
    ? verdict('body', 'cross-heading')
    : verdict('notice', 'short-line');
}

/**
 * Labels the lines of a plain text by rules: what stands before the article, the article, and the rail after it.
 * `headline` is the title where it is known from outside; else the first fitting line is taken. Undefined where
 * nothing runs on.
 */
export function ruleLines(lines: readonly TextLine[], headline?: string): RuledText | undefined {
  const labels = lines.map(ownLineVerdict);
  spreadCaptions(lines, labels);
  const own = [...labels];
  const first = lines[0];
  if (
    first !== undefined &&
    labels[0]?.label !== 'date' &&
    headline === undefined &&
    lines.length > 1 &&
    first.words <= 30
  ) {
    if (isHeadlineLike(first, lines[1])) labels[0] = verdict('headline', 'first-line');
  }
  const span = findSpan(lines, labels);
  if (span === undefined) return undefined;
  const headlineAt =
    labels[0]?.rule === 'first-line' && span.from < 12 ? 0 : findHeadlineLine(lines, labels, span, headline);
  const verdicts = lines.map((line, at): Verdict => {
    if (at === headlineAt) return verdict('headline', 'first-line');
    const own = labels[at];
    if (at < span.from) return own ?? verdict('navigation', 'before-article');
    if (at < span.to) return own?.rule === 'first-line' ? BODY : insideVerdict(line, own, lines[at + 1]);
    if (own?.label === 'credit' && at <= span.to + 1) return own;
    return verdict('rail', 'after-article');
  });
  markStandfirst(lines, verdicts);
  return { lines, labels: verdicts, own, span, headlineAt };
}

/** Verdicts where nothing runs on: what each line's own words say, else navigation. */
export function ruleWithoutText(lines: readonly TextLine[]): Verdict[] {
  return lines.map((line) => ownLineVerdict(line) ?? verdict('navigation', 'no-running-text'));
}

function markStandfirst(lines: readonly TextLine[], verdicts: Verdict[]): void {
  const bodyAt = verdicts.findIndex((entry) => entry.label === 'body');
  const rest = lines.filter((_, at) => at > bodyAt && verdicts[at]?.label === 'body');
  const lead = lines[bodyAt];
  if (lead !== undefined && isStandfirst(lead, rest)) verdicts[bodyAt] = verdict('standfirst', 'article');
}

/** A first line is a headline unless it opens like running text that the next line goes on with. */
function isHeadlineLike(first: TextLine, second: TextLine | undefined): boolean {
  if (first.words < 2 || ownLineVerdict(first) !== undefined) return false;
  if (first.words <= 16) return true;
  return second !== undefined && second.group !== first.group && !/[.!?]["”’]?\s+\p{Lu}/u.test(first.text);
}
