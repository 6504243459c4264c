import type { Article, CleanInput } from '@wirefold/contracts/article';
import { findCanonical, resolveAddress } from './addresses.ts';
import { namedAgency } from './agencies.ts';
import type { Block, Label, Verdict } from './blocks.ts';
import { findByline } from './byline.ts';
import { normalizeLine } from './characters.ts';
import { creditOf } from './credit-lines.ts';
import { isBelievable, type ParsedDate, parseDate } from './dates.ts';
import type { Byline } from './names.ts';
import type { PageFacts } from './page-facts.ts';

const PUBLISHED_META = [
  'article:published_time',
  'og:published_time',
  'datepublished',
  'article.published',
  'date',
  'pubdate',
  'publish-date',
  'publishdate',
  'publication_date',
  'sailthru.date',
  'parsely-pub-date',
  'dc.date',
  'dc.date.issued',
  'dcterms.created',
  'dcterms.date',
  'cxenseparse:recs:publishtime',
  'article:published',
  'published_time',
  'rnews:datepublished',
];
const MODIFIED_META = [
  'article:modified_time',
  'og:updated_time',
  'datemodified',
  'lastmod',
  'dcterms.modified',
  'revised',
];
const SECTION_META = ['article:section', 'parsely-section', 'section'];
const KEYWORD_META = ['news_keywords', 'keywords', 'article:tag', 'parsely-tags', 'sailthru.tags'];
const MAX_KEYWORDS = 40;
/** Labels of the lines in and around an article that can name the agency it came from. */
const CREDIT_LABELS: ReadonlySet<Label> = new Set<Label>(['credit', 'byline', 'date', 'notice']);

/** Longest line, in characters, that is read as a byline or a date. */
const LONGEST_STAMP = 200;

type Blocks = readonly Block[];
type Verdicts = readonly Verdict[];

function firstDate(
  candidates: Iterable<string | undefined>,
  fetchedAt: string | undefined,
): ParsedDate | undefined {
  let seen = 0;
  for (const raw of candidates) {
    if (raw === undefined) continue;
    seen += 1;
    if (seen > 60) return undefined;
    const date = parseDate(raw);
    if (date !== undefined && isBelievable(date, fetchedAt)) return date;
  }
  return undefined;
}

const metaValues = (facts: PageFacts, names: readonly string[]): string[] =>
  names.flatMap((name) => facts.meta.get(name) ?? []);

const URL_DATE = /\/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:\/|-|$)/;

function urlDate(url: string | undefined): string | undefined {
  const match = URL_DATE.exec(url ?? '');
  return match === null ? undefined : `${match[1]}-${match[2]}-${match[3]}`;
}

function printedLines(blocks: Blocks, verdicts: Verdicts, labels: readonly Label[]): string[] {
  return blocks
    .filter(
      (block) =>
        labels.includes(verdicts[block.index]?.label ?? 'hidden') && block.text.length < LONGEST_STAMP,
    )
    .map((block) => block.text);
}

/** When the article was published: JSON-LD, meta, microdata, time elements, printed lines, then the address. */
export function findPublished(
  facts: PageFacts,
  input: CleanInput,
  blocks: Blocks,
  verdicts: Verdicts,
): ParsedDate | undefined {
  return firstDate(
    [
      facts.linked?.published,
      ...metaValues(facts, PUBLISHED_META),
      ...(facts.itemprops.get('datepublished') ?? []),
      ...facts.times.slice(0, 3),
      ...printedLines(blocks, verdicts, ['date', 'byline']),
      urlDate(input.url),
    ],
    input.fetchedAt,
  );
}

function findModified(facts: PageFacts, input: CleanInput): ParsedDate | undefined {
  return firstDate(
    [
      facts.linked?.modified,
      ...metaValues(facts, MODIFIED_META),
      ...(facts.itemprops.get('datemodified') ?? []),
    ],
    input.fetchedAt,
  );
}

function findCredit(
  facts: PageFacts,
  byline: Byline,
  blocks: Blocks,
  verdicts: Verdicts,
): string | undefined {
  if (byline.agency !== undefined) return byline.agency;
  const source = metaValues(facts, ['article:source', 'source', 'news_source', 'dc.source', 'copyright'])
    .map(namedAgency)
    .find((name) => name !== undefined);
  if (source !== undefined) return source;
  for (const block of blocks) {
    if (!CREDIT_LABELS.has(verdicts[block.index]?.label ?? 'hidden')) continue;
    const agency = creditOf(block.text);
    if (agency !== undefined) return agency;
  }
  return undefined;
}

function findKeywords(facts: PageFacts): string[] {
  const said = [
    ...(facts.linked?.keywords ?? []),
    ...metaValues(facts, KEYWORD_META).flatMap((line) => line.split(/[,;]/)),
  ];
  const clean = said
    .map((word) => normalizeLine(word.slice(0, 100)))
    .filter((word) => word.length > 1 && word.length < 80);
  return [...new Set(clean)].slice(0, MAX_KEYWORDS);
}

/** Every field of the article but its text, headline, language and captions; what is not there is left out. */
export function findMetadata(
  facts: PageFacts,
  input: CleanInput,
  blocks: Blocks,
  verdicts: Verdicts,
): Partial<Article> {
  const byline = findByline(facts, blocks, verdicts);
  const published = findPublished(facts, input, blocks, verdicts);
  const modified = findModified(facts, input);
  const credit = findCredit(facts, byline, blocks, verdicts);
  const section = normalizeLine(
    (facts.linked?.section ?? metaValues(facts, SECTION_META)[0] ?? '').slice(0, 200),
  );
  const keywords = findKeywords(facts);
  const image = resolveAddress(facts.meta.get('og:image')?.[0] ?? facts.linked?.image, input.url);
  const canonical = findCanonical([facts.canonical, facts.meta.get('og:url')?.[0]], input.url);
  return {
    ...(byline.people.length > 0 && { byline: byline.people }),
    ...(credit !== undefined && { credit }),
    ...(published !== undefined && { publishedAt: published.iso, publishedPrecision: published.precision }),
    ...(modified !== undefined && { modifiedAt: modified.iso }),
    ...(section !== '' && { section }),
    ...(keywords.length > 0 && { keywords }),
    ...(image !== undefined && { image }),
    ...(canonical !== undefined && { canonicalUrl: canonical }),
  };
}
