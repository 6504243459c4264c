import type { Evidence } from '@wirefold/contracts/evidence';
import type { CountedEvidence } from '@wirefold/contracts/read-model';
import { scoreInCrowd } from '@wirefold/dedupe/crowding';
import type { Connection } from './connection.ts';
import { TextGraph } from './text-graph.ts';

/** Gives pairs the scores that folding counts; what it reads it keeps for the life of the result. */
export function countingReader(db: Connection): () => (pair: Evidence) => CountedEvidence {
  return () => {
    const graph = new TextGraph(db);
    const crowdingAround = (id: string): number => {
      const text = graph.textOf(id);
      return text === null ? 0 : graph.crowdingOf(text);
    };
    return (pair) => {
      const { kind, score, articleId, otherArticleId } = pair;
      if (kind !== 'story') return { ...pair, counts: score };
      const crowding = (crowdingAround(articleId) + crowdingAround(otherArticleId)) / 2;
      return { ...pair, counts: scoreInCrowd(score, crowding) };
    };
  };
}
