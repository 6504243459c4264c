import { type AddResult, add, type InputKind } from '@wirefold/pipeline';
import type { Verb } from '../context.ts';
import { atHome, inputsOf } from '../ingesting/at-home.ts';
import { leftOutLines } from '../ingesting/summary.ts';

/** Accepts the inputs and leaves them to running workers. */
export const run: Verb<{ as?: InputKind }> = async (inputs, options, context) => {
  const { out } = context;
  const telling = { notice: out.note, onStop: 'Stopping: nothing more is accepted.' };
  const result = await atHome(context, telling, (home, signal) =>
    add(home, inputsOf(inputs, options, context), signal),
  );
  for (const { named: name, problem } of result.problems) {
    out.fault('Input left out', `${name}: ${problem}`, 'Check the path and try again.');
  }
  if (out.json) out.record(result.counts);
  else for (const line of [sentence(result), ...leftOutLines(result.leftOut)]) out.line(line);
  if (!out.json)
    out.note('Running workers do the rest: `wirefold worker` runs one, `wirefold status` shows how it goes.');
  return result.problems.length > 0 ? 1 : 0;
};

function sentence({ counts }: AddResult): string {
  const parts = [`${counts.new} new`];
  if (counts.again > 0) parts.push(`${counts.again} again`);
  if (counts['in-flight'] > 0) parts.push(`${counts['in-flight']} in flight already`);
  if (counts.known > 0) parts.push(`${counts.known} known already, byte for byte`);
  return `Accepted: ${parts.join(', ')}`;
}
