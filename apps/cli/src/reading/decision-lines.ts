import type { DecisionOutcome, DecisionRecord } from '@wirefold/contracts/read-model';
import type { Context } from '../context.ts';
import { counted, shortTime } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { withReader } from './open-store.ts';
import { showStories } from './stories-table.ts';

/** A decision in one line: its number, when, what, why, and what later ones leave of it. */
export function decisionLine({
  number,
  decidedAt,
  action,
  detail,
  reason,
  standing,
}: DecisionRecord): string {
  const why = reason === null ? '' : `: ${reason}`;
  const left = standing === 'holds' ? '' : ` (${standing})`;
  return printable(`${number}  ${shortTime(decidedAt)}  ${action}  ${detail}${why}${left}`);
}

/** Prints what a decision came to, and the stories in which the articles concerned are now. */
export async function tellDecision(outcome: DecisionOutcome, context: Context): Promise<void> {
  const { out } = context;
  if (out.json) return out.record(outcome);
  const { decision, storyIds, affected } = outcome;
  out.line(decisionLine(decision));
  for (const other of affected) out.line(`Decision ${affectedLine(other)}`);
  const stories = await withReader(context, (reader) => reader.recentStories(storyIds));
  out.line();
  showStories(out, stories);
  const next =
    decision.standing === 'undone'
      ? 'The evidence decides again, and what other decisions leave of it.'
      : `It outlives every folding. Take it back: wirefold decisions undo ${decision.number}`;
  out.note(`\n${counted(stories.length, 'story', 'stories')}. ${next}`);
}

function affectedLine({ number, action, standing, detail }: DecisionRecord): string {
  return printable(`${number} (${action}: ${detail}) now ${standing}`);
}
