import type { DedupeInput } from '@wirefold/contracts/evidence';
import { describe, expect, it } from 'vitest';
import { evidenceBetween, storyScore } from '../src/evidence.ts';
import { SIGNAL_NAMES } from '../src/signals.ts';
import { signatureOf } from '../src/signature.ts';
import { TermCounter } from '../src/term-counter.ts';
import { renewedWeights, shippedWeights, type TermWeights, withDayPenalty } from '../src/weights.ts';
import { LOOK_ALIKES_AFTER, LOOK_ALIKES_BEFORE } from './look-alike-pairs.ts';
import type { NamedPair } from './pair.ts';
import { REWRITES_AFTER, REWRITES_BEFORE } from './rewrite-pairs.ts';

/** 80 words that an outlet puts under each of its reports. */
const NOTICE = `This report was prepared for readers of the Ostmark Courier and its regional partners.
You may pass it on to friends and family without asking, but it may not be printed, broadcast, sold, or stored in any
data base unless the publisher has agreed in writing beforehand. Corrections are collected by our readers' desk, which
answers every letter within ten working days. Subscribers receive the morning edition by post or by electronic mail;
prices, delivery times and the terms of cancellation stand on the last page of each issue and in every post office.`;

const PAIRS: readonly NamedPair[] = [
  ...LOOK_ALIKES_BEFORE,
  ...LOOK_ALIKES_AFTER,
  ...REWRITES_BEFORE,
  ...REWRITES_AFTER,
];
const ARTICLES = PAIRS.flatMap(([, one, other]) => [one, other]);
const FERRY = {
  articleId: 'ferry',
  headline: 'Ferry to Sandholm runs again',
  text: 'The ferry to Sandholm took up its service on Tuesday after divers had freed its rudder from a lost net. Mayor Liv Aune of Sandholm said that nobody had been in danger.',
  publishedAt: '2025-06-03',
};
const BUDGET = {
  articleId: 'budget',
  headline: 'Sandholm council passes budget by one vote',
  text: 'The council of Sandholm passed its budget by a single vote on Tuesday. Two schools get new roofs, while the swimming hall stays closed until spring, mayor Liv Aune told the meeting.',
  publishedAt: '2025-06-03',
};
const noticed = <T extends { text: string }>(article: T): T => ({
  ...article,
  text: `${article.text}\n${NOTICE}`,
});

function renewedFrom(articles: typeof ARTICLES): TermWeights {
  const counter = new TermCounter();
  for (const article of articles) counter.meet(article);
  for (const article of articles) counter.meetAgain(article);
  return renewedWeights(shippedWeights(), 7, counter.counted());
}

const stated = (one: DedupeInput, other: DedupeInput, weights: TermWeights) =>
  evidenceBetween(signatureOf(one, weights), signatureOf(other, weights), weights);

describe('text that unrelated articles share', () => {
  const renewed = renewedFrom(ARTICLES.map((article, at) => (at % 4 === 0 ? noticed(article) : article)));
  const [ferry, budget] = [noticed(FERRY), noticed(BUDGET)];

  it('makes two short reports near copies while it is not known, and tells nothing of them once it is', () => {
    expect(stated(ferry, budget, shippedWeights())?.kind).toBe('near');
    const { score, signals, kind } = stated(ferry, budget, renewed) ?? {};
    const bare = stated(FERRY, BUDGET, renewed);
    expect({ kind, names: signals?.names }).toEqual({ kind: 'story', names: bare?.signals.names });
    expect(score).toBeCloseTo(bare?.score ?? 0, 2);
  });

  it('does not keep a report from being known as the copy of itself, with the notice or without', () => {
    const other = { articleId: 'other' };
    expect(stated(ferry, { ...FERRY, ...other }, renewed)).toMatchObject({
      kind: 'near',
      signals: { copy: 1 },
    });
    expect(stated(ferry, { ...ferry, ...other }, renewed)?.kind).toBe('exact');
  });

  it('is the notice and hardly more: the words of five of its own runs are left in every report', () => {
    expect(renewed.templates.size).toBeGreaterThan(60);
    expect(renewed.templates.size).toBeLessThan(100);
  });

  it('is not what eight copies of one report have in common, nor what seven others share', () => {
    const copies = Array.from({ length: 12 }, (_, n) => ({
      ...ferry,
      articleId: `c${n}`,
      headline: `Ferry to Sandholm, take ${n}`,
    }));
    expect(renewedFrom([...ARTICLES, ...copies]).templates.size).toBe(0);
    const seven = ARTICLES.map((article, at) => (at % 11 === 0 && at < 77 ? noticed(article) : article));
    expect(renewedFrom(seven).templates.size).toBe(0);
  });
});

describe('renewed weights', () => {
  it('are the same for the same articles, and leave out stems of a single one', () => {
    const once = renewedFrom(ARTICLES);
    expect(renewedFrom([...ARTICLES].reverse()).version).toBe(once.version);
    expect(once.documents).toBe(ARTICLES.length);
    expect(Math.min(...once.frequencies.values())).toBe(2);
    expect(once.logistic).toEqual(shippedWeights().logistic);
  });
});

describe('a penalty for days', () => {
  const weights = shippedWeights();
  const signals = SIGNAL_NAMES.map(() => 0.2);
  const scoreApart = (days: number, penalty: number | null) =>
    storyScore(signals, days, withDayPenalty(weights, penalty));

  it('of null or of their own are the weights themselves, and any other has another name', () => {
    expect(withDayPenalty(weights, null)).toBe(weights);
    expect(withDayPenalty(weights, -weights.days.furtherDay)).toBe(weights);
    const versions = [0, 0.5, 2.5, 3].map((penalty) => withDayPenalty(weights, penalty).version);
    expect(new Set([...versions, weights.version]).size).toBe(5);
  });

  it('moves no pair of one day, counts more the further apart, and nothing at 0', () => {
    for (const penalty of [0, 0.5, 2, 3]) expect(scoreApart(0, penalty)).toBe(scoreApart(0, null));
    for (const days of [1, 2, 3]) {
      expect(scoreApart(days, 0)).toBe(scoreApart(0, null));
      expect(scoreApart(days, 1)).toBeGreaterThan(scoreApart(days, 2));
    }
  });
});
