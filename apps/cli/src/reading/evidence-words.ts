import type { Evidence } from '@wirefold/contracts/evidence';
import type { CountedEvidence } from '@wirefold/contracts/read-model';

/** What each signal measures, for people: how alike two articles are in it, 0 to 1 where not said otherwise. */
const WORDS: Readonly<Record<string, string>> = {
  stems: 'words',
  lead: 'words of the opening',
  bigrams: 'word pairs',
  names: 'names',
  overlap: 'shared vocabulary',
  numbers: 'numbers',
  quantities: 'numbers with units',
  topNames: 'main names',
  topNamesLeast: 'main names, at least',
  topStems: 'main words',
  subject: 'names it begins with',
  subjectLeast: 'names it begins with, at least',
  headline: 'words of the headline',
  agreeing: 'units that agree (log)',
  conflicting: 'units that conflict (log)',
  containment: 'shorter text in the longer',
  alike: 'alike but for the days',
};

/** Shapes: what the first article of a pair is to the second; seen from the second, the other way round. */
const SHAPES: Readonly<Record<string, readonly [fromFirst: string, fromSecond: string]>> = {
  copy: ['a copy', 'a copy'],
  truncated: ['a shortened copy', 'an extended copy'],
  extended: ['an extended copy', 'a shortened copy'],
  roundup: ['an item and a round-up that holds it', 'an item and a round-up that holds it'],
};

/** A pair's score, and what folding counts it as where many articles around the two are as like. */
export function scoreInWords({ score, counts }: Pick<CountedEvidence, 'score' | 'counts'>): string {
  const stated = score.toFixed(2);
  return counts.toFixed(2) === stated ? stated : `${stated} (in its crowd ${counts.toFixed(2)})`;
}

type Signalled = Pick<Evidence, 'articleId' | 'kind' | 'signals'>;

/**
 * The signals of a pair in words, as seen from one of its articles (the first, where none is named): what
 * it is to the other, how many days lie between, then the measures, strongest first; zeroes are left out.
 */
export function signalsInWords({ articleId, kind, signals }: Signalled, seenFrom = articleId): string {
  const { days, weekday, terse, ...rest } = signals;
  const shapes = Object.entries(SHAPES)
    .filter(([name]) => rest[name] === 1)
    .map(([, views]) => (seenFrom === articleId ? views[0] : views[1]));
  const measures = Object.entries(rest)
    .filter(([name, value]) => value !== 0 && SHAPES[name] === undefined)
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, value]) => `${WORDS[name] ?? name} ${value.toFixed(2)}`);
  const same = kind === 'exact' ? ['the same text'] : [];
  const told = [...daysInWords(days), ...weekdayInWords(weekday), ...(terse === 1 ? ['both short'] : [])];
  return [...same, ...shapes, ...told, ...measures].join(', ') || 'nothing measured';
}

function weekdayInWords(weekday: number | undefined): string[] {
  if (weekday === undefined) return [];
  return [weekday > 0 ? 'both name the same day of the week' : 'they name other days of the week'];
}

function daysInWords(days: number | undefined): string[] {
  if (days === undefined) return [];
  if (days === 0) return ['same day'];
  return [days === 1 ? '1 day apart' : `${days} days apart`];
}
