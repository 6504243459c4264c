import { type Agreement, agreementOf, type Score, scoreOfCounts } from '@wirefold/dedupe/measures';
import { median } from '../median.ts';
import type { ContestantEnd } from './contestant-runner.ts';
import type { PairSet, StorySet } from './labelled-sets.ts';

/** A figure over the orders. */
export interface Spread {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

type Spreads<T> = { readonly [K in keyof T]: Spread };

/** How one contestant did on a set with stories; measures are 0 to 1, the adjusted Rand index -1 to 1. */
export interface StoryStanding {
  readonly name: string;
  readonly bCubed: Spreads<Score>;
  readonly pairwise: Spreads<Score>;
  /** Of its stories. */
  readonly adjustedRand: Spread;
  /** Of its groups of copies, against the same labels; null where it looks for none. */
  readonly copiesAdjustedRand: Spread | null;
  /** Medians over the orders. */
  readonly articlesPerSecond: number;
  readonly articlesPerCpuSecond: number;
  readonly peakMemoryMb: number;
}

/** How one contestant did on a set of pairs: its score as one who says which pairs tell the same story. */
export interface PairStanding extends Score {
  readonly name: string;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly peakMemoryMb: number;
}

/** Scores what a contestant made of each order. */
export function standOnStories(name: string, set: StorySet, end: ContestantEnd): StoryStanding {
  const truth = clustering(set.clusters);
  const agree = (labels: readonly number[]) => agreementOf(truth, clustering(labels));
  const stories = end.orders.map((order) => agree(order.stories));
  const copies = end.orders.flatMap((order) => (order.copies ? [agree(order.copies)] : []));
  const rate = (field: 'seconds' | 'cpuSeconds') =>
    set.articles.length / (median(end.orders.map((order) => order[field])) ?? Number.NaN);
  return {
    name,
    bCubed: spreads(stories.map(({ bCubed }) => bCubed)),
    pairwise: spreads(stories.map(({ pairwise }) => pairwise)),
    adjustedRand: adjustedRandOf(stories),
    copiesAdjustedRand: copies.length === 0 ? null : adjustedRandOf(copies),
    articlesPerSecond: rate('seconds'),
    articlesPerCpuSecond: rate('cpuSeconds'),
    peakMemoryMb: end.peakMemoryMb,
  };
}

function clustering(labels: readonly (string | number)[]): Map<string, string> {
  return new Map(labels.map((label, at) => [String(at), String(label)]));
}

function spreads(scores: readonly Score[]): Spreads<Score> {
  const of = (field: keyof Score) => spreadOf(scores.map((score) => score[field]));
  return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
}

function adjustedRandOf(agreements: readonly Agreement[]): Spread {
  return spreadOf(agreements.map(({ adjustedRand }) => adjustedRand));
}

/** Mean, least and most of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, least: Math.min(...values), most: Math.max(...values) };
}

/** Scores what a contestant said of each pair. */
export function standOnPairs(
  name: string,
  { pairs }: PairSet,
  { same, peakMemoryMb }: ContestantEnd,
): PairStanding {
  const count = (said: boolean, is: boolean) =>
    pairs.filter((pair, at) => same[at] === said && pair.same === is).length;
  const counts = { tp: count(true, true), fp: count(true, false), fn: count(false, true) };
  return { name, ...scoreOfCounts(counts), ...counts, peakMemoryMb };
}
