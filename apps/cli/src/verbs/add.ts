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
  if (result.documentsInFlight > 0) out.note(inFlightNote(result.documentsInFlight));
  if (!out.json)
    out.note('Running workers do the rest: `wirefold worker` runs one, `wirefold status` shows how it goes.');
  return result.problems.length > 0 ? 1 : 0;
};

/** Archives have several captures of a page, and one of them is in flight at a time. */
function inFlightNote(documents: number): string {
  const [came, were] = documents === 1 ? ['document came', 'was'] : ['documents came', 'were'];
  return (
    `${documents} ${came} while an earlier one of the same address was in flight, and ${were} not looked at: ` +
    'say the same again when that has ended, or use `wirefold ingest`, which takes all of them in order.'
  );
}

function sentence({ counts }: AddResult): string {
  const parts = [`${counts.new} new`];
  if (counts.again > 0) parts.push(`${counts.again} again`);
  if (counts['in-flight'] > 0) parts.push(`${counts['in-flight']} in flight already`);
  if (counts.known > 0) parts.push(`${counts.known} known already, byte for byte`);
  return `Accepted: ${parts.join(', ')}`;
}
