import type { FetchJob, StageJobs } from '@wirefold/contracts/jobs';
import type { Bodies } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { type FeedReader, type Fetched, fetchDocument, type HttpClient } from '@wirefold/fetch';
import type { TdmSaying } from '@wirefold/fetch/reservations';
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

/** Between the fetch queue and the clean queue; a feed goes straight on to the store, which accepts its entries. */
export function fetchStage(parts: FetchParts): StageBetween<'fetch', Uint8Array | 'remote', Fetched> {
  return {
    stage: 'fetch',
    load: (job) => (job.provided ? parts.bodies.get(job.itemId, 'document') : Promise.resolve('remote')),
    run: (job, input) =>
      fetchDocument(job, {
        client: parts.clientFor(job.itemId),
        bytes: input === 'remote' ? null : input,
        now: parts.now(),
        tdmSaying: parts.tdmSaying,
        excludeReserved: parts.excludeReserved,
        readFeed: parts.readFeed,
      }),
    save: (job, fetched) => saveFetched(parts.bodies, job, fetched),
  };
}

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
