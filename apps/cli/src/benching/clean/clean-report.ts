import type { Output } from '../../output/output.ts';
import { counted } from '../../output/phrases.ts';
import { printable } from '../../output/printable.ts';
import { type Measure, showTable } from '../measure-table.ts';
import type { AbsentPeer, CleanFigures } from './bench-clean.ts';
import { type Interval, RESAMPLES } from './bootstrap.ts';
import { installLine } from './install-line.ts';
import type { Share } from './scores.ts';
import type { Standing } from './standings.ts';
import type { WorstPage } from './worst-pages.ts';

const QUALITY: readonly Measure<Standing>[] = [
  { title: 'shingle F1', show: ({ shingleF1 }) => score(shingleF1) },
  { title: 'precision', show: ({ precision }) => score(precision) },
  { title: 'recall', show: ({ recall }) => score(recall) },
  { title: 'word F1', show: ({ wordF1 }) => score(wordF1) },
  { title: 'segment F1', show: ({ segmentF1 }) => score(segmentF1) },
];

const METADATA: readonly Measure<Standing>[] = [
  { title: 'title', show: ({ title }) => share(title) },
  { title: 'authors', show: ({ authors }) => share(authors) },
  { title: 'date', show: ({ date }) => share(date) },
];

const SPEED: readonly Measure<Standing>[] = [
  { title: 'pages/s', show: ({ pagesPerSecond }) => pagesPerSecond?.toFixed(1) },
  { title: '× readability', show: ({ toReadability }) => toReadability?.toFixed(2) },
  { title: '× bare parse', show: ({ toBareParse }) => toBareParse?.toFixed(2) },
  { title: 'threw', show: ({ threw }) => String(threw) },
  { title: 'hung', show: ({ hung }) => String(hung) },
];

const DRAWS = RESAMPLES.toLocaleString('en');

/** The measure that the interval is of, in words. */
const MAIN_WORDS = { shingleF1: 'shingle F1', segmentF1: 'segment F1' } as const;

/** Shows what the bench of one set came to. */
export function showCleanFigures(figures: CleanFigures, out: Output): void {
  const { main, standings } = figures;
  out.line(out.paint.bold(`${printable(figures.set)}: ${counted(figures.pages, 'page')}`));
  const measured: Measure<Standing>[] = [...QUALITY];
  if (main !== null) {
    const title = `${MAIN_WORDS[main]}, 95 %`;
    measured.push({ title, show: ({ interval }) => interval && range(interval) });
    measured.push({ title: 'wirefold is ahead by', show: lead });
  }
  showTable(measured, standings, out);
  if (main !== null) {
    out.line(
      out.paint.dim(`in brackets and under 95 %: ${DRAWS} seeded draws of the pages, the same for all`),
    );
  }
  showTable(METADATA, standings, out);
  if (figures.rounds > 0) {
    showTable(SPEED, standings, out);
    const rounds = counted(figures.rounds, 'round');
    out.line(out.paint.dim(`one core, metadata included, median of ${rounds} after a pass to warm up`));
  }
  out.line();
  out.line(`memory of wirefold clean --jsonl: ${figures.filterMemoryMb} MB at its peak`);
  for (const name of figures.unfit) out.line(`${name}: not measured, it does not read plain text`);
  for (const peer of figures.absent) out.line(absenceLine(peer));
  showWorst(figures.worst, out);
  out.line();
}

const score = (value: number | undefined) => value?.toFixed(4);
const share = (value: Share | undefined) =>
  value && `${(value.right / value.of).toFixed(3)} of ${value.of.toLocaleString('en')}`;
const range = ([low, high]: Interval) => `${low.toFixed(4)}..${high.toFixed(4)}`;
const signed = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(4)}`;

function lead({ behind }: Standing): string | undefined {
  if (behind === undefined) return undefined;
  const [low, high] = behind.interval;
  return `${signed(behind.by)} (${signed(low)}..${signed(high)})`;
}

function absenceLine({ name, kind, detail, packages }: AbsentPeer): string {
  return kind === 'missing'
    ? `${name}: not installed; to measure it too: ${installLine(packages)}`
    : `${name}: installed, but it does not load (${printable(detail)}); install it again: ${installLine(packages)}`;
}

function showWorst(worst: readonly WorstPage[], out: Output): void {
  if (worst.length === 0) return;
  out.line();
  out.line(out.paint.bold(`The ${counted(worst.length, 'worst page')} of wirefold`));
  for (const { id, f1, missing, foreign, refusal } of worst) {
    out.line(`${f1.toFixed(3)}  ${printable(id)}`);
    if (refusal !== undefined) out.line(`       no article: ${printable(refusal)}`);
    if (missing.count > 0) out.line(`       missing ${some(missing)}`);
    if (foreign.count > 0) out.line(`       foreign ${some(foreign)}`);
    if (missing.count + foreign.count === 0)
      out.line('       every paragraph is there, but not word for word');
  }
}

const MOST_CHARACTERS = 100;

function some({ count, of, first = '' }: WorstPage['missing']): string {
  const characters = [...printable(first)];
  const cut = characters.length > MOST_CHARACTERS;
  const shown = cut ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : characters.join('');
  return `${count} of ${of}, the first: “${shown}”`;
}
