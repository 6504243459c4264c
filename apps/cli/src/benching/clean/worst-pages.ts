import { segmentCounts, shingleCounts } from '@wirefold/clean/measures';
import type { PageEnd } from './contestant-runner.ts';
import type { BenchPage } from './gold.ts';
import { type MainMeasure, mainScoreOfPage, type PageScore } from './scores.ts';

/** What went wrong on one page. */
export interface WorstPage {
  readonly id: string;
  readonly f1: number;
  /** Paragraphs (or must-snippets) of the gold that were not found. */
  readonly missing: Wrong;
  /** Paragraphs found (or must-not snippets) that are not of the article. */
  readonly foreign: Wrong;
  /** Why there is no text at all, where there is none. */
  readonly refusal?: string;
}

interface Wrong {
  readonly count: number;
  readonly of: number;
  readonly first?: string;
}

/** Two paragraphs are one where at least half of the words of the one stand in the other, in the same order of four. */
const SAME_PARAGRAPH = 0.5;

/** The pages with the lowest F1 by the main measure, worst first; pages where nothing is wrong are left out. */
export function findWorstPages(
  main: MainMeasure,
  pages: readonly BenchPage[],
  ends: readonly PageEnd[],
  scores: readonly PageScore[],
  count: number,
): WorstPage[] {
  return pages
    .flatMap((page, at) => {
      const f1 = mainScoreOfPage(main, scores[at] ?? {});
      const end = ends[at];
      return f1 === undefined || f1 === 1 || end === undefined ? [] : [{ page, end, f1 }];
    })
    .toSorted((one, other) => one.f1 - other.f1)
    .slice(0, count)
    .map(({ page, end, f1 }) => ({ id: page.id, f1, ...faultsOf(main, page, end) }));
}

function faultsOf(main: MainMeasure, { gold }: BenchPage, end: PageEnd): Omit<WorstPage, 'id' | 'f1'> {
  const text = end.kind === 'predicted' ? end.prediction.text : '';
  const refusal = end.kind === 'predicted' ? end.prediction.refusal : `${end.kind}: ${end.detail}`;
  const faults =
    main === 'shingleF1'
      ? compareParagraphs(paragraphsOf(gold.text ?? ''), paragraphsOf(text))
      : {
          missing: wrongAmong(gold.must, (snippet) => !holds(text, snippet)),
          foreign: wrongAmong(gold.mustNot, (snippet) => holds(text, snippet)),
        };
  return { ...faults, ...(refusal === undefined ? {} : { refusal }) };
}

function compareParagraphs(gold: readonly string[], found: readonly string[]) {
  const [goldText, foundText] = [gold.join('\n\n'), found.join('\n\n')];
  return {
    missing: wrongAmong(gold, (paragraph) => shareFound(paragraph, foundText) < SAME_PARAGRAPH),
    foreign: wrongAmong(found, (paragraph) => shareFound(paragraph, goldText) < SAME_PARAGRAPH),
  };
}

function wrongAmong(all: readonly string[], isWrong: (one: string) => boolean): Wrong {
  const wrong = all.filter(isWrong);
  const [first] = wrong;
  return { count: wrong.length, of: all.length, ...(first === undefined ? {} : { first }) };
}

function shareFound(paragraph: string, text: string): number {
  if (!/[\p{L}\p{N}]/u.test(paragraph)) return 1;
  const { tp, fp } = shingleCounts(paragraph, text);
  if (tp + fp > 1 || tp > 0) return tp / (tp + fp);
  return holds(text, paragraph) ? 1 : 0;
}

/** By the measure's own rule for snippets. */
function holds(text: string, snippet: string): boolean {
  return segmentCounts([snippet], [], text).tp === 1;
}

function paragraphsOf(text: string): string[] {
  return text
    .split(/\n+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
