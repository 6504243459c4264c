import type { CleanInput, Hints } from '@wirefold/contracts/article';
import type { CleanJob } from '@wirefold/contracts/jobs';
import { done, dropped, type Outcome } from '@wirefold/contracts/outcome';
import { decodeText } from '@wirefold/fetch/charset';
import { z } from 'zod';

const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

/**
 * A record of a JSONL file: an article whose fields somebody has already told apart. Field names are
 * the common ones of news data sets; what is not named here is ignored.
 */
export const recordSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  url: z.string().optional(),
  title: z.string().nullish(),
  headline: z.string().nullish(),
  text: z.string().nullish(),
  html: z.string().nullish(),
  date: z.string().nullish(),
  publishedAt: z.string().nullish(),
  source: z.string().nullish(),
  language: z.string().nullish(),
  byline: names.nullish(),
  author: names.nullish(),
  authors: names.nullish(),
});
export type ArticleRecord = z.infer<typeof recordSchema>;

/** Decodes a document into what the clean stage takes; a record is unpacked. */
export function cleanInputOf(job: CleanJob, bytes: Uint8Array): Outcome<CleanInput> {
  const content = decodeText(bytes, job.document.charset);
  if (job.kind === 'record') return recordInput(job, content);
  return done({
    format: job.kind === 'text' || job.document.mediaType === 'text/plain' ? 'text' : 'html',
    content,
    url: job.document.finalUrl,
    fetchedAt: job.document.fetchedAt,
    ...(job.hints ? { hints: job.hints } : {}),
  });
}

function recordInput(job: CleanJob, line: string): Outcome<CleanInput> {
  const record = parseRecord(line);
  if (record === null) return dropped('broken-record', line.slice(0, 80));
  const content = record.html ?? record.text ?? '';
  // A record of a headline alone is an article of that headline: headlines are all that some feeds give.
  const text = content.trim() === '' ? (record.title ?? record.headline ?? '') : content;
  if (text.trim() === '') return dropped('empty');
  return done({
    format: record.html ? 'html' : 'text',
    content: text,
    url: job.document.finalUrl,
    fetchedAt: job.document.fetchedAt,
    hints: recordHints(record),
  });
}

function parseRecord(line: string): ArticleRecord | null {
  try {
    return recordSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function recordHints(record: ArticleRecord): Hints {
  const headline = record.title ?? record.headline;
  const publishedAt = record.date ?? record.publishedAt;
  const byline = record.byline ?? record.authors ?? record.author;
  return {
    authoritative: true,
    ...(headline ? { headline } : {}),
    ...(publishedAt ? { publishedAt } : {}),
    ...(byline && byline.length > 0 ? { byline } : {}),
    ...(record.language ? { language: record.language } : {}),
  };
}
