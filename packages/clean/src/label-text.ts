import type { Verdict } from './blocks.ts';
import { decideLines } from './decide-lines.ts';
import { ruleLines, ruleWithoutText } from './label-lines.ts';
import { keepLineChances, type LineModel } from './line-model.ts';
import { placeHeadline } from './text-headline.ts';
import type { TextLine } from './text-lines.ts';

/** One verdict a line: the rules first, then the learned model over what they saw. */
export function labelTextLines(
  lines: readonly TextLine[],
  headline: string | undefined,
  model: LineModel,
): Verdict[] {
  const ruled = ruleLines(lines, headline);
  if (ruled === undefined) return ruleWithoutText(lines);
  const decided = decideLines(ruled, keepLineChances(model, ruled));
  return headline === undefined ? placeHeadline(ruled, decided) : decided;
}
