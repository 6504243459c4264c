import { type AddResult, add, type InputKind, openHome, readInputs } from '@wirefold/pipeline';
import type { Verb } from '../context.ts';
import { stopOnSignals } from '../ingesting/stopping.ts';

/** Accepts the inputs and leaves them to running workers. */
export const run: Verb<{ as?: InputKind }> = async (inputs, options, { out, around, settings }) => {
  const { values } = settings();
  const stopping = stopOnSignals(() => out.note('Stopping: nothing more is accepted.'));
  const home = await openHome(values, (text) => out.note(text));
  const named = readInputs(inputs, {
    ...{ cwd: around.cwd, stdin: around.stdin, maxBodyBytes: values.maxBodyBytes },
    ...(options.as ? { as: options.as } : {}),
  });
  const result = await add(home, named, stopping.signal).finally(() => home.close(values.graceMs));
  stopping.release();
  for (const { named: name, problem } of result.problems) {
    out.fault('Input left out', `${name}: ${problem}`, 'Check the path and try again.');
  }
  if (out.json) out.record(result.counts);
  else out.line(sentence(result));
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
