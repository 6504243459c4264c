import { type ContestantEnd, runContestant } from './contestant-runner.ts';
import { CONTESTANTS, type Contestant, OURS } from './contestants.ts';
import { findSetFiles, type LabelledSet, readSet } from './labelled-sets.ts';
import { type PairStanding, type StoryStanding, standOnPairs, standOnStories } from './standings.ts';

/** What is benched. */
export interface DedupeBenchOptions {
  /** Files of sets, and folders of them. */
  readonly paths: readonly string[];
  /** Random orders of arrival, at least 1. */
  readonly orders: number;
  /** Those that run beside Wirefold. */
  readonly peers: readonly Contestant[];
}

/** What the bench of a set with stories came to. */
export interface StoryFigures {
  readonly set: string;
  readonly kind: 'stories';
  readonly articles: number;
  /** True stories. */
  readonly clusters: number;
  readonly orders: number;
  readonly standings: readonly StoryStanding[];
}

/** What the bench of a set of pairs came to. */
export interface PairFigures {
  readonly set: string;
  readonly kind: 'pairs';
  readonly pairs: number;
  /** Pairs that people called the same story. */
  readonly same: number;
  readonly standings: readonly PairStanding[];
}

/** Benches each set by itself, one after another; all are found and read before the first is run. */
export async function* benchDedupe(
  { paths, orders, peers }: DedupeBenchOptions,
  tell: (text: string) => void,
): AsyncGenerator<StoryFigures | PairFigures> {
  const files = findSetFiles(paths);
  for (const file of files) await readSet(file);
  const contestants = [...CONTESTANTS.filter(({ name }) => name === OURS), ...peers];
  for (const file of files) {
    const set = await readSet(file);
    const ends = new Map<string, ContestantEnd>();
    for (const { name } of contestants) {
      tell(`${set.name}: ${name}`);
      ends.set(name, await runContestant({ contestant: name, file, orders }));
    }
    yield figuresOf(set, orders, ends);
  }
}

function figuresOf(
  set: LabelledSet,
  orders: number,
  ends: ReadonlyMap<string, ContestantEnd>,
): StoryFigures | PairFigures {
  if (set.kind === 'pairs') {
    return {
      ...{ set: set.name, kind: set.kind, pairs: set.pairs.length },
      same: set.pairs.filter(({ same }) => same).length,
      standings: [...ends].map(([name, end]) => standOnPairs(name, set, end)),
    };
  }
  return {
    ...{ set: set.name, kind: set.kind, articles: set.articles.length },
    ...{ clusters: new Set(set.clusters).size, orders },
    standings: [...ends].map(([name, end]) => standOnStories(name, set, end)),
  };
}
