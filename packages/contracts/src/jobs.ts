import { z } from 'zod';
import { hintsSchema } from './article.ts';
import { QUARANTINE_REASONS, type QuarantineReason, REJECT_REASONS, type RejectReason } from './reasons.ts';
import { reservationSchema } from './reservations.ts';
import { PAYLOAD_VERSION, STAGES, type Stage } from './terms.ts';

const keys = <K extends string>(table: Record<K, string>) => Object.keys(table) as [K, ...K[]];

/**
 * What an input is. `page` may turn out to be a list (a feed, a sitemap, an OPML list) when it is fetched;
 * `child-sitemap` is one that an index of sitemaps names, and may be no index itself.
 */
export const ITEM_KINDS = [
  'page',
  'feed',
  'sitemap',
  'child-sitemap',
  'opml',
  'text',
  'html',
  'record',
  'unknown',
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** The document behind an item; its bytes travel beside the job, as body `document`. */
export const documentSchema = z.object({
  /** Address asked for, and address after redirects; `file:` or `urn:` for what was not fetched. */
  url: z.string(),
  finalUrl: z.string(),
  /** ISO 8601 UTC. */
  fetchedAt: z.string(),
  httpStatus: z.number().int().nullable(),
  /** Essence of the media type, e.g. `text/html`. */
  mediaType: z.string(),
  /** WHATWG name of the encoding, for TextDecoder. */
  charset: z.string(),
  /** Hex, of the bytes as received after content decoding. */
  sha256: z.string(),
  byteLength: z.number().int().nonnegative(),
  /** Bytes or pairs of them that its encoding has no character for; left out where there are none. */
  undecodable: z.number().int().positive().optional(),
  /** Left out where nothing is reserved. */
  reservations: z.array(reservationSchema).optional(),
});
export type Document = z.infer<typeof documentSchema>;

const base = { v: z.literal(PAYLOAD_VERSION), itemId: z.string().min(1), articleId: z.string().min(1) };
const origin = {
  /** The outlet: a registrable domain, or the name that the sender gave. */
  source: z.string(),
  hints: hintsSchema.optional(),
};

/** Longest validator that is kept, in characters; servers send up to about 100. */
const MAX_VALIDATOR = 1_000;

/** What the last answer gave to ask the next time with, verbatim (RFC 9110 section 8.8). */
export const validatorsSchema = z.object({
  etag: z.string().max(MAX_VALIDATOR).optional(),
  lastModified: z.string().max(MAX_VALIDATOR).optional(),
});
export type Validators = z.infer<typeof validatorsSchema>;

/** What a feed itself says of how often it changes. An answer that brings no body does not say it again. */
export const feedPaceSchema = z.object({
  /** Seconds between two changes of it, as it says. */
  everySeconds: z.number().int().positive().optional(),
  /** Hours (0 to 23) and days (0 Sunday to 6 Saturday), UTC, in which it is not to be asked; never all of them. */
  skipHours: z.array(z.number().int().min(0).max(23)).max(23).optional(),
  skipDays: z.array(z.number().int().min(0).max(6)).max(6).optional(),
});
export type FeedPace = z.infer<typeof feedPaceSchema>;

/** Asks for a feed that is polled: where it is now, and what it was when it was last asked for. */
export const pollRequestSchema = validatorsSchema.extend({
  /** Another address than the item's own where the feed has moved for good. */
  url: z.string(),
  /** Of the last answer that brought the whole feed. */
  pace: feedPaceSchema.optional(),
});
export type PollRequest = z.infer<typeof pollRequestSchema>;

/** What a poll heard besides the entries. */
export const pollAnswerSchema = validatorsSchema.extend({
  /** The feed's own title. */
  title: z.string().max(500).optional(),
  /** Seconds before which it asks not to be polled again (Cache-Control, Expires, ttl, skipHours and the like). */
  askedSeconds: z.number().int().nonnegative().optional(),
  /** Its own part of that, to be given back with the next poll; left out where it says nothing. */
  pace: feedPaceSchema.optional(),
  /** Address after redirects, where all of them were permanent (RFC 9110: 301 and 308). */
  movedTo: z.string().optional(),
  /** Bytes of the body as sent, before content decoding. */
  wireBytes: z.number().int().nonnegative(),
});
export type PollAnswer = z.infer<typeof pollAnswerSchema>;

export const fetchJobSchema = z.object({
  ...base,
  ...origin,
  url: z.string(),
  kind: z.enum(ITEM_KINDS),
  /** True where the person said what the input is: then another kind of document is an error. */
  kindForced: z.boolean(),
  /** Set where the item is a feed or sitemap that is polled. */
  poll: pollRequestSchema.optional(),
  /** Set where the bytes came with the input (files, records): nothing is fetched. */
  provided: z
    .object({
      /** As a Content-Type field says it, its parameters included. */
      mediaType: z.string().optional(),
      /** When the bytes were fetched, by whoever did. */
      receivedAt: z.string(),
      httpStatus: z.number().int().optional(),
      /** Address after redirects, where an archive has one and it is another. */
      finalUrl: z.string().optional(),
    })
    .optional(),
});

export const cleanJobSchema = z.object({
  ...base,
  ...origin,
  kind: z.enum(ITEM_KINDS),
  document: documentSchema,
});

export const dedupeJobSchema = z.object({
  ...base,
  ...origin,
  kind: z.enum(ITEM_KINDS),
  document: documentSchema,
});

/** An entry that a feed or a list names; a page where no kind is said. */
export const entrySchema = z.object({
  url: z.string(),
  kind: z.enum(['page', 'feed', 'sitemap', 'child-sitemap']).optional(),
  hints: hintsSchema.optional(),
  /** When a list in this list was last changed, as it says; ISO 8601 UTC. */
  changedAt: z.string().optional(),
});
export type Entry = z.infer<typeof entrySchema>;

/** What the store is told: each item arrives here exactly once per acceptance. */
export const storeJobSchema = z.discriminatedUnion('end', [
  z.object({
    ...base,
    ...origin,
    kind: z.enum(ITEM_KINDS),
    end: z.literal('article'),
    document: documentSchema,
  }),
  z.object({
    ...base,
    end: z.literal('expanded'),
    kind: z.enum(['feed', 'sitemap', 'opml']),
    /** What was left out of it and why, where something was. */
    detail: z.string().optional(),
    document: documentSchema,
    /** Set where it was polled. */
    poll: pollAnswerSchema.optional(),
  }),
  z.object({
    ...base,
    /** A polled feed that has not changed since it was last polled. */
    end: z.literal('not-modified'),
    poll: pollAnswerSchema,
  }),
  z.object({
    ...base,
    end: z.literal('rejected'),
    stage: z.enum(STAGES),
    reason: z.enum(keys<RejectReason>(REJECT_REASONS)),
    detail: z.string(),
    /** Set where the bytes had come in: the document is kept, so that a reader can look. */
    document: documentSchema.optional(),
  }),
  z.object({
    ...base,
    end: z.literal('quarantined'),
    stage: z.enum(STAGES),
    reason: z.enum(keys<QuarantineReason>(QUARANTINE_REASONS)),
    detail: z.string(),
    attempts: z.number().int(),
    document: documentSchema.optional(),
  }),
]);

export type FetchJob = z.infer<typeof fetchJobSchema>;
export type CleanJob = z.infer<typeof cleanJobSchema>;
export type DedupeJob = z.infer<typeof dedupeJobSchema>;
export type StoreJob = z.infer<typeof storeJobSchema>;

/** The payload of each stage's queue. */
export interface StageJobs {
  fetch: FetchJob;
  clean: CleanJob;
  dedupe: DedupeJob;
  store: StoreJob;
}
export type AnyJob = StageJobs[Stage];

export const JOB_SCHEMAS = {
  fetch: fetchJobSchema,
  clean: cleanJobSchema,
  dedupe: dedupeJobSchema,
  store: storeJobSchema,
} as const satisfies { [S in Stage]: z.ZodType<StageJobs[S]> };
