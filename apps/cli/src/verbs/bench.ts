import { benchFlow, type FlowFigures } from '../benching/flow.ts';
import { usageError } from '../cli-error.ts';
import type { Verb } from '../context.ts';

/** The benchmarks; `flow` takes inputs through all stages beside the bare queues. */
export const run: Verb = async ([which, ...inputs], _options, { out, settings }) => {
  if (which !== 'flow') {
    throw usageError('Unknown benchmark', which ?? '(none)', 'The one there is: wirefold bench flow FILE…');
  }
  const figures = await benchFlow(inputs, settings().values, (text) => out.note(text));
  if (out.json) out.record(figures);
  else for (const line of flowLines(figures)) out.line(line);
  return figures.faults.length === 0 ? 0 : 1;
};

function flowLines(figures: FlowFigures): string[] {
  const { items, seconds, itemsPerSecond, stories, ended, faults, bareJobsPerSecond, ratio } = figures;
  const states = Object.entries(ended).map(([state, count]) => `${count} ${state}`);
  return [
    `${items} items through four stages in ${seconds.toFixed(1)} s: ${states.join(', ')}; ${stories} stories`,
    `  whole chain        ${itemsPerSecond.toFixed(0)} items/s`,
    `  bare BullMQ chain  ${bareJobsPerSecond.toFixed(0)} jobs/s, four queues in the same run`,
    `  ratio              ${ratio.toFixed(3)}`,
    `  peak memory        ${figures.peakMemoryMb} MB`,
    faults.length === 0
      ? '  verify             green'
      : `  verify             ${faults.length} faults: ${faults[0]}`,
  ];
}
