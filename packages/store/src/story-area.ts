import type { Evidence } from '@wirefold/contracts/evidence';
import { type FoldedStory, foldStories } from '@wirefold/dedupe/fold';
import { EVEN, weightOf } from '@wirefold/dedupe/pair-weight';
import type { Connection } from './connection.ts';
import { crowdingReader } from './crowding.ts';
import { type Decided, decisionReader } from './decisions.ts';
import { type JoinTree, joinTreeOf, keepClear, type WeighedPair } from './join-tree.ts';
import { MEMBER_COLUMNS, type Member, type MemberRow, memberOf } from './members.ts';
import { innerPairReader, type Pair, pairReader } from './pairs.ts';

/** Articles that were folded by themselves as they fold among all others, and their stories. */
export interface Area {
  readonly members: ReadonlyMap<string, Member>;
  readonly stories: readonly FoldedStory[];
}

/** What is stored about articles, read at most once a search. */
interface Surroundings {
  storyIdOf(articleId: string): string | undefined;
  membersOf(storyId: string): readonly Member[];
  pairsOf(articleId: string): readonly Pair[];
  crowdingOf(articleId: string): number;
  /** How the articles of a story join; null where that is not known. */
  treeOf(articleIds: readonly string[]): JoinTree | null;
  readonly decided: Decided;
}

/**
 * Finds how far a change reaches, and folds that. It starts with the stored stories of the changed articles
 * and folds them alone; where a story so folded does not keep clear of a stored one around it, that one
 * is taken in, and all is folded again. What is left outside folds as it did before, so that the outcome
 * is that of folding everything (a property test), at the cost of the neighbourhood: news is chained into
 * components of thousands by pairs that are barely more likely than not.
 *
 * Changed articles: each that is new or was revised, one end of each pair whose evidence changed, each that it
 * has become more or less crowded around, and all that a decision names which was made or undone. What decisions hold together is taken in together.
 */
export function areaFinder(db: Connection): (changedIds: Iterable<string>) => Area {
  const look = surroundingsReader(db);
  return (changedIds) => {
    const around = look();
    const members = new Map<string, Member>();
    const takeIn = (storyIds: Iterable<string>) => {
      for (const id of storyIds) for (const member of around.membersOf(id)) members.set(member.id, member);
    };
    const partners = [...changedIds].flatMap((id) => [id, ...around.decided.together(id)]);
    takeIn(new Set(partners.flatMap((id) => around.storyIdOf(id) ?? [])));
    const border = borderCheck(around, members);
    for (;;) {
      const stories = foldStories(
        [...members.values()],
        evidenceAmong(members, around),
        around.decided.constraints,
        around.crowdingOf,
      );
      const entangled = new Set(stories.flatMap(border));
      if (entangled.size === 0) return { members, stories };
      takeIn(entangled);
    }
  };
}

function surroundingsReader(db: Connection): () => Surroundings {
  const storyId = db.prepare<[string], string>('SELECT story_id FROM articles WHERE id = ?').pluck();
  const members = db.prepare<[string], MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM articles m WHERE m.story_id = ?`,
  );
  const pairs = pairReader(db);
  const innerPairs = innerPairReader(db);
  const decisions = decisionReader(db);
  const crowding = crowdingReader(db);
  return () => {
    const decided = decisions();
    const crowdingOf = remembered(crowding);
    return {
      storyIdOf: (articleId) => storyId.get(articleId),
      membersOf: remembered((id: string) => members.all(id).map(memberOf)),
      pairsOf: remembered(pairs),
      crowdingOf,
      treeOf: (articleIds) =>
        joinTreeOf(articleIds, innerPairs(articleIds, crowdingOf), decided.constraints.groupOf),
      decided,
    };
  };
}

function remembered<T>(read: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const value = read(id);
    known.set(id, value);
    return value;
  };
}

/** Folding looks at kind and score alone, so neither the signals nor the version are read. */
const UNREAD = { signals: {}, weightsVersion: '' };

function evidenceAmong(members: ReadonlyMap<string, Member>, around: Surroundings): Evidence[] {
  return [...members.keys()].flatMap((articleId) =>
    around
      .pairsOf(articleId)
      .filter(({ otherId }) => articleId < otherId && members.has(otherId))
      .map(({ otherId, kind, score }) => ({ articleId, otherArticleId: otherId, kind, score, ...UNREAD })),
  );
}

/** Gives the stored stories outside that a folded story does not keep clear of. */
function borderCheck(
  around: Surroundings,
  members: ReadonlyMap<string, Member>,
): (story: FoldedStory) => string[] {
  // A story that comes out of a later folding unchanged was held against all that is still outside.
  const checked = new Set<string>();
  const storedTree = remembered((storyId: string) =>
    around.treeOf(around.membersOf(storyId).map(({ id }) => id)),
  );
  return ({ articleIds }) => {
    const name = articleIds.join();
    if (checked.has(name)) return [];
    checked.add(name);
    const neighbours = [...pairsAcross(articleIds, members, around)].flatMap(
      ([storyId, pairs]): [string, WeighedPair[]][] => {
        // Nothing joins at a mean of even odds or less, and no mean is above the highest weight.
        if (!pairs.some(({ pair }) => pair.most > EVEN)) return [];
        const weighed = pairs.map((across) => weighedAcross(across, around));
        return weighed.some(({ weight }) => weight > EVEN) ? [[storyId, weighed]] : [];
      },
    );
    if (neighbours.length === 0) return [];
    const own = around.treeOf(articleIds);
    return neighbours.flatMap(([storyId, pairs]) => {
      const stored = own === null ? null : storedTree(storyId);
      return own !== null && stored !== null && keepClear(own, stored, pairs) ? [] : [storyId];
    });
  };
}

/** A pair of an article of the area with one outside it. */
interface Across {
  readonly articleId: string;
  readonly pair: Pair;
}

/** Pairs from a story to articles outside the area, by the stored story at their other end. */
function pairsAcross(
  articleIds: readonly string[],
  members: ReadonlyMap<string, Member>,
  around: Surroundings,
): Map<string, Across[]> {
  const across = new Map<string, Across[]>();
  for (const articleId of articleIds) {
    for (const [otherId, pair] of strongest(around.pairsOf(articleId))) {
      if (members.has(otherId)) continue;
      const known = across.get(pair.otherStoryId);
      if (known === undefined) across.set(pair.otherStoryId, [{ articleId, pair }]);
      else known.push({ articleId, pair });
    }
  }
  return across;
}

function weighedAcross({ articleId: a, pair: { otherId: b, kind, score } }: Across, around: Surroundings) {
  return { a, b, weight: weightOf(kind, score, (around.crowdingOf(a) + around.crowdingOf(b)) / 2) };
}

/** Where a pair was stated under two kinds, the stronger statement counts. */
function strongest(pairs: readonly Pair[]): Map<string, Pair> {
  const best = new Map<string, Pair>();
  for (const pair of pairs) {
    if (pair.most >= (best.get(pair.otherId)?.most ?? 0)) best.set(pair.otherId, pair);
  }
  return best;
}
