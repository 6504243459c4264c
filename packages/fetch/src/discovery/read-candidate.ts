import type { Entry } from '@wirefold/contracts/jobs';
import { QuarantineError } from '@wirefold/contracts/outcome';
import { assertDocumentStatus } from '../answer-status.ts';
import { canonicalizeUrl } from '../canonical-url.ts';
import { decodeText, findCharset } from '../charset.ts';
import { identifyForm, isFeed, isSitemap } from '../document-form.ts';
import { extractFeed, type FeedReader, faultIn } from '../feed-entries.ts';
import type { HttpAnswer } from '../http-client.ts';
import { parseMediaType } from '../media-type.ts';
import { RejectError } from '../reject-error.ts';
import { extractSitemapEntries, type SitemapForm } from '../sitemap-entries.ts';
import { unpackList } from '../unpack-list.ts';
import type { Candidate, CandidateForm, Lead } from './discovery.ts';
import { type GotPage, isCommentFeed } from './page-leads.ts';

/** What an answer turned out to be. */
export type Reading =
  | { readonly kind: 'candidate'; readonly candidate: Candidate; readonly entries: readonly Entry[] }
  | ({ readonly kind: 'page' } & GotPage)
  | { readonly kind: 'neither'; readonly why: string };

export interface ReadingParts {
  readonly readFeed?: FeedReader;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/**
 * Reads an answer as a feed, a sitemap or a page.
 * @throws RejectError, RetryError and QuarantineError of `assertDocumentStatus`, `unpackList` and `readFeed`
 */
export async function readCandidate(lead: Lead, answer: HttpAnswer, parts: ReadingParts): Promise<Reading> {
  const { readFeed = async (task) => extractFeed(task), now } = parts;
  assertDocumentStatus(answer, now);
  const packed = { bytes: answer.body, type: parseMediaType(answer.headers['content-type']) };
  const { bytes, type } = await unpackList(packed);
  const form = identifyForm(bytes, type.essence);
  const url = answer.finalUrl;
  if (form === 'html') {
    const charset = findCharset(bytes, type.charset, 'html');
    return { kind: 'page', bytes, charset, url, linkHeader: answer.headers.link };
  }
  try {
    if (isFeed(form)) {
      const charset = findCharset(bytes, type.charset, form === 'json-feed' ? 'none' : 'xml');
      const { entries, title, language } = await readFeed({ bytes, charset, form, url, now });
      return candidateOf(lead, answer, { kind: 'feed', form, entries, title, language });
    }
    if (isSitemap(form)) {
      const charset = findCharset(bytes, type.charset, form === 'text-sitemap' ? 'none' : 'xml');
      const { entries, detail } = await extractSitemapEntries(decodeText(bytes, charset), form, { url, now });
      if (entries.length === 0) return { kind: 'neither', why: `a sitemap without entries${left(detail)}` };
      const language = entries.find(({ hints }) => hints?.language !== undefined)?.hints?.language;
      return candidateOf(lead, answer, { kind: 'sitemap', form: newsOr(form, entries), entries, language });
    }
  } catch (error) {
    if (error instanceof QuarantineError || error instanceof RejectError) throw error;
    return { kind: 'neither', why: `a broken ${form}: ${faultIn(error)}` };
  }
  return {
    kind: 'neither',
    why: form === 'opml' ? 'an OPML list, which can be imported' : `neither: ${form}`,
  };
}

const left = (detail: string | undefined) => (detail === undefined ? '' : `; ${detail}`);

/** A news sitemap gives its articles' titles (Google's extension "news"); an ordinary one gives none. */
function newsOr(form: SitemapForm, entries: readonly Entry[]): CandidateForm {
  const isNews = form === 'sitemap' && entries.some(({ hints }) => hints?.headline !== undefined);
  return isNews ? 'news-sitemap' : form;
}

interface Contents {
  readonly kind: 'feed' | 'sitemap';
  readonly form: CandidateForm;
  readonly entries: readonly Entry[];
  readonly title?: string | undefined;
  readonly language?: string | undefined;
}

function candidateOf(lead: Lead, answer: HttpAnswer, contents: Contents): Reading {
  const { kind, form, entries, language } = contents;
  const url = canonicalizeUrl(answer.movedTo ?? lead.url) ?? lead.url;
  const title = contents.title ?? lead.title;
  const newest = newestOf(entries);
  const candidate: Candidate = {
    ...{ url, kind, form, foundBy: lead.foundBy },
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
    entries: entries.length,
    ...(newest === undefined ? {} : { newest }),
    isComments: kind === 'feed' && isCommentFeed(url, lead.title, contents.title),
  };
  return { kind: 'candidate', candidate, entries };
}

/** Local times are taken for UTC: the date is for a person to look at. */
function newestOf(entries: readonly Entry[]): string | undefined {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { hints, changedAt } of entries) {
    const date = hints?.publishedAt ?? hints?.modifiedAt ?? changedAt;
    if (date === undefined) continue;
    const time = Date.parse(date.length === 19 ? `${date}Z` : date);
    if (time > newest) newest = time;
  }
  return Number.isFinite(newest) ? new Date(newest).toISOString() : undefined;
}
