import type { Cleaned } from '@wirefold/contracts/article';
import type { DedupeInput, Verdict } from '@wirefold/contracts/evidence';
import type { DedupeJob } from '@wirefold/contracts/jobs';
import { done } from '@wirefold/contracts/outcome';
import type { Bodies } from '@wirefold/contracts/ports';
import { dedupe } from '@wirefold/dedupe/stage';
import type { Yardstick } from '../hands.ts';
import type { StageBetween } from '../stage-shell.ts';

export interface DedupeParts {
  readonly bodies: Bodies;
  /** What articles are compared by now. */
  readonly yardstick: () => Promise<Yardstick>;
}

/** Between the dedupe queue and the store queue. */
export function dedupeStage(parts: DedupeParts): StageBetween<'dedupe', Cleaned, Verdict> {
  return {
    stage: 'dedupe',
    load: async (job) => {
      const bytes = await parts.bodies.get(job.itemId, 'cleaned');
      return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString()) as Cleaned);
    },
    run: async (job, cleaned) => {
      const { index, weights } = await parts.yardstick();
      return done(await dedupe(dedupeInputOf(job, cleaned), index, weights));
    },
    save: async (job, verdict) => {
      await parts.bodies.put(job.itemId, 'verdict', Buffer.from(JSON.stringify(verdict)));
      return { stage: 'store', job: { ...job, end: 'article' } };
    },
  };
}

/** An article as it left cleaning, for the dedupe stage. */
export function dedupeInputOf(
  job: Pick<DedupeJob, 'articleId' | 'source'>,
  { article }: Cleaned,
): DedupeInput {
  return {
    articleId: job.articleId,
    headline: article.headline ?? '',
    text: article.text,
    source: job.source,
    ...(article.publishedAt ? { publishedAt: article.publishedAt } : {}),
    ...(article.language ? { language: article.language } : {}),
  };
}
