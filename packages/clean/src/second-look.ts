import type { RuledText } from './label-lines.ts';
import { FEATURES, type LineWordLogits } from './line-features.ts';
import { shareOf } from './line-words.ts';
import { WORD_BUCKETS } from './word-weights.ts';

const CHANCES =
  'chance chanceBefore1 chanceBefore2 chanceBefore3 chanceAfter1 chanceAfter2 chanceAfter3 chanceNear3 chanceNear8 chanceNear25 mostBefore mostAfter';
const KEPT =
  'keptBefore keptAfter toKeptBefore toKeptAfter keptLines keptChars keptRelative inKept inFirstKept inBest fromBest toBestEnd bestShare keptInGroup';

/** What the second look sees of a line: all that the first saw, and what the first made of it and of its neighbours. */
export const SECOND_FEATURES: readonly string[] = [...FEATURES, ...`${CHANCES} ${KEPT}`.split(' ')];

/** Chance from which the first look counts a line as kept. */
const KEPT_CHANCE = 0.5;
/** Kept lines that say what the article is about. */
const FIRST_LINES = 3;
const REACH = 60;

const signedLog = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value));

/** Rows for the second look, `SECOND_FEATURES.length` numbers each, out of the first look's rows and chances. */
export function secondFeaturesOf(
  text: RuledText,
  words: LineWordLogits,
  lines: readonly number[],
  rows: Float32Array,
  chances: Float32Array,
): Float32Array {
  const width = SECOND_FEATURES.length;
  const out = new Float32Array(lines.length * width);
  const looked = new SecondLook(text, words, chances);
  lines.forEach((index, place) => {
    out.set(rows.subarray(place * FEATURES.length, (place + 1) * FEATURES.length), place * width);
    looked.write(index, out, place * width + FEATURES.length);
  });
  return out;
}

class SecondLook {
  private readonly text: RuledText;
  private readonly words: LineWordLogits;
  private readonly chances: Float32Array;
  private readonly chanceSums: Float64Array;
  private readonly charSums: Float64Array;
  private readonly keptSums: Float64Array;
  private readonly kept: readonly number[];
  private readonly median: number;
  private readonly holders = new Uint16Array(WORD_BUCKETS);
  private readonly inFirst = new Uint8Array(WORD_BUCKETS);
  private readonly mostBefore: Float32Array;
  private readonly mostAfter: Float32Array;
  private readonly since: Int32Array;
  private readonly until: Int32Array;
  private readonly best: { readonly from: number; readonly to: number };

  constructor(text: RuledText, words: LineWordLogits, chances: Float32Array) {
    this.text = text;
    this.words = words;
    this.chances = chances;
    const { lines } = text;
    const size = lines.length;
    this.chanceSums = new Float64Array(size + 1);
    this.charSums = new Float64Array(size + 1);
    this.keptSums = new Float64Array(size + 1);
    for (const [at, line] of lines.entries()) {
      const chars = line.text.length;
      const chance = chances[at] as number;
      this.chanceSums[at + 1] = (this.chanceSums[at] as number) + chance * chars;
      this.charSums[at + 1] = (this.charSums[at] as number) + chars;
      this.keptSums[at + 1] = (this.keptSums[at] as number) + (chance >= KEPT_CHANCE ? chars : 0);
    }
    this.kept = [...chances.keys()].filter((at) => this.isKept(at));
    const lengths = this.kept.map((at) => lines[at]?.text.length ?? 0).sort((a, b) => a - b);
    this.median = lengths[lengths.length >> 1] ?? 200;
    this.hold();
    this.mostBefore = new Float32Array(size);
    this.mostAfter = new Float32Array(size);
    for (let at = 1; at < size; at += 1)
      this.mostBefore[at] = Math.max(this.mostBefore[at - 1] as number, chances[at - 1] as number);
    for (let at = size - 2; at >= 0; at -= 1)
      this.mostAfter[at] = Math.max(this.mostAfter[at + 1] as number, chances[at + 1] as number);
    this.since = this.distances(1);
    this.until = this.distances(-1);
    this.best = this.bestSpan();
  }

  write(at: number, out: Float32Array, offset: number): void {
    const { chances } = this;
    const logit = (other: number): number => {
      const chance = Math.min(0.995, Math.max(0.005, chances[other] ?? 0));
      return Math.log(chance / (1 - chance));
    };
    out.set(
      [0, -1, -2, -3, 1, 2, 3].map((step) => logit(at + step)),
      offset,
    );
    out.set(
      [3, 8, 25].map((reach) => this.mean(this.chanceSums, at, reach)),
      offset + 7,
    );
    out.set([this.mostBefore[at] as number, this.mostAfter[at] as number], offset + 10);
    out.set(this.keptOf(at), offset + 12);
  }

  private isKept(at: number): boolean {
    return (this.chances[at] ?? 0) >= KEPT_CHANCE;
  }

  private hold(): void {
    const { hashed } = this.words;
    this.kept.forEach((at, place) => {
      for (const word of hashed[at]?.telling ?? []) {
        this.holders[word] = (this.holders[word] as number) + 1;
        if (place < FIRST_LINES) this.inFirst[word] = 1;
      }
    });
  }

  private distances(step: 1 | -1): Int32Array {
    const size = this.chances.length;
    const out = new Int32Array(size);
    let distance = REACH;
    for (let at = step === 1 ? 0 : size - 1; at >= 0 && at < size; at += step) {
      out[at] = distance;
      distance = this.isKept(at) ? 1 : Math.min(REACH, distance + 1);
    }
    return out;
  }

  /** The run of lines with the greatest sum of log-odds, by the square root of their words. */
  private bestSpan(): { from: number; to: number } {
    let best = { from: 0, to: 0 };
    let most = 0;
    let sum = 0;
    let from = 0;
    for (const [at, line] of this.text.lines.entries()) {
      if (sum <= 0) {
        sum = 0;
        from = at;
      }
      const chance = Math.min(0.99, Math.max(0.02, this.chances[at] as number));
      sum += (Math.log(chance / (1 - chance)) + 1) * Math.sqrt(line.words);
      if (sum > most) {
        most = sum;
        best = { from, to: at + 1 };
      }
    }
    return best;
  }

  private mean(sums: Float64Array, at: number, reach: number): number {
    const from = Math.max(0, at - reach);
    const to = Math.min(this.chances.length, at + reach + 1);
    const chars = (this.charSums[to] as number) - (this.charSums[from] as number);
    return ((sums[to] as number) - (sums[from] as number)) / Math.max(1, chars);
  }

  private keptOf(at: number): number[] {
    const { keptSums, charSums, kept, best, holders, inFirst } = this;
    const size = this.chances.length;
    const all = Math.max(1, keptSums[size] as number);
    const telling = this.words.hashed[at]?.telling ?? [];
    const least = this.isKept(at) ? 1 : 0;
    const bestChars = (keptSums[best.to] as number) - (keptSums[best.from] as number);
    const group = this.text.lines[at]?.group;
    const isGrouped = (other: number): boolean =>
      this.isKept(other) && this.text.lines[other]?.group === group;
    return [
      (keptSums[at] as number) / all,
      (all - (keptSums[at + 1] as number)) / all,
      this.since[at] as number,
      this.until[at] as number,
      Math.log1p(kept.length),
      (keptSums[size] as number) / Math.max(1, charSums[size] as number),
      Math.log(Math.max(1, this.text.lines[at]?.text.length ?? 1)) - Math.log(Math.max(1, this.median)),
      shareOf(telling, (word) => (holders[word] as number) > least),
      this.isKept(at) && at <= (kept[FIRST_LINES - 1] ?? at)
        ? -1
        : shareOf(telling, (word) => inFirst[word] === 1),
      at >= best.from && at < best.to ? 1 : 0,
      signedLog(at - best.from),
      signedLog(best.to - at),
      bestChars / all,
      isGrouped(at - 1) || isGrouped(at + 1) ? 1 : 0,
    ];
  }
}
