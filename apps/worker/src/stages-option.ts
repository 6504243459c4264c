import { STAGES, type Stage } from '@wirefold/contracts/terms';

/**
 * Parses a list such as `fetch,clean`.
 * @throws RangeError that names the word which is no stage.
 */
export function parseStages(list: string): Stage[] {
  const words = list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const wrong = words.find((word) => !(STAGES as readonly string[]).includes(word));
  if (wrong !== undefined)
    throw new RangeError(`"${wrong}" is no stage; the stages are ${STAGES.join(', ')}`);
  if (words.length === 0) throw new RangeError(`no stage named; the stages are ${STAGES.join(', ')}`);
  return STAGES.filter((stage) => words.includes(stage));
}
