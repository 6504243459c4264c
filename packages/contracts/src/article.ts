import { z } from 'zod';
import { reservationSchema } from './reservations.ts';

/** A picture's caption; `credit` is the photographer or agency where one is named. */
export const captionSchema = z.object({ text: z.string(), credit: z.string().optional() });

/**
 * An article as the clean stage gives it, and as `wirefold clean --jsonl` prints it. A field that is
 * not there was not found: nothing is invented.
 */
export const articleSchema = z.object({
  headline: z.string().optional(),
  /** Paragraphs parted by a blank line; no headline, caption, credit, dateline or rail. */
  text: z.string(),
  /** Standfirst, or else the first paragraph. */
  lede: z.string().optional(),
  byline: z.array(z.string()).optional(),
  /** News agency, by its full name where it is known. */
  credit: z.string().optional(),
  /** Place, as printed. */
  dateline: z.string().optional(),
  /** ISO 8601: UTC where the zone is known, else a bare date or a local time without zone. */
  publishedAt: z.string().optional(),
  modifiedAt: z.string().optional(),
  publishedPrecision: z.enum(['day', 'minute', 'second']).optional(),
  /** BCP 47. */
  language: z.string().optional(),
  canonicalUrl: z.string().optional(),
  captions: z.array(captionSchema).optional(),
  image: z.string().optional(),
  section: z.string().optional(),
  keywords: z.array(z.string()).optional(),
});

/** A block that is not the article; `position` is its place among all blocks of the document, from 0. */
export const removedBlockSchema = z.object({
  position: z.number().int().nonnegative(),
  text: z.string(),
  rule: z.string(),
});

/** What the clean stage makes of one document. */
export const cleanedSchema = z.object({
  article: articleSchema,
  removed: z.array(removedBlockSchema),
  cleanerVersion: z.string(),
});

export type Caption = z.infer<typeof captionSchema>;
export type Article = z.infer<typeof articleSchema>;
export type RemovedBlock = z.infer<typeof removedBlockSchema>;
export type Cleaned = z.infer<typeof cleanedSchema>;

/** What a feed entry, a record or an archive says about its article beside the text itself. */
export const hintsSchema = z.object({
  headline: z.string().optional(),
  publishedAt: z.string().optional(),
  modifiedAt: z.string().optional(),
  byline: z.array(z.string()).optional(),
  language: z.string().optional(),
  /** True where the hints are the sender's own fields (a record) and outrank what the text shows. */
  authoritative: z.boolean().optional(),
  /** What an archive has of an answer's headers that reserve text and data mining. */
  reservations: z.array(reservationSchema).optional(),
});
export type Hints = z.infer<typeof hintsSchema>;

/** One document as the clean stage takes it: decoded, with what is known of it from outside. */
export interface CleanInput {
  readonly format: 'html' | 'text';
  readonly content: string;
  /** Address of the document after redirects. */
  readonly url?: string;
  readonly hints?: Hints;
  /** When it was fetched (ISO 8601 UTC): dates later than this are not believed. */
  readonly fetchedAt?: string;
  /** Other pages of its host: blocks that come back on them are the host's and not the article's. */
  readonly siblings?: readonly PagePrints[];
  /** Prints of blocks that are known to be its host's furniture; found from the siblings where not given. */
  readonly furniture?: ReadonlySet<string>;
}

/**
 * What is remembered of one page of a host. A print is 48 bits of a hash as 8 characters of base64url, or
 * empty where there is nothing to print.
 */
export interface PagePrints {
  /** Of its address without the fragment: a page that is met again takes its own place. */
  readonly page: string;
  /** Of its headline. */
  readonly title: string;
  /** Of the longest paragraph that is surely its own: it shows a copy under another headline. */
  readonly core: string;
  /** Of the blocks of its text, in order. */
  readonly kept: readonly string[];
  /** Of the blocks that were removed from it, in order. */
  readonly removed: readonly string[];
}
