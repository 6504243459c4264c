import type { Signature } from '@wirefold/contracts/evidence';
import { dayOf } from '@wirefold/dedupe/instant';
import { signatureOf } from '@wirefold/dedupe/signature';
import { shippedWeights } from '@wirefold/dedupe/weights';
import type { Connection } from './connection.ts';
import type { EvidenceRow } from './evidence-rows.ts';
import type { TextGraph } from './text-graph.ts';

/** An article as far as its signature depends on it. */
export interface Wording {
  readonly id: string;
  readonly headline: string | null;
  readonly text: string;
  readonly language: string | null;
  readonly published_at: string | null;
}

const WORDING = 'id, headline, text, language, published_at';
/** Copies that are looked at for one of the same signature: the likest come first, so that it is nearly always the first. */
const MOST_LOOKED_AT = 20;
/** Copies that came last, among which some may be copies of the new text already: what was compared while it was on its way. */
const LATEST = 100;
/** Words of a text by which its copies are searched. */
const PHRASE_WORDS = 12;

/**
 * What becomes of the evidence about exact copies when one of them gets another text. The index compares one article
 * of each signature with the others (its representative), and the rest with that one alone, so that what holds for all of them may be stated of the
 * one that is revised.
 */
export function textHeirs(db: Connection, graph: TextGraph) {
  const wording = db.prepare<[string], Wording>(`SELECT ${WORDING} FROM articles WHERE id = ?`);
  const likest = db.prepare<[string, string, string | null], Wording>(
    `SELECT ${WORDING} FROM articles WHERE id IN (SELECT value FROM json_each(?))
     ORDER BY text = ? DESC, headline IS ? DESC, id LIMIT ${MOST_LOOKED_AT}`,
  );
  const latest = db.prepare<[string], Wording>(
    `SELECT ${WORDING} FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY stored_at DESC, id LIMIT ${LATEST}`,
  );
  const wasRevised = db.prepare<[string], 1>('SELECT 1 FROM revisions WHERE article_id = ? LIMIT 1').pluck();
  const search = db.prepare<[string], Wording>(
    `SELECT a.id, a.headline, a.text, a.language, a.published_at FROM article_search f JOIN articles a ON a.seq = f.rowid
     WHERE article_search MATCH ? ORDER BY a.id LIMIT ${MOST_LOOKED_AT}`,
  );
  return {
    /** An article that has exact copies, before it is written; null for any other. */
    before: (articleId: string): Wording | null =>
      (graph.textOf(articleId)?.ids.length ?? 0) > 1 ? (wording.get(articleId) ?? null) : null,

    /** What is to be stated in place of all rows about an article that said `former` when they were stated. */
    inherited(former: Wording, rows: readonly EvidenceRow[]): EvidenceRow[] {
      const now = wording.get(former.id);
      const others = new Map(rows.filter(isCopy).map((row) => [otherOf(row, former.id), row]));
      const ids = [...others.keys()].filter((id) => graph.member(id) !== null);
      const key = now === undefined ? '' : signed(now).exactKey;
      const stays = new Set(
        latest
          .all(JSON.stringify(ids))
          .filter((one) => key !== '' && signed(one).exactKey === key)
          .map(({ id }) => id),
      );
      const left = ids.filter((id) => !stays.has(id)).sort();
      const kept = [...others].flatMap(([id, row]) => (stays.has(id) ? [row] : []));
      const signature = signed(former);
      const copies = likest.all(JSON.stringify(left), former.text, former.headline);
      const heir = copies.find((one) => isSameSignature(signed(one), signature))?.id;
      const hub = heir ?? left[0];
      if (hub === undefined) return kept;
      const stars = left.flatMap((id) => (id === hub ? [] : [copyRow(hub, id, others.get(id), graph)]));
      const inherited = rows.filter((row) => !isCopy(row)).map((row) => turnedTo(row, former.id, hub));
      return heir === undefined ? [...kept, ...stars] : [...kept, ...stars, ...inherited];
    },

    /**
     * A statement that two articles are copies, as it holds now: a revision may have come between it and its being stored. Then
     * it speaks of another article that has the text still, or null where none is found.
     */
    currentCopy(articleId: string, otherId: string): string | null {
      if (wasRevised.get(otherId) === undefined) return otherId;
      const [own, other] = [wording.get(articleId), wording.get(otherId)];
      if (own === undefined || other === undefined) return otherId;
      const key = signed(own).exactKey;
      if (signed(other).exactKey === key) return otherId;
      const words = own.text.match(/[\p{L}\p{N}]+/gu)?.slice(0, PHRASE_WORDS) ?? [];
      if (words.length === 0) return null;
      const found = search.all(`text : "${words.join(' ')}"`);
      return found.find((one) => one.id !== articleId && signed(one).exactKey === key)?.id ?? null;
    },
  };
}

function isCopy({ kind, score }: EvidenceRow): boolean {
  return kind === 'exact' && score === 1;
}

function otherOf(row: EvidenceRow, articleId: string): string {
  return row.article_id === articleId ? row.other_article_id : row.article_id;
}

/** Whichever weights are used: what is compared are two signatures made with the same. */
function signed({ id, headline, text, language, published_at }: Wording): Signature {
  const optional = {
    ...(language !== null && { language }),
    ...(published_at !== null && { publishedAt: published_at }),
  };
  return signatureOf({ articleId: id, headline: headline ?? '', text, ...optional }, shippedWeights());
}

function isSameSignature(a: Signature, b: Signature): boolean {
  return (
    a.day === b.day &&
    a.exactKey === b.exactKey &&
    Buffer.compare(a.sketch, b.sketch) === 0 &&
    a.termKeys.join() === b.termKeys.join() &&
    a.fingerprints.join() === b.fingerprints.join()
  );
}

function copyRow(a: string, b: string, like: EvidenceRow | undefined, graph: TextGraph): EvidenceRow {
  const [one, other] = [a, b].map((id) => dayOf(graph.member(id)?.publishedAt));
  const days = typeof one === 'number' && typeof other === 'number' ? { days: Math.abs(one - other) } : {};
  const [first, second] = a < b ? [a, b] : [b, a];
  return {
    article_id: first,
    other_article_id: second,
    kind: 'exact',
    score: 1,
    signals: JSON.stringify(days),
    weights_version: like?.weights_version ?? '',
  };
}

/** A row about an article as one about another of the same signature. */
function turnedTo(row: EvidenceRow, articleId: string, heirId: string): EvidenceRow {
  const other = otherOf(row, articleId);
  const [first, second] = heirId < other ? [heirId, other] : [other, heirId];
  const isTurned = (first === heirId) !== (row.article_id === articleId);
  return {
    ...row,
    article_id: first,
    other_article_id: second,
    signals: isTurned ? turnedSignals(row.signals) : row.signals,
  };
}

/** Signals tell what the first article of a pair is to the second. */
function turnedSignals(signals: string): string {
  const { truncated, extended, ...rest } = JSON.parse(signals) as Record<string, number>;
  return JSON.stringify({
    ...rest,
    ...(extended !== undefined && { truncated: extended }),
    ...(truncated !== undefined && { extended: truncated }),
  });
}
