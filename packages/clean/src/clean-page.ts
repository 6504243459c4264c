import type { Article, Cleaned, CleanInput } from '@wirefold/contracts/article';
import { done, dropped, type Outcome } from '@wirefold/contracts/outcome';
import { agencyName } from './agencies.ts';
import { assembleBody, type Body } from './article.ts';
import { type BlockModel, shippedBlockModel } from './block-model.ts';
import { comparable, normalizeLine, wordCount } from './characters.ts';
import { markFurniture } from './furniture.ts';
import { findHeadline, titleForms } from './headline.ts';
import { applyHints } from './hints.ts';
import { labelPageBlocks } from './label-blocks.ts';
import type { OwnWords } from './label-trust.ts';
import { type PageFacts, readFacts } from './page-facts.ts';
import { findLanguage } from './page-language.ts';
import { findMetadata } from './page-metadata.ts';
import { parsePage } from './parse-page.ts';
import { TextForms } from './text-forms.ts';
import { whyNoArticle } from './verdict-on-page.ts';
import { CLEANER_VERSION } from './version.ts';
import { walkPage } from './walk-page.ts';

/** JSON-LD's articleBody stands in only where the page yields less than a tenth of it. */
const LAST_RESORT_RATIO = 10;

/** The titles and descriptions that a page gives itself. */
export function ownWords(facts: PageFacts): OwnWords {
  return { titles: new TextForms(titleForms(facts)), descriptions: new TextForms(descriptionForms(facts)) };
}

function descriptionForms(facts: PageFacts): Set<string> {
  const said = [
    facts.meta.get('og:description')?.[0],
    facts.meta.get('description')?.[0],
    facts.linked?.description,
  ];
  return new Set(
    said.flatMap((text) => (text === undefined ? [] : [comparable(text)])).filter((form) => form.length > 20),
  );
}

function linkedParagraphs(facts: PageFacts): string[] {
  const body = facts.linked?.body;
  if (body === undefined || /<[a-z]/i.test(body)) return [];
  return body
    .split(/\n+/)
    .map(normalizeLine)
    .filter((line) => line.length > 0);
}

function withLastResort(body: Body, facts: PageFacts): Body {
  const paragraphs = linkedParagraphs(facts);
  const length = paragraphs.reduce((sum, line) => sum + line.length, 0);
  if (length < 200 || length < LAST_RESORT_RATIO * body.text.length) return body;
  const blocks = paragraphs.map((text) => ({ text, verdict: { label: 'body', rule: 'json-ld' } as const }));
  return { ...assembleBody(blocks), captions: body.captions, removed: body.removed };
}

/** True for a station's or paper's own sign (`WXYZ` on wxyz.example), which is no agency's. */
function isOwnSign(sign: string, url: string | undefined): boolean {
  if (agencyName(sign) !== undefined || url === undefined || !URL.canParse(url)) return false;
  return new URL(url).hostname.includes(sign.toLowerCase());
}

/**
 * Cleans an HTML page, by the shipped block model unless another is given. Rejects `empty` where it has no text,
 * `no-article` where none is found in it.
 */
export function cleanPage(input: CleanInput, model: BlockModel = shippedBlockModel()): Outcome<Cleaned> {
  const { blocks, regions, facts: elements } = walkPage(parsePage(input.content));
  const facts = readFacts(elements);
  if (blocks.length === 0 && facts.linked?.body === undefined)
    return dropped('empty', 'the page shows no text');
  const own = ownWords(facts);
  const verdicts = labelPageBlocks({ blocks, regions, own, linkedBody: facts.linked?.body ?? '' }, model);
  const labelled = blocks.map(({ text, index }) => ({
    text,
    verdict: verdicts[index] ?? ({ label: 'navigation', rule: 'outside-article' } as const),
  }));
  const body = withLastResort(assembleBody(markFurniture(labelled, input.furniture)), facts);
  const headline = findHeadline(facts);
  const why = whyNoArticle(body, wordCount(body.text), headline, facts);
  if (why !== undefined) return dropped('no-article', why);
  const metadata = findMetadata(facts, input, blocks, verdicts);
  const language = findLanguage(facts, body.text, input.hints?.language);
  const article: Article = {
    ...(headline !== undefined && { headline }),
    text: body.text,
    ...(body.lede !== undefined && { lede: body.lede }),
    ...metadata,
    ...(metadata.credit === undefined &&
      body.agency !== undefined &&
      !isOwnSign(body.agency, input.url) && { credit: body.agency }),
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
