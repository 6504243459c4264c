import type { Evidence } from '@wirefold/contracts/evidence';

/** What each signal measures, for people; those of value 1 without a figure are shapes of a copy. */
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
  agreeing: 'units that agree',
  conflicting: 'units that conflict',
  containment: 'text of the shorter in the longer',
};

/** Shapes: a signal of this name and value 1 is said without its figure. */
const SHAPES: Readonly<Record<string, string>> = {
  exact: 'the same text',
  copy: 'a copy',
  truncated: 'a shortened copy',
  extended: 'an extended copy',
};

/** The signals of a pair in words, shapes first, then the strongest; what is zero is left out. */
export function signalsInWords(signals: Evidence['signals']): string {
  const present = Object.entries(signals).filter(([, value]) => value !== 0);
  const isShape = ([name, value]: readonly [string, number]) => value === 1 && SHAPES[name] !== undefined;
  const shapes = present.filter(isShape).map(([name]) => SHAPES[name]);
  const measures = present
    .filter((one) => !isShape(one))
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, value]) => `${WORDS[name] ?? name} ${value.toFixed(2)}`);
  return [...shapes, ...measures].join(', ') || 'nothing in common';
}
