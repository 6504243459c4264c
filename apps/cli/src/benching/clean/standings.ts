import { type Interval, intervalOf, resample } from './bootstrap.ts';
import type { PageEnd } from './contestant-runner.ts';
import { BARE_PARSE, type Contestant, OURS, YARDSTICK } from './contestants.ts';
import type { BenchPage } from './gold.ts';
import { type MainMeasure, mainScore, type PageScore, type SetScore, scorePage, scoreSet } from './scores.ts';

/** How one contestant did on a set. */
export interface Standing extends SetScore {
  readonly name: string;
  /** Of the main measure, 95 %. */
  readonly interval?: Interval;
  /** Wirefold's main measure less this one's, with the interval of the paired bootstrap, 95 %. */
  readonly behind?: { readonly by: number; readonly interval: Interval };
  /** Pages that it threw on and that it hung on: they count as empty predictions. */
  readonly threw: number;
  readonly hung: number;
  /** On one core, with metadata, median of the rounds; null where no round could be timed. */
  readonly pagesPerSecond: number | null;
  readonly toReadability?: number;
  readonly toBareParse?: number;
}

/** Scores every page of every contestant; what it threw or hung on is an empty prediction. */
export function scoreAll(
  contestants: readonly Contestant[],
  ended: ReadonlyMap<string, readonly PageEnd[]>,
  pages: readonly BenchPage[],
): Map<string, PageScore[]> {
  return new Map(
    contestants.map(({ name, finds }) => [
      name,
      pages.map((page, at) => {
        const end = ended.get(name)?.[at];
        const found = end?.kind === 'predicted' ? end.prediction : { text: '', authors: [] };
        return scorePage(page, found, finds);
      }),
    ]),
  );
}

/** The standing of every contestant, with what sampling leaves open: the pages are drawn again `RESAMPLES` times. */
export function rankAll(
  scored: ReadonlyMap<string, readonly PageScore[]>,
  rates: ReadonlyMap<string, number | null>,
  ended: ReadonlyMap<string, readonly PageEnd[]>,
  main: MainMeasure | undefined,
): Standing[] {
  const draws = resample(scored.get(OURS)?.length ?? 0);
  const overDraws = (pages: readonly PageScore[]): number[] | undefined =>
    main === undefined || scoreSet(pages)[main] === undefined
      ? undefined
      : draws.map((draw) =>
          mainScore(
            main,
            Array.from(draw, (at) => pages[at] ?? {}),
          ),
        );
  const ours = overDraws(scored.get(OURS) ?? []);
  const ourScore = scoreSet(scored.get(OURS) ?? []);
  return [...scored].map(([name, pages]) => {
    const score = scoreSet(pages);
    const theirs = name === OURS ? ours : overDraws(pages);
    const count = (kind: PageEnd['kind']) =>
      (ended.get(name) ?? []).filter((end) => end.kind === kind).length;
    const pagesPerSecond = rates.get(name) ?? null;
    return {
      ...{ name, ...score, threw: count('threw'), hung: count('hung'), pagesPerSecond },
      ...(theirs && { interval: intervalOf(theirs) }),
      ...(theirs && ours && main && name !== OURS && { behind: behind(main, ourScore, score, ours, theirs) }),
      ...ratio('toReadability', pagesPerSecond, rates.get(YARDSTICK)),
      ...ratio('toBareParse', pagesPerSecond, rates.get(BARE_PARSE)),
    };
  });
}

function behind(
  main: MainMeasure,
  ourScore: SetScore,
  score: SetScore,
  ours: readonly number[],
  theirs: readonly number[],
) {
  const differences = ours.map((value, at) => value - (theirs[at] ?? 0));
  return { by: (ourScore[main] ?? 0) - (score[main] ?? 0), interval: intervalOf(differences) };
}

function ratio(field: string, rate: number | null, other: number | null | undefined): object {
  return rate === null || !other ? {} : { [field]: rate / other };
}
