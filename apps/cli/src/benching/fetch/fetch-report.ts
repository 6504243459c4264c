import type { Output } from '../../output/output.ts';
import { counted } from '../../output/phrases.ts';
import { printable } from '../../output/printable.ts';
import type { GapFigures } from './gap.ts';
import type { Course, SoakFigures } from './soak.ts';
import type { ThroughputFigures } from './throughput.ts';

/** Shows pages a second beside the bare loop's. */
export function showThroughput(figures: ThroughputFigures, out: Output): void {
  const { pages, hosts, rounds } = figures;
  out.line(
    out.paint.bold(`${counted(pages, 'page')} of ${counted(hosts, 'host')} that answer in 5 to 300 ms`),
  );
  out.line(`  through the fetch stage  ${rate(figures.pagesPerSecond)}`);
  out.line(
    `  undici alone             ${rate(figures.barePagesPerSecond)}, one request at a time to a host as well`,
  );
  out.line(`  ratio                    ${figures.ratio.toFixed(3)}`);
  out.line(`  undici without manners   ${rate(figures.rudePagesPerSecond)}, four at a time to every host`);
  const [ours, bare] = [figures.cpuMsPerPage, figures.bareCpuMsPerPage];
  out.line(`  processor time           ${ours.toFixed(2)} ms a page, undici alone ${bare.toFixed(2)} ms`);
  out.line(`  waits in line            ${figures.deferralsPerPage.toFixed(2)} a page`);
  out.line(
    `  asked at the same time   ${counted(figures.overlaps, 'time')} in ${counted(figures.requests, 'request')}`,
  );
  out.line(
    out.paint.dim(
      `medians of ${counted(rounds, 'round')} in alternation, each after 20 pages of one host; accept, ledger, Redis, robots.txt, guard and manners are in it, a gap between requests is not`,
    ),
  );
  out.line();
}

/** Shows how near requests to a host came, by the hosts' own logs. */
export function showGap(figures: GapFigures, out: Output): void {
  const { requests, workers, hosts } = figures;
  const asked = `${counted(requests, 'request')} of ${counted(workers, 'worker process', 'worker processes')}`;
  out.line(
    out.paint.bold(`${asked} to ${counted(hosts, 'host')} with faults, in ${figures.seconds.toFixed(0)} s`),
  );
  const ms = (value: number | null) => (value === null ? '-' : value.toFixed(1));
  out.table(
    [
      { title: 'owed ms', align: 'right' },
      { title: 'hosts', align: 'right' },
      { title: 'requests', align: 'right' },
      { title: 'smallest gap', align: 'right' },
      { title: 'least to spare', align: 'right' },
    ],
    figures.rules.map((rule) => [
      ...[String(rule.ruleMs), String(rule.hosts), String(rule.requests)],
      ...[ms(rule.smallestGapMs), ms(rule.leastSpareMs)],
    ]),
  );
  out.line(`  asked at the same time   ${counted(figures.overlaps, 'time')}`);
  out.line(`  asked too soon           ${counted(figures.early, 'time')}`);
  if (figures.tightest !== null) out.line(`  nearest to too soon      ${tightestLine(figures.tightest)}`);
  out.line(
    out.paint.dim(
      `by the hosts’ own clocks, at most ${figures.farmLagMs.toFixed(0)} ms late, from the end of an answer; owed are the setting or the crawl-delay, twice the time of the last answer, and its Retry-After`,
    ),
  );
  out.line();
}

function tightestLine({
  host,
  path,
  after,
  statusBefore,
  ...ms
}: NonNullable<GapFigures['tightest']>): string {
  const [took, owed, gap] = [ms.tookMs, ms.owedMs, ms.gapMs].map((value) => value.toFixed(1));
  const before = `${printable(after)}, which took ${took} ms to answer ${statusBefore}`;
  return `${host}${printable(path)} came ${gap} ms after ${before}: owed were ${owed} ms`;
}

/** Shows how memory went, and whether all is accounted for. */
export function showSoak(figures: SoakFigures, out: Output): void {
  const ended = Object.entries(figures.ended).filter(([, count]) => count > 0);
  out.line(
    out.paint.bold(
      `${counted(figures.accepted, 'item')} in ${counted(figures.minutes, 'minute')}, all stages`,
    ),
  );
  out.line(`  ended      ${ended.map(([name, count]) => `${count} ${printable(name)}`).join(', ')}`);
  out.line(`  worker     ${courseLine(figures.worker)}`);
  out.line(`  Redis      ${courseLine(figures.redis)}, the index of the articles among it`);
  out.line(
    `  in flight  ${figures.drained ? 'nothing at the end' : 'items were still there when the wait ended'}`,
  );
  const { faults } = figures;
  out.line(
    `  verify     ${faults.length === 0 ? 'green' : `${counted(faults.length, 'fault')}: ${printable(faults[0] ?? '')}`}`,
  );
  out.line();
}

function courseLine({ early, end, trend, halves }: Course): string {
  if (early === null || end === null) return 'not measured';
  const course = trend && `, ${signed(trend.anHour)} MB an hour, give or take ${trend.noise.toFixed(1)}`;
  const ranges = halves.flatMap((range) =>
    range === null ? [] : `${range.least.toFixed(0)}-${range.most.toFixed(0)}`,
  );
  const between = `${ranges.join(' MB in the first half of the rest, ')} MB in the second`;
  return `${early.toFixed(0)} MB when a sixth was over, ${end.toFixed(0)} MB at the end; ${between}${course ?? ''}`;
}

const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(1)}`;
const rate = (value: number): string => `${value.toFixed(0)} pages/s`;
