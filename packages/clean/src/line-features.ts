import { TEXT_LABELS, type Verdict } from './blocks.ts';
import { isRunningText, type RuledText } from './label-lines.ts';
import { countShape, type LineShape } from './line-shape.ts';
import type { HashedLine } from './line-words.ts';
import type { TextLine } from './text-lines.ts';
import { endsSentence } from './text-rules.ts';

/** Logits of the learned words of a text's lines; see `line-words.ts`. */
export interface LineWordLogits {
  readonly lines: Float32Array;
  readonly cohesion: LineCohesion;
  readonly hashed: readonly HashedLine[];
}

/** Shares of each line's telling words, 0 to 1, or -1: see `lineCohesion`. */
export interface LineCohesion {
  readonly text: Float32Array;
  readonly head: Float32Array;
  readonly near: Float32Array;
}

const OWN =
  'chars words wordChars ends running sentences commas digits capitals titled lower quoted quotes colon signs address bullet ellipsis question wide relative';
const PLACE =
  'at fromEnd lines totalChars charsBefore inSpan fromSpan toSpanEnd inSpanAt spanShare spanLines afterHeadline groupLines groupRunning blanks runChars runShare runLongest runAt fromRun toRunEnd runDensity';
const NEIGHBOURS =
  'before1Words before1Ends before1Running before1Text before1Titled before2Words before2Ends before2Running before2Text before2Titled before3Words before3Ends before3Running before3Text before3Titled after1Words after1Ends after1Running after1Text after1Titled after2Words after2Ends after2Running after2Text after2Titled after3Words after3Ends after3Running after3Text after3Titled near3Running near3Words near3Text near3Titled near8Running near8Words near8Text near8Titled near25Running near25Words near25Text near25Titled toProseBefore toProseAfter textBefore textAfter runningBefore runningAfter';
const RULES =
  'ruleText ruleCaption ruleRail ruleNavigation ruleNotice ruleMeta ruleHeadline ruleStandfirst ruleCross ownAny sinceRail sinceMeta sinceCredit sinceNotice toRail toMeta toCredit toNotice noticesNear repeats repeatsLater';
const WORDS =
  'own before1Logit before2Logit after1Logit after2Logit worstBefore worstAfter near3Logit near10Logit inText inHead inNear before1InText after1InText near3InText near3InHead';

/** Names of the features, in the order in which they stand in a row. */
export const FEATURES: readonly string[] = `${OWN} ${PLACE} ${NEIGHBOURS} ${RULES} ${WORDS}`.split(' ');

/** Lines up to which a distance is counted. */
const REACH = 60;
/** Lines that are no running text between two that belong to one run. */
const RUN_GAP = 3;

const log = (value: number): number => Math.log1p(Math.max(0, value));
const flag = (value: boolean | undefined): number => (value === true ? 1 : 0);
const signedLog = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value));
const isText = (label: Verdict | undefined): boolean => label !== undefined && TEXT_LABELS.has(label.label);

/**
 * Lines that may be the article's: those of some length, and short ones near to running text. The others held
 * 0.4 % of the words of the development set's gold texts.
 */
export function candidatesOf({ lines, labels }: RuledText): number[] {
  const out: number[] = [];
  let lastProse = -REACH;
  const prose = lines.map(isRunningText);
  for (const [at, line] of lines.entries()) {
    if (prose[at] === true) lastProse = at;
    const isNear =
      at - lastProse <= 2 || prose[at + 1] === true || prose[at + 2] === true || prose[at + 3] === true;
    if (isNear || line.words >= 8 || isText(labels[at])) out.push(at);
  }
  return out;
}

/** Rows of features of some of a text's lines, by index, `FEATURES.length` numbers each. */
export function featuresOf(text: RuledText, words: LineWordLogits, lines: readonly number[]): Float32Array {
  return new FeatureWriter(text, words).run(lines);
}

/** A stretch of running text, with short lines in between. */
interface Run {
  readonly from: number;
  to: number;
  chars: number;
  lines: number;
}

type Sums = Float64Array;

class FeatureWriter {
  private readonly text: RuledText;
  private readonly words: LineWordLogits;
  private readonly shapes: readonly LineShape[];
  private readonly size: number;
  private rows = new Float32Array(0);
  private at = 0;
  private readonly running: Uint8Array;
  private readonly ruled: Uint8Array;
  private readonly ends: Uint8Array;
  private readonly chars: Sums;
  private readonly runningChars: Sums;
  private readonly ruledChars: Sums;
  private readonly wordSums: Sums;
  private readonly titledSums: Sums;
  private readonly logitSums: Sums;
  private readonly inTextSums: Sums;
  private readonly inHeadSums: Sums;
  private readonly noticeSums: Sums;
  private readonly groupStart: Int32Array;
  private readonly groupEnd: Int32Array;
  private readonly runOf: readonly Run[];
  private readonly longest: number;
  private readonly median: number;
  private readonly since: readonly Int32Array[];
  private readonly until: readonly Int32Array[];
  private readonly proseSince: Int32Array;
  private readonly proseUntil: Int32Array;
  private readonly repeats: Uint8Array;
  private readonly repeatsLater: Uint8Array;

  constructor(text: RuledText, words: LineWordLogits) {
    this.text = text;
    this.words = words;
    const { lines, labels, own } = text;
    this.size = lines.length;
    this.shapes = lines.map((line) => countShape(line.text));
    this.running = Uint8Array.from(lines, (line) => flag(isRunningText(line)));
    this.ruled = Uint8Array.from(labels, (label) => flag(isText(label)));
    this.ends = Uint8Array.from(lines, (line) => flag(endsSentence(line.text)));
    const length = (at: number): number => (lines[at] as TextLine).text.length;
    this.chars = this.sums(length);
    this.runningChars = this.sums((at) => (this.running[at] === 1 ? length(at) : 0));
    this.ruledChars = this.sums((at) => (this.ruled[at] === 1 ? length(at) : 0));
    this.wordSums = this.sums((at) => log((lines[at] as TextLine).words));
    this.titledSums = this.sums((at) => (this.shapes[at] as LineShape).titled);
    this.logitSums = this.sums((at) => words.lines[at] as number);
    this.inTextSums = this.sums((at) => Math.max(0, words.cohesion.text[at] as number));
    this.inHeadSums = this.sums((at) => Math.max(0, words.cohesion.head[at] as number));
    const isNotice = (at: number): boolean => own[at]?.label === 'notice' || own[at]?.label === 'promo';
    this.noticeSums = this.sums((at) => flag(isNotice(at)));
    [this.groupStart, this.groupEnd] = this.groups();
    this.runOf = this.runs();
    this.longest = this.runOf.reduce((most, { chars }) => Math.max(most, chars), 1);
    this.median = this.medianOfText();
    const marks = [
      (at: number) => own[at]?.label === 'rail',
      (at: number) => own[at]?.label === 'byline' || own[at]?.label === 'date',
      (at: number) => own[at]?.label === 'credit' || own[at]?.label === 'categorybar',
      isNotice,
    ];
    this.since = marks.map((isMark) => this.distances(isMark, 1));
    this.until = marks.map((isMark) => this.distances(isMark, -1));
    this.proseSince = this.distances((at) => this.running[at] === 1, 1);
    this.proseUntil = this.distances((at) => this.running[at] === 1, -1);
    [this.repeats, this.repeatsLater] = this.repetitions();
  }

  run(indices: readonly number[]): Float32Array {
    const rows = new Float32Array(indices.length * FEATURES.length);
    this.rows = rows;
    this.at = 0;
    for (const index of indices) {
      this.own(index);
      this.place(index);
      this.neighbours(index);
      this.rules(index);
      this.wordLogits(index);
    }
    return rows;
  }

  private put(value: number): void {
    this.rows[this.at] = value;
    this.at += 1;
  }

  private sums(value: (at: number) => number): Sums {
    const out = new Float64Array(this.size + 1);
    for (let at = 0; at < this.size; at += 1) out[at + 1] = (out[at] as number) + value(at);
    return out;
  }

  private groups(): [Int32Array, Int32Array] {
    const { lines } = this.text;
    const start = new Int32Array(this.size);
    const end = new Int32Array(this.size);
    for (let at = 0; at < this.size; at += 1) {
      const isSame = at > 0 && lines[at]?.group === lines[at - 1]?.group;
      start[at] = isSame ? (start[at - 1] as number) : at;
    }
    for (let at = this.size - 1; at >= 0; at -= 1) {
      const isSame = at + 1 < this.size && lines[at]?.group === lines[at + 1]?.group;
      end[at] = isSame ? (end[at + 1] as number) : at + 1;
    }
    return [start, end];
  }

  /** The run that each line lies in or before. */
  private runs(): Run[] {
    const out: Run[] = [];
    let run: Run = { from: 0, to: 0, chars: 0, lines: 0 };
    for (let at = 0; at < this.size; at += 1) {
      if (this.running[at] === 1) {
        if (at - run.to > RUN_GAP) run = { from: at, to: at, chars: 0, lines: 0 };
        run.to = at + 1;
        run.chars += (this.text.lines[at] as TextLine).text.length;
        run.lines += 1;
      }
      out.push(run);
    }
    return out;
  }

  private medianOfText(): number {
    const { lines } = this.text;
    const lengths = lines.flatMap((line, at) => (this.ruled[at] === 1 ? [line.text.length] : []));
    lengths.sort((a, b) => a - b);
    return lengths[lengths.length >> 1] ?? 200;
  }

  /** Lines from the last marked line before each line, or to the next one after it; `REACH` where there is none. */
  private distances(isMark: (at: number) => boolean, step: 1 | -1): Int32Array {
    const out = new Int32Array(this.size);
    let distance = REACH;
    for (let at = step === 1 ? 0 : this.size - 1; at >= 0 && at < this.size; at += step) {
      out[at] = distance;
      distance = isMark(at) ? 1 : Math.min(REACH, distance + 1);
    }
    return out;
  }

  private repetitions(): [Uint8Array, Uint8Array] {
    const { lines } = this.text;
    const before = new Uint8Array(this.size);
    const later = new Uint8Array(this.size);
    const seen = new Map<string, number>();
    for (const [at, { text }] of lines.entries()) {
      const last = seen.get(text);
      if (last !== undefined) {
        before[at] = 1;
        later[last] = 1;
      }
      seen.set(text, at);
    }
    return [before, later];
  }

  private own(at: number): void {
    const { text, words } = this.text.lines[at] as TextLine;
    const shape = this.shapes[at] as LineShape;
    const size = Math.max(1, text.length);
    this.put(log(size));
    this.put(log(words));
    this.put(Math.min(20, size / Math.max(1, words)));
    this.put(this.ends[at] as number);
    this.put(this.running[at] as number);
    this.put(log(shape.sentences));
    this.put((10 * shape.commas) / Math.max(1, words));
    this.put(shape.digits);
    this.put(shape.capitals);
    this.put(shape.titled);
    this.put(flag(shape.lower));
    this.put(flag('“"„«‘\''.includes(text.charAt(0))));
    this.put(log(shape.quotes));
    this.put(flag(text.endsWith(':')));
    this.put(shape.signs);
    this.put(flag(shape.address));
    this.put(flag('-–—•*·►▪'.includes(text.charAt(0))));
    this.put(flag(text.endsWith('…') || text.endsWith('...')));
    this.put(flag(text.endsWith('?')));
    this.put(shape.wide);
    this.put(log(size) - log(this.median));
  }

  private place(at: number): void {
    const { span, headlineAt } = this.text;
    const total = Math.max(1, this.chars[this.size] as number);
    const spanChars = (this.chars[span.to] as number) - (this.chars[span.from] as number);
    this.put(at / this.size);
    this.put(log(this.size - at));
    this.put(log(this.size));
    this.put(log(total));
    this.put((this.chars[at] as number) / total);
    this.put(flag(at >= span.from && at < span.to));
    this.put(signedLog(at - span.from));
    this.put(signedLog(span.to - at));
    this.put((at - span.from) / Math.max(1, span.to - span.from));
    this.put(spanChars / total);
    this.put(log(span.to - span.from));
    this.put(headlineAt < 0 ? -9 : signedLog(at - headlineAt));
    const start = this.groupStart[at] as number;
    const end = this.groupEnd[at] as number;
    this.put(log(end - start));
    this.put(((this.runningChars[end] as number) - (this.runningChars[start] as number)) / total);
    this.put(((this.text.lines[this.size - 1] as TextLine).group + 1) / this.size);
    this.runPlace(at);
  }

  private runPlace(at: number): void {
    const before = this.runOf[at] as Run;
    const after = this.runOf[Math.min(this.size - 1, at + RUN_GAP)] as Run;
    const run = at < before.to || after.lines === 0 ? before : after;
    this.put(log(run.chars));
    this.put(run.chars / Math.max(1, this.runningChars[this.size] as number));
    this.put(run.chars / this.longest);
    this.put((at - run.from) / Math.max(1, run.to - run.from));
    this.put(signedLog(at - run.from));
    this.put(signedLog(run.to - at));
    this.put(run.lines / Math.max(1, run.to - run.from));
  }

  private neighbours(at: number): void {
    for (const step of [-1, -2, -3, 1, 2, 3]) this.neighbour(at + step);
    for (const reach of [3, 8, 25]) this.window(at, reach);
    this.put(this.proseSince[at] as number);
    this.put(this.proseUntil[at] as number);
    const ruled = Math.max(1, this.ruledChars[this.size] as number);
    this.put((this.ruledChars[at] as number) / ruled);
    this.put((ruled - (this.ruledChars[at + 1] as number)) / ruled);
    const running = Math.max(1, this.runningChars[this.size] as number);
    this.put((this.runningChars[at] as number) / running);
    this.put((running - (this.runningChars[at + 1] as number)) / running);
  }

  private neighbour(other: number): void {
    const line = this.text.lines[other];
    if (line === undefined) {
      for (let count = 0; count < 5; count += 1) this.put(-1);
      return;
    }
    this.put(log(line.words));
    this.put(this.ends[other] as number);
    this.put(this.running[other] as number);
    this.put(this.ruled[other] as number);
    this.put((this.shapes[other] as LineShape).titled);
  }

  private mean(sums: Sums, at: number, reach: number): number {
    const from = Math.max(0, at - reach);
    const to = Math.min(this.size, at + reach + 1);
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  }

  private window(at: number, reach: number): void {
    const chars = Math.max(1, this.mean(this.chars, at, reach));
    this.put(this.mean(this.runningChars, at, reach) / chars);
    this.put(this.mean(this.wordSums, at, reach));
    this.put(this.mean(this.ruledChars, at, reach) / chars);
    this.put(this.mean(this.titledSums, at, reach));
  }

  private rules(at: number): void {
    const { label, rule } = this.text.labels[at] as Verdict;
    this.put(flag(TEXT_LABELS.has(label)));
    this.put(flag(label === 'caption'));
    this.put(flag(label === 'rail' || label === 'promo'));
    this.put(flag(label === 'navigation' || label === 'categorybar'));
    this.put(flag(label === 'notice'));
    this.put(flag(label === 'byline' || label === 'date' || label === 'credit'));
    this.put(flag(label === 'headline'));
    this.put(flag(label === 'standfirst'));
    this.put(flag(rule === 'cross-heading'));
    this.put(flag(this.text.own[at] !== undefined));
    for (const distances of this.since) this.put(distances[at] as number);
    for (const distances of this.until) this.put(distances[at] as number);
    this.put(this.mean(this.noticeSums, at, 10));
    this.put(this.repeats[at] as number);
    this.put(this.repeatsLater[at] as number);
  }

  private wordLogits(at: number): void {
    const { lines, cohesion } = this.words;
    for (const other of [at, at - 1, at - 2, at + 1, at + 2]) this.put(lines[other] ?? 0);
    this.put(Math.min(...lines.subarray(Math.max(0, at - 6), at), 0));
    this.put(Math.min(...lines.subarray(at + 1, at + 7), 0));
    this.put(this.mean(this.logitSums, at, 3));
    this.put(this.mean(this.logitSums, at, 10));
    this.put(cohesion.text[at] as number);
    this.put(cohesion.head[at] as number);
    this.put(cohesion.near[at] as number);
    this.put(cohesion.text[at - 1] ?? -1);
    this.put(cohesion.text[at + 1] ?? -1);
    this.put(this.mean(this.inTextSums, at, 3));
    this.put(this.mean(this.inHeadSums, at, 3));
  }
}
