import type { IngestResult } from '@wirefold/pipeline';
import type { Output } from '../output/output.ts';

/** One sentence and its reasons: what became of all that was taken in. */
export function summaryLines(result: IngestResult, seconds: number): string[] {
  const ended = Object.entries(result.ended).map(([state, count]) => `${count} ${state}`);
  if (result.known > 0) ended.push(`${result.known} known already, byte for byte`);
  if (result.inFlight > 0) ended.push(`${result.inFlight} still in flight`);
  const total = result.accepted + result.known;
  const items = `${total} ${total === 1 ? 'item' : 'items'}`;
  const first = `${items} in ${seconds.toFixed(1)} s${ended.length > 0 ? `: ${ended.join(', ')}` : ''}`;
  const reasons = Object.entries(result.reasons).map(([reason, count]) => `  ${reason}: ${count}`);
  return [first, ...reasons, ...leftOutLines(result.leftOut)];
}

/** What of a file was no input: a line a file. */
export function leftOutLines(leftOut: IngestResult['leftOut']): string[] {
  return leftOut.map((one) => {
    const counts = Object.entries(one.leftOut).map(([what, count]) => `${count} ${what}`);
    return `  no inputs in ${one.named}: ${counts.join(', ')}`;
  });
}

/** The summary as `--json` gives it: one object, marked as such among the stories. */
export function summaryRecord(result: IngestResult, seconds: number) {
  const { accepted, known, inFlight, ended, reasons, problems, leftOut, stopped } = result;
  return {
    type: 'summary',
    ...{ accepted, known, inFlight, ended, reasons, stopped, seconds: Number(seconds.toFixed(3)) },
    notFound: problems.map(({ named }) => named),
    ...(leftOut.length > 0 ? { leftOut } : {}),
  };
}

/** Says which inputs named nothing, on standard error. */
export function tellProblems(out: Output, result: IngestResult): void {
  for (const { named, problem } of result.problems) {
    out.fault('Input left out', `${named}: ${problem}`, 'Check the path and try again.');
  }
  if ((result.reasons.robots ?? 0) > 0) {
    out.note(
      'Some addresses were not asked for, since robots.txt of their hosts disallows them: ' +
        '`wirefold sql "SELECT url, detail FROM items WHERE reason = \'robots\'"` names the rules.',
    );
  }
  if ((result.ended.quarantined ?? 0) > 0) {
    out.note(
      'Some items ended in quarantine: `wirefold quarantine list` says why, `wirefold quarantine retry` tries again.',
    );
  }
  if (result.stopped && result.inFlight > 0) {
    out.note(
      'Stopped before all had ended; the next `wirefold ingest` or `wirefold worker` goes on with the rest.',
    );
  }
}
