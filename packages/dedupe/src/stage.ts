import type { DedupeIndex, DedupeInput, Evidence, Verdict } from '@wirefold/contracts/evidence';
import { evidenceBetween } from './evidence.ts';
import { compareIds } from './fold.ts';
import { signatureOf } from './signature.ts';
import type { TermWeights } from './weights.ts';

/**
 * The dedupe stage: signs an article, registers it, and states what connects it with each article the
 * index knows. The evidence comes sorted by ids. Throws what the index throws.
 */
export async function dedupe(input: DedupeInput, index: DedupeIndex, weights: TermWeights): Promise<Verdict> {
  const signature = signatureOf(input, weights);
  const candidates = await index.registerAndFind(signature);
  const evidence = candidates.flatMap((candidate) => evidenceBetween(signature, candidate, weights) ?? []);
  return { evidence: evidence.sort(compareEvidence), weightsVersion: weights.version };
}

function compareEvidence(a: Evidence, b: Evidence): number {
  return compareIds(a.articleId, b.articleId) || compareIds(a.otherArticleId, b.otherArticleId);
}
