import { articleIdOf } from '@wirefold/contracts/ids';
import type { FetchJob } from '@wirefold/contracts/jobs';
import type {
  Acceptance,
  Bodies,
  NewItem,
  StoreTask,
  StoreWriter,
  Transport,
} from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import type { Gate } from '@wirefold/queue';
import type { Input } from './inputs.ts';

export interface AcceptParts {
  readonly writer: StoreWriter;
  readonly bodies: Bodies;
  readonly transport: Transport;
  /** Waits while the queues or Redis's memory stand over their high-water marks. */
  readonly gate: Pick<Gate, 'pass' | 'through'>;
  readonly now: () => string;
}

/**
 * Accepts one batch: a row each in the ledger first, then bodies and jobs; what cannot be read ends at once.
 * A batch whose jobs could not be sent stays accepted, and the reconciler sends it.
 */
export async function acceptBatch(
  parts: AcceptParts,
  inputs: readonly Input[],
  signal?: AbortSignal,
): Promise<Acceptance[]> {
  await parts.gate.pass(signal, inputs.length);
  const now = parts.now();
  const acceptances = parts.writer.accept(
    inputs.map((input) => input.item),
    now,
  );
  // By place: a batch may have two documents of one address, of which the first alone is accepted.
  const fresh = inputs.filter((_, at) => isFresh(acceptances[at]));
  const failed = fresh.filter(({ failure }) => failure);
  if (failed.length > 0) parts.writer.commit(failed.map(failureTask), now);
  const sound = fresh.filter(({ failure }) => !failure).map(({ item }) => item);
  await parts.gate.through(() => send(parts, sound, now), signal);
  return acceptances;
}

const isFresh = (acceptance: Acceptance | undefined): boolean =>
  acceptance?.result === 'new' || acceptance?.result === 'again';

async function send(parts: AcceptParts, items: readonly NewItem[], now: string): Promise<void> {
  await Promise.all(items.map((item) => putBody(parts.bodies, item)));
  // Of what is to be fetched the ledger knows more: an address may be a feed that is polled.
  const pending = parts.writer.pendingItems(items.filter(({ provided }) => !provided).map(({ id }) => id));
  const known = new Map(pending.map(({ job }) => [job.itemId, job]));
  await parts.transport.send(
    'fetch',
    items.map((item) => known.get(item.id) ?? fetchJobOf(item, now)),
  );
}

async function putBody(bodies: Bodies, item: NewItem): Promise<void> {
  if (item.provided) await bodies.put(item.id, 'document', item.provided.bytes);
}

type Provided = NonNullable<NewItem['provided']>;

/** The first job of an item. */
export function fetchJobOf(item: NewItem, now: string): FetchJob {
  const { id, url, kind, kindForced, source, hints, provided } = item;
  return {
    ...{ v: PAYLOAD_VERSION, itemId: id, articleId: articleIdOf(id), url, kind, kindForced, source },
    ...(hints ? { hints } : {}),
    ...(provided ? { provided: providedOf(provided, now) } : {}),
  };
}

function providedOf({ receivedAt, mediaType, httpStatus, finalUrl }: Provided, now: string) {
  return {
    receivedAt: receivedAt ?? now,
    ...(mediaType ? { mediaType } : {}),
    ...(httpStatus ? { httpStatus } : {}),
    ...(finalUrl ? { finalUrl } : {}),
  };
}

function failureTask({ item, failure }: Input): StoreTask {
  if (!failure) throw new TypeError(`Input without a failure: ${item.url}`);
  const head = {
    v: PAYLOAD_VERSION,
    itemId: item.id,
    articleId: articleIdOf(item.id),
    stage: 'fetch',
  } as const;
  return failure.end === 'rejected'
    ? { job: { ...head, end: 'rejected', reason: failure.reason, detail: failure.detail } }
    : { job: { ...head, end: 'quarantined', reason: failure.reason, detail: failure.detail, attempts: 1 } };
}
