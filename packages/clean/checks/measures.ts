/** Counts of one comparison: true and false positives, false negatives. */
export interface Counts {
  tp: number;
  fp: number;
  fn: number;
}

const WORD = /[\p{L}\p{N}_]+/gu;

function bag(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function compareBags(predicted: Map<string, number>, gold: Map<string, number>): Counts {
  const counts = { tp: 0, fp: 0, fn: 0 };
  for (const [item, n] of predicted) {
    const m = gold.get(item) ?? 0;
    counts.tp += Math.min(n, m);
    counts.fp += Math.max(0, n - m);
  }
  for (const [item, m] of gold) counts.fn += Math.max(0, m - (predicted.get(item) ?? 0));
  return counts;
}

function shingles(text: string, size: number): string[] {
  const words = text.match(WORD) ?? [];
  if (words.length === 0) return [];
  const out: string[] = [];
  for (let at = 0; at < Math.max(1, words.length - size + 1); at += 1) {
    out.push(words.slice(at, at + size).join(' '));
  }
  return out;
}

/** Counts of 4-token shingles, case kept, with multiplicity (scrapinghub article-extraction-benchmark). */
export function shingleCounts(predicted: string, gold: string): Counts {
  return compareBags(bag(shingles(predicted, 4)), bag(shingles(gold, 4)));
}

/** scrapinghub's F1: mean precision and mean recall over pages, each page divided by its own sum first. */
export function shingleF1(pages: readonly Counts[]): { f1: number; precision: number; recall: number } {
  const precisions: number[] = [];
  const recalls: number[] = [];
  for (const { tp, fp, fn } of pages) {
    if (tp + fp > 0) precisions.push(tp / (tp + fp));
    else if (fn === 0) precisions.push(1);
    if (tp + fn > 0) recalls.push(tp / (tp + fn));
    else if (fp === 0) recalls.push(1);
  }
  const mean = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const precision = mean(precisions);
  const recall = mean(recalls);
  return {
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    precision,
    recall,
  };
}

/** F1 of the bags of lower-cased words of one page, 0..1. */
export function wordF1(predicted: string, gold: string): number {
  const words = (text: string) => bag(text.toLowerCase().match(WORD) ?? []);
  const { tp, fp, fn } = compareBags(words(predicted), words(gold));
  return tp + fp + fn === 0 ? 1 : (2 * tp) / (2 * tp + fp + fn);
}

/** F1 of counts, 0..1. */
export function countsF1({ tp, fp, fn }: Counts): number {
  return tp + fp + fn === 0 ? 1 : (2 * tp) / (2 * tp + fp + fn);
}

/** A text without punctuation and case, words parted by a space. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Snippets that must be in the text (found: tp, missing: fn) and that must not (found: fp), of one page. */
export function segmentCounts(
  must: readonly string[],
  mustNot: readonly string[],
  predicted: string,
): Counts {
  const flat = plain(predicted);
  const found = (snippet: string) => flat.includes(plain(snippet));
  const tp = must.filter(found).length;
  return { tp, fp: mustNot.filter(found).length, fn: must.length - tp };
}

/** A title is right where it is equal after dropping punctuation and case. */
export function titleIsRight(gold: string, predicted: string | undefined): boolean {
  return plain(predicted ?? '') === plain(gold);
}

const MOST_EXTRA_NAMES = 1.5;

/** Authors are right where every gold name is present and there are at most half as many names again. */
export function authorsAreRight(gold: readonly string[], predicted: readonly string[]): boolean {
  const found = predicted.map(plain).join(' | ');
  const most = Math.max(1, MOST_EXTRA_NAMES * gold.length);
  return gold.every((name) => found.includes(plain(name))) && predicted.length <= most;
}

const DAY_MS = 86_400_000;

/** A date is right within one day; undefined where the gold is no date. */
export function dateIsRight(gold: string, predicted: string | undefined): boolean | undefined {
  const wanted = Date.parse(gold.replace(' ', 'T'));
  if (Number.isNaN(wanted)) return undefined;
  return Math.abs(Date.parse(predicted ?? '') - wanted) <= DAY_MS;
}
