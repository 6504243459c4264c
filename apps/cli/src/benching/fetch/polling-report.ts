import type { Output } from '../../output/output.ts';
import { type Measure, showTable } from '../measure-table.ts';
import type { PollingFigures, Side } from './polling.ts';

type Row = Side & { readonly name: string };

const MEASURES: readonly Measure<Row>[] = [
  { title: 'polls', show: ({ polls }) => polls.toLocaleString('en') },
  { title: 'MB', show: ({ bytes }) => (bytes / 1e6).toFixed(1) },
  { title: 'mean delay', show: ({ delay }) => minutes(delay.mean) },
  { title: '95th percentile', show: ({ delay }) => minutes(delay.percentile95) },
  { title: 'missed', show: ({ missed }) => missed.toLocaleString('en') },
];

/** Shows what a day of polling came to, beside the simple rule. */
export function showPollingFigures(figures: PollingFigures, out: Output): void {
  const { feeds, seed, warmUpDays, entries, wirefold, rule, ratio, faults } = figures;
  const about = `${feeds.toLocaleString('en')} feeds, ${entries.toLocaleString('en')} entries, after ${warmUpDays} days, seed ${seed}`;
  out.line(out.paint.bold(`A day of polling (simulated clock): ${about}`));
  const every = `every ${rule.everySeconds / 60} min, no validators`;
  showTable(
    MEASURES,
    [
      { name: 'wirefold', ...wirefold },
      { name: every, ...rule },
    ],
    out,
  );
  out.line(
    out.paint.dim(
      'MB: heads and bodies, both ways; delay: from the date of an entry to the poll that finds it',
    ),
  );
  out.line();
  out.line(`bytes moved   ${ratio.toFixed(3)} of the rule's`);
  out.line(
    faults.length === 0 ? 'verify        green' : `verify        ${faults.length} faults: ${faults[0]}`,
  );
}

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;
