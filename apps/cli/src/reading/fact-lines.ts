import type { StoryFact } from '@wirefold/contracts/read-model';
import { printable } from '../output/printable.ts';
import { shortId } from './short-id.ts';

/** Articles that are named for a value; the rest are counted. */
const NAMED = 3;
/** Facts and values of one that are shown; `--json` has them all. */
const SHOWN = 30;
const SHOWN_VALUES = 6;

/** What the articles of a story say differently, in lines: each fact, then each value with who has it. */
export function factLines(facts: readonly StoryFact[]): string[] {
  const rest = facts.length - SHOWN;
  return [
    ...facts.slice(0, SHOWN).flatMap(linesOf),
    ...(rest > 0 ? [`… and ${rest} more: --json has them all`] : []),
  ];
}

function linesOf({ kind, about, values }: StoryFact): string[] {
  const [only, ...others] = values;
  if (only !== undefined && others.length === 0) {
    const subject = about === '' || about === only.value ? '' : ` (${about})`;
    return [printable(`${kind}  only in ${holders(only.articleIds)}: ${only.value}${subject}`)];
  }
  return [
    printable(`${kind}${about === '' ? '' : `  ${about}`}`),
    ...values
      .slice(0, SHOWN_VALUES)
      .map(({ value, articleIds }) => `    ${printable(`${value}  in ${holders(articleIds)}`)}`),
    ...(values.length > SHOWN_VALUES ? [`    … and ${values.length - SHOWN_VALUES} more`] : []),
  ];
}

function holders(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED).map(shortId).join(', ');
  return ids.length > NAMED ? `${named} and ${ids.length - NAMED} more` : named;
}
