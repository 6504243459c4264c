import { namedAgency } from './agencies.ts';
import { normalizeCharacters, normalizeLine, wordCount } from './characters.ts';
import { LIMITS } from './limits.ts';
import { endsSentence } from './text-rules.ts';

/** One paragraph of a plain text: a line, or several that a fixed width had broken. */
export interface TextLine {
  readonly text: string;
  /** Number of its first line in the document, from 1. */
  readonly line: number;
  /** Lines without a blank line between them share a group. */
  readonly group: number;
  readonly words: number;
}

interface RawLine {
  readonly text: string;
  readonly line: number;
  readonly indent: number;
}

/** Widest line of a text that was broken at a fixed width, and fewest such lines to tell. */
const WRAP = { widest: 100, narrowest: 45, fewestPairs: 2, share: 0.5 } as const;

const toGroup = (lines: RawLine[], group: number, isWrapped: boolean): TextLine[] => {
  const paragraphs: { text: string; line: number }[] = [];
  for (const { text, line, indent } of lines) {
    const last = paragraphs[paragraphs.length - 1];
    if (last === undefined || !isWrapped || indent >= 2 || namedAgency(text) !== undefined)
      paragraphs.push({ text, line });
    else
      last.text =
        /\p{L}-$/u.test(last.text) && /^\p{Ll}/u.test(text) ? last.text + text : `${last.text} ${text}`;
  }
  return paragraphs.map((paragraph) => ({ ...paragraph, group, words: wordCount(paragraph.text) }));
};

/** Control characters written as references, as wire archives have them at the end of a report. */
const CONTROL_REFERENCE = /&#(?:x?[0-9]|[12][0-9]|3[01]);/g;

/** Splits at blank lines; each group keeps its lines. */
function readGroups(content: string): RawLine[][] {
  const groups: RawLine[][] = [];
  let group: RawLine[] = [];
  const source = normalizeCharacters(content.slice(0, LIMITS.contentChars)).replace(
    /\r\n?|[\u2028\u2029\u0085\f\v]/g,
    '\n',
  );
  for (const [at, raw] of source.split('\n').entries()) {
    const text = normalizeLine(raw.replace(CONTROL_REFERENCE, ''));
    if (text === '') {
      if (group.length > 0) groups.push(group);
      group = [];
    } else if (at < LIMITS.blocks * 10) {
      group.push({ text, line: at + 1, indent: raw.length - raw.trimStart().length });
    }
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** True where the lines were broken at a fixed width: most neighbours run on, and none is wide. */
function isHardWrapped(groups: readonly RawLine[][]): boolean {
  let pairs = 0;
  let runOn = 0;
  let widest = 0;
  for (const group of groups) {
    for (const [at, line] of group.entries()) {
      widest = Math.max(widest, line.text.length);
      const next = group[at + 1];
      if (next === undefined || next.indent >= 2 || line.text.length < WRAP.narrowest / 2) continue;
      pairs += 1;
      if (!endsSentence(line.text) && /^[\p{Ll}\d("'“+$-]/u.test(next.text)) runOn += 1;
    }
  }
  return (
    widest <= WRAP.widest &&
    widest >= WRAP.narrowest &&
    pairs >= WRAP.fewestPairs &&
    runOn >= WRAP.share * pairs
  );
}

/**
 * Reads a plain text into paragraphs: by blank lines, by single line ends, or, where a fixed width has
 * broken the lines, by indents and blank lines.
 */
export function readTextLines(content: string): TextLine[] {
  const groups = readGroups(content);
  const wrapped = isHardWrapped(groups);
  return groups.flatMap((group, at) => toGroup(group, at, wrapped)).slice(0, LIMITS.blocks);
}
