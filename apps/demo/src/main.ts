import { join } from 'node:path';
import { type DemoPlace, freshPlace, ingestAll, ROOT, textFiles } from './demo-run.ts';
import { findingsOf } from './findings.ts';
import { balanceLines, foldingLines, nextLines, removedLines, storyLines } from './report.ts';
import { type Newsstand, startOutlets } from './server.ts';

/** `npm run demo`: invented outlets, the real pipeline, and what became of their articles. */
async function main(): Promise<number> {
  const place = await freshPlace(join(ROOT, '.wirefold', 'demo'));
  const stand = await startOutlets();
  try {
    print(await introduction(stand, place));
    const { exitCode, stdout } = await ingestAll(place, stand);
    if (exitCode !== 0) {
      const told = stdout === '' ? [] : [stdout];
      print([
        ...told,
        `The demonstration stopped: wirefold ingest ended with ${exitCode}; the reason is above.`,
      ]);
      return 1;
    }
  } finally {
    await stand.close();
  }
  await show(place);
  return 0;
}

async function introduction(stand: Newsstand, place: DemoPlace): Promise<string[]> {
  const texts = await textFiles();
  return [
    `${stand.bases.size} invented outlets are open on this machine: ${stand.feeds.length} feeds, ${stand.pages.length} pages, and ${texts.length} text files beside them.`,
    `They go through all four stages into ${place.db}, which starts afresh.`,
    '',
  ];
}

async function show(place: DemoPlace): Promise<void> {
  const findings = await findingsOf(place);
  const sections = [
    storyLines(findings),
    foldingLines(findings),
    removedLines(findings),
    balanceLines(findings),
    nextLines(findings, place.db),
  ];
  print(sections.map((lines) => lines.join('\n')).flatMap((text, i) => (i === 0 ? [text] : ['', text])));
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `The demonstration stopped: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
