import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DedupeIndex } from '@wirefold/contracts/evidence';
import { evidenceBetween } from '@wirefold/dedupe/evidence';
import { type FoldArticle, foldStories } from '@wirefold/dedupe/fold';
import { agreementOf, type Score } from '@wirefold/dedupe/measures';
import { createMemoryIndex } from '@wirefold/dedupe/memory-index';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { signatureOf } from '@wirefold/dedupe/signature';
import type { TermWeights } from '@wirefold/dedupe/weights';
import { type SyntheticArticle, syntheticArticles } from './articles.ts';
import { PairLog } from './pair-log.ts';
import type { SyntheticOptions } from './plan.ts';
import { syntheticWeights } from './term-weights.ts';

/** Microseconds of processor time an article, and the candidates that were found for it. */
export interface Cost {
  readonly signature: number;
  readonly index: number;
  /** Null where not all of them were compared. */
  readonly evidence: number | null;
  readonly candidates: number;
}

/** What folding so many made-up articles came to, in the memory of one process. */
export interface MemoryFigures {
  /** Articles that were compared with their candidates and folded: all, or the last `COMPARED` of more than `MOST_COMPARED`. */
  readonly compared: number;
  /** True stories of those that were compared. */
  readonly stories: number;
  readonly found: number;
  /** Over all articles, and when the window is full: over the last tenth of them, or those that were compared. */
  readonly mean: Cost;
  readonly lastTenth: Cost;
  /** Microseconds of processor time an article of folding all that were compared at the end. */
  readonly folding: number;
  /** Evidence of an article that was compared. */
  readonly pairs: number;
  readonly indexBytesPerArticle: number;
  readonly bCubed: Score;
}

/** Enough for the compiler to have seen all paths: else the smallest size would pay for it. */
const WARM_UP = 3_000;
const TENTHS = 10;
/** Of more articles than this the index is filled with all, and only the last are compared: it is they that tell what one more costs. */
const MOST_COMPARED = 200_000;
const COMPARED = 20_000;

/** Signs, registers, compares and folds so many made-up articles in the order of their publication, and times each step. */
export async function measureInMemory(
  options: SyntheticOptions,
  tell: (text: string) => void,
): Promise<MemoryFigures> {
  tell('counting words');
  const weights = await syntheticWeights(options);
  await warmUp(options, weights);
  const compared = await compareAll(options, weights, tell);
  tell('folding');
  const { folding, found } = foldAll(compared);
  const truth = new Map(compared.articles.map(({ id }, at) => [id, String(compared.clusters[at])]));
  const storyOf = new Map(found.flatMap((ids, story) => ids.map((id) => [id, String(story)] as const)));
  return {
    compared: compared.articles.length,
    stories: new Set(compared.clusters).size,
    found: found.length,
    mean: compared.mean,
    lastTenth: compared.lastTenth,
    folding,
    pairs: compared.log.size / compared.articles.length,
    indexBytesPerArticle: compared.indexBytes / options.count,
    bCubed: agreementOf(truth, storyOf).bCubed,
  };
}

/** Leaves nothing behind that the next could be charged with. */
async function warmUp(options: SyntheticOptions, weights: TermWeights): Promise<void> {
  const count = Math.min(WARM_UP, options.count);
  foldAll(await compareAll({ ...options, count, seed: options.seed + 1 }, weights, () => {}));
}

interface Compared {
  readonly articles: FoldArticle[];
  /** The number of the true story of each article. */
  readonly clusters: Uint32Array;
  readonly log: PairLog;
  readonly mean: Cost;
  readonly lastTenth: Cost;
  readonly indexBytes: number;
}

/** Registers them all, and compares them as long as they are not too many. The index lives in here alone, so that its memory is free for folding. */
async function compareAll(
  options: SyntheticOptions,
  weights: TermWeights,
  tell: (text: string) => void,
): Promise<Compared> {
  const { count } = options;
  const compared = count > MOST_COMPARED ? COMPARED : count;
  const full = compared < count ? count - compared : Math.ceil((count * (TENTHS - 1)) / TENTHS);
  const before = await heldBytes();
  const index = createMemoryIndex(DEFAULT_RULE);
  const log = new PairLog();
  const clusters = new Uint32Array(compared);
  const articleOf = new Uint32Array(compared);
  const minutes = new Float64Array(compared);
  const sums = { before: newSum(), full: newSum() };
  let done = 0;
  for await (const article of syntheticArticles(options)) {
    const sum = done < full ? sums.before : sums.full;
    const at = done - (count - compared);
    await compareOne(article, index, weights, at < 0 ? null : log, sum);
    done += 1;
    if ((done * TENTHS) % count < TENTHS) tell(`${done.toLocaleString('en')} in the index`);
    if (at < 0) continue;
    clusters[at] = Number(article.cluster.slice(1));
    articleOf[at] = numberOf(article.id);
    minutes[at] = Date.parse(article.date);
  }
  const own = log.bytes + clusters.byteLength + articleOf.byteLength + minutes.byteLength;
  const indexBytes = (await heldBytes()) - before - own;
  // Read after the measuring, so that the index is alive until then.
  if ((await index.size()) !== count) throw new Error(`The index holds ${await index.size()} of ${count}`);
  const articles = Array.from(articleOf, (number, at) => ({
    ...{ id: `a${number}`, wordCount: 0, source: '' },
    publishedAt: new Date(minutes[at] ?? 0).toISOString(),
  }));
  const lastTenth = costOf(sums.full, count - full);
  const mean = costOf(sumOf(sums.before, sums.full), count);
  return {
    ...{ articles, clusters, log, indexBytes, lastTenth },
    mean: compared < count ? { ...mean, evidence: null } : mean,
  };
}

type Sum = { -readonly [K in keyof Cost]: number };

const newSum = (): Sum => ({ signature: 0, index: 0, evidence: 0, candidates: 0 });

function sumOf(one: Sum, other: Sum): Sum {
  const sum = newSum();
  for (const field of ['signature', 'index', 'evidence', 'candidates'] as const)
    sum[field] = one[field] + other[field];
  return sum;
}

async function compareOne(
  { id, title, text, date, source, language }: SyntheticArticle,
  index: DedupeIndex,
  weights: TermWeights,
  log: PairLog | null,
  sum: Sum,
): Promise<void> {
  const input = { articleId: id, headline: title, text, publishedAt: date, source, language };
  const begun = cpuMicros();
  const signature = signatureOf(input, weights);
  const signed = cpuMicros();
  const candidates = await index.registerAndFind(signature);
  const registered = cpuMicros();
  for (const candidate of log === null ? [] : candidates) {
    const fact = evidenceBetween(signature, candidate, weights);
    if (fact !== null) log?.add(numberOf(fact.articleId), numberOf(fact.otherArticleId), fact);
  }
  sum.signature += signed - begun;
  sum.index += registered - signed;
  sum.evidence += cpuMicros() - registered;
  sum.candidates += candidates.length;
}

function costOf(sum: Sum, articles: number): Cost {
  return {
    signature: sum.signature / articles,
    index: sum.index / articles,
    evidence: sum.evidence / articles,
    candidates: sum.candidates / articles,
  };
}

/** Processor time of this process, collecting of garbage included: other work on the machine does not count. */
function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function foldAll({ articles, log }: Compared): { folding: number; found: string[][] } {
  const evidence = log.evidence((article) => `a${article}`);
  const begun = cpuMicros();
  const folded = foldStories(articles, evidence);
  const folding = (cpuMicros() - begun) / articles.length;
  return { folding, found: folded.map(({ articleIds }) => articleIds) };
}

const numberOf = (id: string): number => Number(id.slice(1));

/** Memory that is in use after a collection; the process is started with `--expose-gc`. */
async function heldBytes(): Promise<number> {
  // What a function that has just ended held is free in the next turn only.
  await nextTurn();
  globalThis.gc?.();
  await nextTurn();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
