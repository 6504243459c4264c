import type { Article, Cleaned, CleanInput } from '@wirefold/contracts/article';
import { done, dropped, type Outcome } from '@wirefold/contracts/outcome';
import { findAgency } from './agencies.ts';
import { assembleBody } from './article.ts';
import type { Verdict } from './blocks.ts';
import { comparable, normalizeLine, wordCount } from './characters.ts';
import { creditOf } from './credit-lines.ts';
import { isBelievable, type ParsedDate, parseDate } from './dates.ts';
import { markFurniture } from './furniture.ts';
import { applyHints } from './hints.ts';
import { ownLineVerdict } from './label-lines.ts';
import { labelTextLines } from './label-text.ts';
import { shippedLineModel } from './line-model.ts';
import { parseByline } from './names.ts';
import { detectLanguage, normalizeLanguage } from './page-language.ts';
import { readTextLines, type TextLine } from './text-lines.ts';
import { CLEANER_VERSION } from './version.ts';

/** One line of a text with its verdict, for checks against hand-labelled texts. */
export interface LabelledLine {
  readonly line: number;
  readonly text: string;
  readonly verdict: Verdict;
}

/** Fewest words of a text that is taken as an article. */
const FEWEST_WORDS = 8;

/**
 * A record's own text is taken as it stands: only a repeated headline at its head and an agency's
 * sign-off at its end are no part of it.
 */
function labelRecord(lines: readonly TextLine[], headline: string | undefined): Verdict[] {
  const title = comparable(headline ?? '');
  return lines.map((line, at): Verdict => {
    if (at === 0 && title !== '' && lines.length > 1 && comparable(line.text) === title) {
      return { label: 'headline', rule: 'repeats-headline' };
    }
    const isLast = at === lines.length - 1 && lines.length > 1;
    if (isLast && line.words <= 6 && ownLineVerdict(line)?.label === 'credit') {
      return { label: 'credit', rule: 'agency-line' };
    }
    return { label: 'body', rule: 'record' };
  });
}

/** Labels every line of a plain text by the rules that `clean` uses. */
export function labelText(input: CleanInput): LabelledLine[] {
  const lines = readTextLines(input.content);
  const headline = input.hints?.headline;
  const verdicts =
    input.hints?.authoritative === true
      ? labelRecord(lines, headline)
      : labelTextLines(lines, headline, shippedLineModel());
  return lines.map(({ line, text }, at) => ({
    line,
    text,
    verdict: verdicts[at] ?? { label: 'navigation', rule: 'no-running-text' },
  }));
}

function findDate(lines: readonly LabelledLine[], fetchedAt: string | undefined): ParsedDate | undefined {
  for (const { text, verdict } of lines) {
    if (verdict.label !== 'date') continue;
    const date = parseDate(text);
    if (date !== undefined && isBelievable(date, fetchedAt)) return date;
  }
  return undefined;
}

function textMetadata(lines: readonly LabelledLine[], input: CleanInput): Partial<Article> {
  const headline = lines.find(({ verdict }) => verdict.label === 'headline')?.text;
  const date = findDate(lines, input.fetchedAt);
  const signed = lines.filter(({ verdict }) => verdict.label === 'byline').map(({ text }) => text);
  const { people, agency } = parseByline(signed.slice(0, 5));
  const credits = lines.filter(({ verdict }) => verdict.label === 'credit');
  const credit =
    credits.map(({ text }) => findAgency(text) ?? creditOf(text)).find((found) => found !== undefined) ??
    agency;
  return {
    ...(headline !== undefined && { headline: normalizeLine(headline) }),
    ...(people.length > 0 && { byline: people }),
    ...(credit !== undefined && { credit }),
    ...(date !== undefined && { publishedAt: date.iso, publishedPrecision: date.precision }),
  };
}

/** Cleans a plain text. Rejects `empty` where nothing is left of it, `no-article` where nothing runs on. */
export function cleanText(input: CleanInput): Outcome<Cleaned> {
  const lines = labelText(input);
  if (lines.length === 0) return dropped('empty', 'the text has no visible characters');
  const body = assembleBody(markFurniture(lines, input.furniture));
  const isRecord = input.hints?.authoritative === true;
  const words = wordCount(body.text);
  if (words === 0 || (words < FEWEST_WORDS && !isRecord)) {
    return dropped('no-article', `no running text in ${lines.length} lines`);
  }
  const metadata = textMetadata(lines, input);
  const language = normalizeLanguage(input.hints?.language) ?? detectLanguage(body.text);
  const article: Article = {
    ...metadata,
    text: body.text,
    ...(body.lede !== undefined && { lede: body.lede }),
    ...(metadata.credit === undefined && body.agency !== undefined && { credit: body.agency }),
    ...(body.dateline !== undefined && { dateline: body.dateline }),
    ...(language !== undefined && { language }),
    ...(body.captions.length > 0 && { captions: body.captions }),
  };
  return done({
    article: applyHints(article, input),
    removed: body.removed,
    cleanerVersion: CLEANER_VERSION,
  });
}
