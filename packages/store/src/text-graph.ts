import type { EvidenceKind } from '@wirefold/contracts/evidence';
import { CROWD_LEAST, CROWD_NEIGHBOURS, crowdingOf } from '@wirefold/dedupe/crowding';
import type { Link } from '@wirefold/dedupe/pair-weight';
import type { Connection } from './connection.ts';
import { MEMBER_COLUMNS, type Member, type MemberRow, memberOf } from './members.ts';
import { copyReader, likelyReader, type Pair, pairReader, pairWith } from './pairs.ts';

/** One text, and what is stated between it and others: a node of the fold (`textsOf` in the dedupe package). */
export interface Text {
  /** The stored articles that have it, in no order. */
  readonly ids: string[];
  /** The smallest of them. */
  first: string;
  /** Links to other texts; null until they are asked for. */
  links: Map<Text, Link> | null;
  /** Null until it is asked for. */
  crowding: number | null;
}

interface Entry {
  /** Null where the article has not come. */
  member: Member | null;
  /** By the other article; null until they are asked for. */
  pairs: Map<string, Pair> | null;
  text: Text | null;
}

/** Pairs that are held at most between two transactions: about 80 MB. */
const MOST_PAIRS = 400_000;

/**
 * The articles, texts and pairs that a connection has read, kept from one transaction to the next. Whoever
 * changes an article or evidence tells it, in the order `watch`, the change in the database, and what changed.
 */
export class TextGraph {
  readonly #entries = new Map<string, Entry>();
  readonly #stories = new Map<string, Set<string>>();
  readonly #crowdingBefore = new Map<string, number>();
  readonly #touched = new Set<string>();
  readonly #readPairs: (articleId: string) => Map<string, Pair>;
  readonly #readCopies: (articleId: string) => string[];
  readonly #readLikely: (articleId: string) => [otherId: string, score: number][];
  readonly #readMember: (articleId: string) => MemberRow | undefined;
  readonly #readStory: (storyId: string) => MemberRow[];
  readonly #readVersion: () => unknown;
  #version: unknown = null;
  #pairs = 0;

  constructor(db: Connection) {
    const member = db.prepare<[string], MemberRow>(`SELECT ${MEMBER_COLUMNS} FROM articles m WHERE m.id = ?`);
    const story = db.prepare<[string], MemberRow>(
      `SELECT ${MEMBER_COLUMNS} FROM articles m WHERE m.story_id = ?`,
    );
    this.#readPairs = pairReader(db);
    this.#readCopies = copyReader(db);
    this.#readLikely = likelyReader(db);
    this.#readMember = (id) => member.get(id);
    this.#readStory = (id) => story.all(id);
    this.#readVersion = () => db.pragma('data_version', { simple: true });
  }

  /** At the start of a transaction: forgets all where another connection has written since, or it is too much. */
  begin(): void {
    const version = this.#readVersion();
    if (version !== this.#version || this.#pairs > MOST_PAIRS) this.clear();
    this.#version = version;
  }

  /** Forgets all: after a transaction that was rolled back. */
  clear(): void {
    for (const held of [this.#entries, this.#stories, this.#crowdingBefore, this.#touched]) held.clear();
    this.#pairs = 0;
  }

  member(articleId: string): Member | null {
    return this.#entry(articleId).member;
  }

  /** Ids of the articles that are stored in a story. */
  idsIn(storyId: string): ReadonlySet<string> {
    const known = this.#stories.get(storyId);
    if (known !== undefined) return known;
    const ids = new Set<string>();
    for (const row of this.#readStory(storyId)) {
      ids.add(row.id);
      if (!this.#entries.has(row.id))
        this.#entries.set(row.id, { member: memberOf(row), pairs: null, text: null });
    }
    this.#stories.set(storyId, ids);
    return ids;
  }

  /** The text of an article that is stored; null for any other. */
  textOf(articleId: string): Text | null {
    const entry = this.#entry(articleId);
    if (entry.member === null) return null;
    return entry.text ?? this.#gather(articleId, entry);
  }

  linksOf(text: Text): ReadonlyMap<Text, Link> {
    if (text.links !== null) return text.links;
    const links = new Map<Text, Link>();
    for (const id of text.ids) {
      for (const [otherId, pair] of this.#pairsOf(id)) {
        if (pair.story === 0 && pair.copy === 0) continue;
        const other = this.textOf(otherId);
        if (other !== null && other !== text) links.set(other, strongerOf(links.get(other), pair));
      }
    }
    text.links = links;
    return links;
  }

  crowdingOf(text: Text): number {
    text.crowding ??= crowdingOf(
      text.links === null ? this.#likestScores(text) : [...text.links.values()].map(({ story }) => story),
    );
    return text.crowding;
  }

  /** To be called before a change of what is stated about an article, or of that article itself. */
  watch(articleId: string): void {
    const text = this.textOf(articleId);
    if (text === null || this.#crowdingBefore.has(articleId)) return;
    this.#crowdingBefore.set(articleId, this.crowdingOf(text));
  }

  /** Notes that an article is to be folded again. */
  touch(articleId: string): void {
    this.#touched.add(articleId);
  }

  /** The articles to be folded again: those noted, and those around which it is more or less crowded than it was. */
  takeTouched(): Set<string> {
    for (const [id, before] of this.#crowdingBefore) {
      const text = this.textOf(id);
      if (text !== null && this.crowdingOf(text) !== before) this.#touched.add(id);
    }
    const touched = new Set(this.#touched);
    this.#touched.clear();
    this.#crowdingBefore.clear();
    return touched;
  }

  /** Before an article is written: those that it is stated with are watched. */
  writing(articleId: string): void {
    for (const otherId of this.#pairsOf(articleId).keys()) this.watch(otherId);
    this.watch(articleId);
  }

  /** After an article was written. */
  wrote(articleId: string): void {
    const entry = this.#entry(articleId);
    const isNew = entry.member === null;
    const row = this.#readMember(articleId);
    if (row === undefined) return;
    entry.member = memberOf(row);
    this.touch(articleId);
    if (!isNew) return;
    this.#stories.get(row.story_id)?.add(articleId);
    entry.text = { ids: [articleId], first: articleId, links: null, crowding: null };
    for (const [otherId, pair] of this.#pairsOf(articleId)) this.#show(articleId, otherId, pair);
  }

  /** After a row of evidence was written; both articles were watched before. */
  stated(a: string, b: string, kind: EvidenceKind, score: number): void {
    const [one, other] = [this.#entry(a), this.#entry(b)];
    const before = one.pairs?.get(b) ?? other.pairs?.get(a);
    const pair = pairWith(undefined, kind, score);
    if (isLess(before, kind, score)) {
      this.#forget(a, [b]);
      this.#forget(b, [a]);
      return;
    }
    const after = pairWith(before, kind, score);
    this.#pairs += (one.pairs?.has(b) === false ? 1 : 0) + (other.pairs?.has(a) === false ? 1 : 0);
    one.pairs?.set(b, after);
    other.pairs?.set(a, after);
    if (one.member !== null && other.member !== null) this.#show(a, b, pair);
  }

  /** Before rows of evidence about an article go: all that they count for is watched. */
  removing(articleId: string): void {
    for (const id of this.textOf(articleId)?.ids ?? [articleId]) {
      this.touch(id);
      for (const otherId of this.#pairsOf(id).keys()) this.watch(otherId);
    }
  }

  /** After rows of evidence about an article, or between its partners, went or came. */
  removed(articleId: string): void {
    this.#forget(articleId, [...this.#pairsOf(articleId).keys()]);
  }

  moved(articleId: string, storyId: string): void {
    const entry = this.#entry(articleId);
    if (entry.member === null) return;
    this.#stories.get(entry.member.storyId)?.delete(articleId);
    this.#stories.get(storyId)?.add(articleId);
    entry.member = { ...entry.member, storyId };
  }

  #entry(articleId: string): Entry {
    const known = this.#entries.get(articleId);
    if (known !== undefined) return known;
    const row = this.#readMember(articleId);
    const entry: Entry = { member: row === undefined ? null : memberOf(row), pairs: null, text: null };
    this.#entries.set(articleId, entry);
    return entry;
  }

  #pairsOf(articleId: string): Map<string, Pair> {
    const entry = this.#entry(articleId);
    if (entry.pairs === null) {
      entry.pairs = this.#readPairs(articleId);
      this.#pairs += entry.pairs.size;
    }
    return entry.pairs;
  }

  #copiesOf(articleId: string): string[] {
    const { pairs } = this.#entry(articleId);
    if (pairs === null) return this.#readCopies(articleId);
    return [...pairs].flatMap(([otherId, { isSame }]) => (isSame ? [otherId] : []));
  }

  /** Makes the text of an article that has none yet, with all that have it. */
  #gather(articleId: string, entry: Entry): Text {
    const text: Text = { ids: [articleId], first: articleId, links: null, crowding: null };
    entry.text = text;
    // The list grows while it is walked.
    for (const id of text.ids) {
      for (const otherId of this.#copiesOf(id)) {
        const other = this.#entry(otherId);
        if (other.member === null || other.text === text) continue;
        other.text = text;
        text.ids.push(otherId);
        if (otherId < text.first) text.first = otherId;
      }
    }
    return text;
  }

  /** Lets what is stated about two stored articles count for their texts. */
  #show(a: string, b: string, pair: Pair): void {
    const [one, other] = [this.textOf(a), this.textOf(b)];
    if (one === null || other === null || one === other) return;
    if (pair.isSame) this.#unite(one, other);
    else {
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const) {
        from.links?.set(to, strongerOf(from.links.get(to), pair));
        from.crowding = null;
      }
    }
  }

  #unite(one: Text, other: Text): void {
    const [kept, gone] = one.ids.length < other.ids.length ? [other, one] : [one, other];
    for (const id of gone.ids) {
      for (const [otherId, pair] of this.#pairsOf(id)) {
        if (pair.story === 0 && pair.copy === 0) continue;
        this.watch(otherId);
        this.#dull(otherId);
        this.#dull(kept.first);
      }
    }
    for (const id of gone.ids) {
      this.#entry(id).text = kept;
      kept.ids.push(id);
    }
    if (gone.first < kept.first) kept.first = gone.first;
  }

  /** What is stated about an article and these partners of it, and all that followed from it, is read anew. */
  #forget(articleId: string, partnerIds: readonly string[]): void {
    const members = [articleId, ...(this.#entry(articleId).text?.ids ?? [])];
    for (const id of members) for (const otherId of this.#pairsOf(id).keys()) this.#dull(otherId);
    for (const id of members) this.#entry(id).text = null;
    for (const id of [articleId, ...partnerIds]) {
      this.#dull(id);
      const entry = this.#entry(id);
      this.#pairs -= entry.pairs?.size ?? 0;
      entry.pairs = null;
    }
  }

  #dull(articleId: string): void {
    const text = this.#entries.get(articleId)?.text;
    if (text === null || text === undefined) return;
    text.links = null;
    text.crowding = null;
  }

  #likelyOf(articleId: string): [otherId: string, score: number][] {
    const { pairs } = this.#entry(articleId);
    if (pairs === null) return this.#readLikely(articleId);
    return [...pairs].flatMap(([id, { story }]): [string, number][] => (story > 0.5 ? [[id, story]] : []));
  }

  /** Scores of the likest other texts, as many as count for crowding: only the texts of these are asked for. */
  #likestScores(text: Text): number[] {
    const pairs = text.ids.flatMap((id) => this.#likelyOf(id));
    if (pairs.length < CROWD_LEAST) return [];
    const likest = new Map<Text, number>();
    for (const [otherId, score] of pairs.sort((a, b) => b[1] - a[1])) {
      const other = this.textOf(otherId);
      if (other === null || other === text || likest.has(other)) continue;
      likest.set(other, score);
      if (likest.size === CROWD_NEIGHBOURS) break;
    }
    return [...likest.values()];
  }
}

function strongerOf(known: Link | undefined, { story, copy }: Link): Link {
  if (known === undefined) return { story, copy };
  return { story: Math.max(known.story, story), copy: Math.max(known.copy, copy) };
}

/** Whether a statement takes back a part of what was stated. */
function isLess(before: Pair | undefined, kind: EvidenceKind, score: number): boolean {
  if (kind === 'exact') return score < 1;
  return score < ((kind === 'story' ? before?.story : before?.copy) ?? 0);
}
