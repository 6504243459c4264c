import { storyIdOf } from '@wirefold/contracts/ids';
import type { Committed, StoreTask } from '@wirefold/contracts/ports';
import { articleWriter } from './article-rows.ts';
import type { Connection } from './connection.ts';
import { type Books, committed, endOf } from './end-rows.ts';
import { evidenceWriter } from './evidence-rows.ts';
import type { Ledger } from './ledger.ts';
import { type ListTask, listEnder } from './list-ends.ts';
import type { Refolded, Touched } from './story-folding.ts';
import type { TextGraph } from './text-graph.ts';

type ArticleTask = Extract<StoreTask, { readonly cleaned: unknown }>;
type OtherTask = Exclude<StoreTask, ArticleTask | ListTask>;
type FailedTask = Extract<OtherTask, { readonly body?: Uint8Array }>;
type NotModifiedTask = Exclude<OtherTask, FailedTask>;
type QuarantinedJob = Extract<FailedTask['job'], { readonly end: 'quarantined' }>;

/** What one task did, before stories are folded. */
interface Ended {
  readonly committed: Committed;
  /** Set where an article was written. */
  readonly articleId?: string;
}

/** Writes the ends of a batch of items and folds what they touched, once; runs inside the caller's transaction. */
export function endWriter(
  db: Connection,
  books: Books,
  graph: TextGraph,
  fold: (touched: Touched, now: string) => Refolded,
): (tasks: readonly StoreTask[], now: string) => Committed[] {
  const { ledger } = books;
  const endArticle = articleEnding(db, ledger, graph);
  const { whole: endList } = listEnder(books);
  const endOne = (task: StoreTask, now: string): Ended => {
    const { itemId } = task.job;
    if (!ledger.isDue(itemId, urlOf(task), sourceOf(task), now))
      return { committed: committed(itemId, 'late') };
    if ('cleaned' in task) return endArticle(task, now);
    if ('children' in task) return { committed: endList(task, now) };
    return isNotModified(task) ? endNotModified(books, task, now) : endFailed(books, task, now);
  };
  return (tasks, now) => {
    const ends = tasks.map((task) => endOne(task, now));
    const revised = ends.flatMap(({ committed: { state }, articleId = '' }) =>
      state === 'revised' ? [articleId] : [],
    );
    const { storyOf, changed } = fold({ revised }, now);
    return ends.map((ended) => {
      const storyId = storyOf.get(ended.articleId ?? '');
      return storyId === undefined || !changed.has(storyId)
        ? ended.committed
        : { ...ended.committed, storyIds: [storyId] };
    });
  };
}

function articleEnding(db: Connection, ledger: Ledger, graph: TextGraph) {
  const writeArticle = articleWriter(db);
  const evidence = evidenceWriter(db, graph);
  return (task: ArticleTask, now: string): Ended => {
    const { job, cleaned } = task;
    const { articleId, itemId, source } = job;
    const documentId = ledger.writeDocument(itemId, job.document, task.body);
    const { reservations } = job.document;
    const article = { id: articleId, itemId, documentId, source, reservations, cleaned, now };
    graph.writing(articleId);
    const former = evidence.before(articleId);
    const writing = writeArticle({ ...article, storyId: storyIdOf(articleId), url: job.document.finalUrl });
    if (writing === 'clash') return endClashing(ledger, task, documentId, now);
    ledger.addSource(source, now);
    ledger.end({ ...endOf(itemId, writing, now), documentId });
    if (writing === 'revised') evidence.remove(articleId, former);
    graph.wrote(articleId);
    evidence.add(task.verdict.evidence, articleId);
    return { committed: committed(itemId, writing), articleId };
  };
}

/** A job that pairs an item with another item's article was made by hand, and wrongly. */
function endClashing(ledger: Ledger, { job }: ArticleTask, documentId: string | null, now: string): Ended {
  const detail = `The job pairs item ${job.itemId} with article ${job.articleId}, and one of them is paired otherwise.`;
  const reason = { stage: 'store', reason: 'bad-payload', detail } as const;
  ledger.end({ ...endOf(job.itemId, 'quarantined', now), ...reason, attempts: 1, documentId });
  return { committed: committed(job.itemId, 'quarantined') };
}

function isNotModified(task: FailedTask | NotModifiedTask): task is NotModifiedTask {
  return task.job.end === 'not-modified';
}

function endNotModified({ ledger, feeds }: Books, { job }: NotModifiedTask, now: string): Ended {
  ledger.end({ ...endOf(job.itemId, 'unchanged', now), reason: 'not-modified' });
  feeds.ended(job.itemId, { kind: 'not-modified', answer: job.poll }, now);
  return { committed: committed(job.itemId, 'unchanged') };
}

function endFailed({ ledger, feeds }: Books, { job, body }: FailedTask, now: string): Ended {
  const documentId = job.document === undefined ? null : ledger.writeDocument(job.itemId, job.document, body);
  const { stage, reason, detail } = job;
  const attempts = job.end === 'quarantined' ? job.attempts : 0;
  ledger.end({ ...endOf(job.itemId, job.end, now), stage, reason, detail, attempts, documentId });
  feeds.ended(job.itemId, { kind: 'failed', reason, detail }, now);
  return { committed: committed(job.itemId, job.end) };
}

/** Ends an item without its stage's word, where it has not ended. */
export function quarantiner({ ledger, feeds }: Books) {
  return (id: string, why: Pick<QuarantinedJob, 'stage' | 'reason' | 'detail'>, now: string): void => {
    if (!ledger.isDue(id, `urn:wirefold:item:${id}`, '', now)) return;
    ledger.end({ ...endOf(id, 'quarantined', now), ...why });
    feeds.ended(id, { kind: 'failed', ...why }, now);
  };
}

function urlOf({ job }: StoreTask): string {
  return ('document' in job ? job.document?.url : undefined) ?? `urn:wirefold:item:${job.itemId}`;
}

function sourceOf({ job }: StoreTask): string {
  return 'source' in job ? job.source : '';
}
