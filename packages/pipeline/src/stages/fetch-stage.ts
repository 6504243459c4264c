import type { FetchJob, StageJobs } from '@wirefold/contracts/jobs';
import type { Bodies } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { type FeedReader, type Fetched, fetchDocument, type HttpClient } from '@wirefold/fetch';
import type { TdmSaying } from '@wirefold/fetch/reservations';
import { createLargeBodies, type LargeBodyTicket } from '../large-bodies.ts';
import type { NextJob, StageBetween } from '../stage-shell.ts';

export interface FetchParts {
  readonly bodies: Bodies;
  /** The way to the web of one item: it keeps manners. */
  readonly clientFor: (itemId: string) => Pick<HttpClient, 'get'>;
  /** What the origin of an address reserves. */
  readonly tdmSaying: (address: string) => Promise<TdmSaying>;
  /** True where reserved pages are rejected. */
  readonly excludeReserved: boolean;
  readonly readFeed: FeedReader;
  readonly now: () => string;
}

/**
 * Bodies of over a mebibyte that are fetched at a time, and bodies of any size that came with their inputs: at 20 MiB
 * each these are all that a process can come to hold, however many small ones it fetches beside them.
 */
const LARGE_BODIES = 8;
const PROVIDED_BODIES = 16;

/** Between the fetch queue and the clean queue; a feed goes straight on to the store, which accepts its entries. */
export function fetchStage(parts: FetchParts): StageBetween<'fetch', Uint8Array | 'remote', Fetched> {
  const large = createLargeBodies(LARGE_BODIES);
  const provided = createLargeBodies(PROVIDED_BODIES);
  const tickets = new WeakMap<FetchJob, LargeBodyTicket>();
  const ticketOf = (job: FetchJob): LargeBodyTicket => {
    const ticket = (job.provided ? provided : large).ticket();
    tickets.set(job, ticket);
    return ticket;
  };
  return {
    stage: 'fetch',
    load: async (job) => {
      if (!job.provided) return 'remote';
      await ticketOf(job).take();
      return parts.bodies.get(job.itemId, 'document');
    },
    run: (job, input) =>
      fetchDocument(job, {
        client: input === 'remote' ? asking(parts.clientFor(job.itemId), ticketOf(job)) : NO_WEB,
        bytes: input === 'remote' ? null : input,
        now: parts.now(),
        tdmSaying: parts.tdmSaying,
        excludeReserved: parts.excludeReserved,
        readFeed: parts.readFeed,
      }),
    save: (job, fetched) => saveFetched(parts.bodies, job, fetched),
    ended: (job) => tickets.get(job)?.end(),
  };
}

/** A client that asks for a place before it holds a large body. */
function asking(client: Pick<HttpClient, 'get'>, ticket: LargeBodyTicket): Pick<HttpClient, 'get'> {
  return { get: (url, options) => client.get(url, { ...options, beforeLarge: ticket.take }) };
}

/** What came with its bytes is not fetched. */
const NO_WEB: Pick<HttpClient, 'get'> = {
  get: async (url) => {
    throw new TypeError(`${url} came with its bytes`);
  },
};

async function saveFetched(bodies: Bodies, job: FetchJob, fetched: Fetched): Promise<NextJob> {
  const head = { v: PAYLOAD_VERSION, itemId: job.itemId, articleId: job.articleId } as const;
  if (fetched.kind === 'not-modified')
    return { stage: 'store', job: { ...head, end: 'not-modified', poll: fetched.poll } };
  if ('entries' in fetched) {
    const { kind, document, detail, entries, poll } = fetched;
    await bodies.put(job.itemId, 'entries', Buffer.from(JSON.stringify(entries)));
    const end = { ...head, end: 'expanded', kind, document } as const;
    const more = { ...(detail === undefined ? {} : { detail }), ...(poll === undefined ? {} : { poll }) };
    return { stage: 'store', job: { ...end, ...more } };
  }
  if (!job.provided) await bodies.put(job.itemId, 'document', fetched.bytes);
  const next: StageJobs['clean'] = {
    ...head,
    source: job.source,
    kind: fetched.kind,
    document: fetched.document,
  };
  return { stage: 'clean', job: job.hints ? { ...next, hints: job.hints } : next };
}
