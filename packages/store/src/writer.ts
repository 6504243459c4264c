import type { StoreWriter } from '@wirefold/contracts/ports';
import { balanceOf } from './balance.ts';
import { type Connection, connectForWriting, translating } from './connection.ts';
import { decisionWriter } from './decision-writer.ts';
import { endWriter, quarantiner } from './ends.ts';
import { evidenceWriter } from './evidence-rows.ts';
import { type Feeds, feedWriter } from './feeds.ts';
import { databaseIdOf } from './identity.ts';
import { endReader } from './item-ends.ts';
import { ledgerOf } from './ledger.ts';
import { listEnder } from './list-ends.ts';
import { migrateSchema } from './migration.ts';
import { restater } from './restatement.ts';
import { storyFolder } from './story-folding.ts';
import { TextGraph } from './text-graph.ts';
import { waitingMethods } from './waiting-items.ts';
import { weightsReader, weightsWriter } from './weights-rows.ts';

/**
 * Opens the database at `path` for writing, creates and migrates it as needed. Every method is one
 * transaction (of `commitList`, every step) that takes the write lock at its start and waits up to 30 s for it.
 *
 * @throws SchemaTooNewError, DatabaseDamagedError at open; DatabaseFullError, DatabaseBusyError from any
 *   method: nothing of that call was kept, and it may be called again; DecisionRefusedError from a decision
 *   that makes no sense.
 */
export function openWriter(path: string): StoreWriter {
  const db = connectForWriting(path);
  try {
    translating(path, () => migrateSchema(db, path));
    return writerOn(db, path);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The port over an open connection. */
export function writerOn(db: Connection, path: string): StoreWriter {
  const ledger = ledgerOf(db);
  const graph = new TextGraph(db);
  const fold = storyFolder(db, graph);
  const feeds = feedWriter(db, ledger);
  const books = { ledger, feeds };
  const end = endWriter(db, books, graph, fold);
  const quarantine = quarantiner(books);
  const ends = endReader(db);
  const balance = balanceOf(db);
  const evidence = evidenceWriter(db, graph);
  const restate = restater(db, graph, evidence);
  const decide = decisionWriter(db, fold);
  let clock = '~';
  /** IMMEDIATE: a transaction that reads first and writes later cannot wait for a lock, and fails. */
  const writing = <T>(now: string, work: () => T): T => {
    clock = now;
    return translating(path, db.transaction(work).immediate);
  };
  const folding = <T>(now: string, work: () => T): T => {
    try {
      return writing(now, () => {
        // Articles and stories point to each other, so the keys are checked at the end.
        db.pragma('defer_foreign_keys = ON');
        graph.begin();
        return work();
      });
    } catch (error) {
      graph.clear();
      throw error;
    }
  };
  return {
    accept: (items, now) => writing(now, () => items.map((item) => ledger.accept(item, now))),
    databaseId: databaseIdOf(db),
    pendingIds: (before) => translating(path, () => ledger.pendingIds(before, clock)),
    pendingItems: (ids) => translating(path, () => ids.flatMap((id) => ledger.pendingItem(id))),
    redelivered: (ids, now) => writing(now, () => ids.forEach((id) => void ledger.redelivered(id, now))),
    commit: (tasks, now) => folding(now, () => end(tasks, now)),
    commitList: (task, clock) => listEnder(books).inSteps(task, clock, writing),
    addEvidence: (found, now, versions = new Map()) =>
      folding(now, () => {
        const changed = evidence.add(found.filter(evidence.isOf(versions)));
        if (changed > 0) fold({}, now);
        return changed;
      }),
    restate: (found, compared, now) =>
      folding(now, () => {
        const restated = restate(found, compared);
        fold({}, now);
        return restated;
      }),
    merge: (storyId, otherId, reason, now) => folding(now, () => decide.merge(storyId, otherId, reason, now)),
    split: (storyId, ids, reason, now) => folding(now, () => decide.split(storyId, ids, reason, now)),
    undoDecision: (number, now) => folding(now, () => decide.undo(number, now)),
    retry: (ids, now) => writing(now, () => ids.flatMap((id) => ledger.retry(id, now))),
    drop: (ids, now) => writing(now, () => ids.reduce((count, id) => count + ledger.drop(id, now), 0)),
    quarantine: (id, stage, reason, detail, now) =>
      writing(now, () => quarantine(id, { stage, reason, detail }, now)),
    ...waitingMethods(db, path, ledger.jobs, writing),
    ...feedMethods(feeds, path, writing),
    ...weightsMethods(db, path, writing),
    ends: (ids) => translating(path, () => ends(ids)),
    balance: () => translating(path, balance),
    close: () => {
      db.close();
    },
  };
}

type FeedMethods = Pick<StoreWriter, 'addFeeds' | 'removeFeeds' | 'dueFeeds' | 'startPolls'>;

function feedMethods(feeds: Feeds, path: string, writing: <T>(now: string, work: () => T) => T): FeedMethods {
  return {
    addFeeds: (list, now) => writing(now, () => list.map((feed) => feeds.add(feed, now))),
    removeFeeds: (ids, now) => writing(now, () => ids.filter((id) => feeds.remove(id, now))),
    dueFeeds: (now, limit) => translating(path, () => feeds.due(now, limit)),
    startPolls: (ids, now) => writing(now, () => ids.flatMap((id) => feeds.startPoll(id, now))),
  };
}

type WeightsMethods = Pick<StoreWriter, 'weights' | 'weightsInForce' | 'keepWeights' | 'enforceWeights'>;

function weightsMethods(
  db: Connection,
  path: string,
  writing: <T>(now: string, work: () => T) => T,
): WeightsMethods {
  const weights = weightsWriter(db);
  const readWeights = weightsReader(db);
  return {
    weights: () => translating(path, db.transaction(readWeights).deferred),
    weightsInForce: () => translating(path, weights.inForce),
    keepWeights: (snapshot, now) => writing(now, () => weights.keep(snapshot, now)),
    enforceWeights: (version, now) => writing(now, () => weights.enforce(version, now)),
  };
}
