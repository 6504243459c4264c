import type { Article, CleanInput } from '@wirefold/contracts/article';
import { normalizeLine } from './characters.ts';
import { isBelievable, parseDate } from './dates.ts';
import { parseByline } from './names.ts';
import { normalizeLanguage } from './page-language.ts';

function hintedFields(input: CleanInput): Partial<Article> {
  const { hints } = input;
  if (hints === undefined) return {};
  const headline = normalizeLine(hints.headline ?? '');
  const date = hints.publishedAt === undefined ? undefined : parseDate(hints.publishedAt);
  const modified = hints.modifiedAt === undefined ? undefined : parseDate(hints.modifiedAt);
  const { people, agency } = parseByline(hints.byline ?? []);
  const language = normalizeLanguage(hints.language);
  return {
    ...(headline !== '' && { headline }),
    ...(date !== undefined &&
      isBelievable(date, input.fetchedAt) && { publishedAt: date.iso, publishedPrecision: date.precision }),
    ...(modified !== undefined && isBelievable(modified, input.fetchedAt) && { modifiedAt: modified.iso }),
    ...(people.length > 0 && { byline: people }),
    ...(agency !== undefined && { credit: agency }),
    ...(language !== undefined && { language }),
  };
}

/** Fills an article from the hints: what is missing, or everything where the hints are authoritative. */
export function applyHints(article: Article, input: CleanInput): Article {
  const hinted = hintedFields(input);
  if (input.hints?.authoritative === true) return { ...article, ...hinted };
  const merged = { ...hinted, ...article };
  if (article.publishedAt !== undefined && article.publishedPrecision !== undefined) {
    return { ...merged, publishedPrecision: article.publishedPrecision };
  }
  return merged;
}
