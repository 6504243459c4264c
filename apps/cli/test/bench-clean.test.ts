import { Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { showCleanFigures } from '../src/benching/clean/clean-report.ts';
import { type Runner, startRunner } from '../src/benching/clean/contestant-runner.ts';
import { installLine } from '../src/benching/clean/install-line.ts';
import { createOutput } from '../src/output/output.ts';
import { linesSet, pagesSet, pageWith } from './bench-sets.ts';
import { records, wirefold } from './wirefold.ts';
import { createWorkshop } from './workshop.ts';

const bench = (cwd: string, ...args: string[]) => wirefold(['bench', 'clean', ...args], { cwd });

describe('bench clean', { timeout: 120_000 }, () => {
  it('measures every set of a folder, each by what its gold has, as JSON lines', async () => {
    const { cwd } = await createWorkshop({ ...pagesSet('sets/pages'), ...linesSet('sets/dumps') });
    const args = ['--data', 'sets', '--against', 'readability', '--rounds', '0', '--json', '--quiet'];
    const { status, out, err } = await bench(cwd, ...args);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const [dumps, pages, ...others] = records(out);
    expect(others).toEqual([]);
    expect(dumps).toMatchObject({ set: 'dumps', pages: 1, main: 'shingleF1', unfit: ['readability'] });
    expect(pages).toMatchObject({ set: 'pages', pages: 2, unfit: [], absent: [], worst: [] });
    expect(dumps?.standings).toEqual([
      {
        ...{ name: 'wirefold', shingleF1: 1, precision: 1, recall: 1, wordF1: 1, interval: [1, 1] },
        ...{ threw: 0, hung: 0, pagesPerSecond: null },
      },
    ]);
    const all = { title: { right: 2, of: 2 }, authors: { right: 2, of: 2 }, date: { right: 2, of: 2 } };
    expect(pages?.standings).toMatchObject([
      { name: 'wirefold', shingleF1: 1, segmentF1: 1, ...all },
      {
        name: 'readability',
        threw: 0,
        hung: 0,
        ...all,
        behind: { interval: [expect.any(Number), expect.any(Number)] },
      },
    ]);
    expect(pages?.filterMemoryMb).toBeGreaterThan(20);
  });

  it('measures every peer, and none throws on a plain page', async () => {
    const { cwd } = await createWorkshop(pagesSet('pages'));
    const { out } = await bench(cwd, '--data', 'pages', '--rounds', '0', '--json', '--quiet');
    const [figures = {}] = records(out);
    expect(figures.absent).toEqual([]);
    const peers = ['readability', 'defuddle', 'article-extractor', 'metascraper', 'htmlparser2'];
    expect(figures.standings).toMatchObject(
      ['wirefold', ...peers].map((name) => ({ name, threw: 0, hung: 0 })),
    );
  });

  it('measures a folder that is a set by itself, and shows tables without colours', async () => {
    const { cwd } = await createWorkshop(pagesSet('pages'));
    const args = ['--data', 'pages', '--rounds', '1', '--against', 'readability', 'htmlparser2'];
    const { status, out, err } = await bench(cwd, ...args);
    expect(status).toBe(0);
    expect(out).toMatch(
      /^pages: 2 pages\n\n +shingle F1 +precision .* wirefold is ahead by\nwirefold +1\.0000 /,
    );
    expect(out).toMatch(/^readability +\d+\.\d +1\.00 .* 0 +0$/m);
    expect(out).toMatch(/^htmlparser2 +\d+\.\d +\d+\.\d\d +1\.00 +0 +0$/m);
    expect(out).toMatch(/^memory of wirefold clean --jsonl: \d+ MB at its peak$/m);
    expect(out).not.toContain('\u001b[');
    expect(err).toMatch(
      /^pages: reading$[\s\S]*^pages: readability, 2 pages$[\s\S]*^pages: timing, round 1 of 1$/m,
    );
  });

  it('names the worst pages and what is wrong with them in words', async () => {
    const files = pagesSet('set');
    const gold = JSON.parse(String(files['set/gold.json']));
    gold.lighthouse.text = `${gold.lighthouse.text}\n\nThe keeper of the museum had hoped to have its lens for the hall.`;
    const changed = { ...files, 'set/gold.json': JSON.stringify(gold) };
    const { cwd } = await createWorkshop(changed);
    const { out } = await bench(cwd, '--data', 'set', '--against', 'none', '--rounds', '0', '--worst', '3');
    expect(out).toMatch(
      /The 1 worst page of wirefold\n0\.9\d\d {2}lighthouse\n {7}missing 1 of 4, the first: “The keeper of the museum had hoped/,
    );
  });

  it.each([
    [
      'no folder named',
      [],
      'No sets named: bench clean. Name their folder: wirefold bench clean --data DIR.',
      2,
    ],
    [
      'a folder that is not there',
      ['--data', 'nowhere'],
      /No such folder: .*nowhere\. Name the folder of the sets/,
      2,
    ],
    ['a file for a folder', ['--data', 'sets/notes.txt'], /No such folder: .*notes\.txt\. /, 2],
    ['a folder without sets', ['--data', 'empty'], /No sets: .*empty\. A set is a folder with gold\.json/, 2],
    [
      'an unknown set',
      ['--data', 'sets', '--set', 'good', 'bad'],
      'Unknown set: bad. There are: good, list, typed, unread, void, word.',
      2,
    ],
    [
      'an unknown peer',
      ['--data', 'sets', '--against', 'reader'],
      /Unknown peer: reader\. There are: readability, defuddle, .*, none\./,
      2,
    ],
    ['rounds without end', ['--data', 'sets', '--rounds', '100'], 'from 0 to 99', 2],
    [
      'a gold file that is no JSON',
      ['--data', 'sets', '--set', 'word'],
      /Not JSON: .*word.gold\.json \(.*\)\. Mend it/,
      1,
    ],
    [
      'a gold file that is a list',
      ['--data', 'sets', '--set', 'list'],
      /Not a gold file: .*list.gold\.json\. It must hold one object/,
      1,
    ],
    [
      'a gold file without pages',
      ['--data', 'sets', '--set', 'void'],
      /A set without pages: .*void.gold\.json\. Add an entry/,
      1,
    ],
    [
      'a field of another type',
      ['--data', 'sets', '--set', 'typed'],
      /Broken entry: one in .*gold\.json\. Its "must" must be a list of texts\./,
      1,
    ],
    [
      'a page that is missing',
      ['--data', 'sets', '--set', 'unread'],
      /Page cannot be read: .*gone\.html, page one of .*\. Fetch the set again, or take/,
      1,
    ],
  ])('refuses %s', async (_name, args, message, expected) => {
    const { cwd } = await createWorkshop({
      ...pagesSet('sets/good'),
      'sets/notes.txt': 'no set',
      'sets/list/gold.json': '[]',
      'sets/typed/gold.json': '{"one":{"lines":["a"],"must":"a"}}',
      'sets/unread/gold.json': '{"one":{"html":"gone.html"}}',
      'sets/void/gold.json': '{}',
      'sets/word/gold.json': 'gold',
      'empty/sub/notes.txt': 'no set',
    });
    const { status, out, err } = await bench(cwd, '--against', 'none', ...args, '--quiet');
    expect({ status, out }).toEqual({ status: expected, out: '' });
    expect(err).toMatch(message);
    expect(err).toMatch(/^wirefold: /);
  });

  it('has a --data of its own in its help, and not the one of the private Redis beside it', async () => {
    const { cwd } = await createWorkshop();
    const { out } = await bench(cwd, '--help');
    expect(out).toContain('--data <dir>            a set (gold.json and its pages), or a folder of sets');
    expect(out).not.toContain('private Redis (WIREFOLD_DATA');
  });
});

it('names what was not measured, and the line that installs it', () => {
  const printed: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed.push(chunk.toString());
      done();
    },
  });
  const traits = {
    color: false,
    colorOnError: false,
    columns: null,
    isTerminal: false,
    errorIsTerminal: false,
    canAsk: false,
  };
  const none = { set: 's', pages: 1, main: null, rounds: 0, standings: [], worst: [], filterMemoryMb: 90 };
  const packages = ['defuddle', 'linkedom'];
  showCleanFigures(
    {
      ...none,
      unfit: ['metascraper'],
      absent: [
        { name: 'defuddle', packages, kind: 'missing', detail: '' },
        { name: 'readability', packages, kind: 'broken', detail: 'no \u001b[31mmoon' },
      ],
    },
    createOutput(traits, {}, { stdout: sink, stderr: sink }),
  );
  expect(printed.join('').split('\n').slice(2, 6)).toEqual([
    'memory of wirefold clean --jsonl: 90 MB at its peak',
    'metascraper: not measured, it does not read plain text',
    `defuddle: not installed; to measure it too: ${installLine(packages)}`,
    `readability: installed, but it does not load (no moon); install it again: ${installLine(packages)}`,
  ]);
});

describe('a peer', () => {
  const roster = new URL('./unruly-peers.ts', import.meta.url).href;
  const start = async (name: string, contents: readonly string[]) => {
    const pages = contents.map((content) => ({ ...pageWith({}), content }));
    const runner = await startRunner(name, pages, { limitMs: 1_500, roster });
    if ('close' in runner) onTestFinished(() => runner.close());
    return runner as Runner;
  };

  it('that is not installed is missing, and one that does not load is broken', async () => {
    expect(await start('absent', [])).toMatchObject({ kind: 'missing' });
    expect(await start('broken', [])).toEqual({
      kind: 'broken',
      detail: 'needs a moon in its third quarter',
    });
  });

  it('can be installed by the line that is named, at the versions of the package file', () => {
    expect(installLine(['@mozilla/readability', 'linkedom'])).toMatch(
      /^npm install --no-save @mozilla\/readability@\d+\.\d+\.\d+ linkedom@0\.18\.12$/,
    );
  });

  it('that throws, hangs or dies on a page costs that page alone', async () => {
    const runner = await start('unruly', ['throw', 'one', 'hang', 'two', 'exit', 'three']);
    const ends = [];
    for (const page of [0, 1, 2, 3, 4, 5]) ends.push(await runner.predict(page));
    expect(
      ends.map((end) => (end.kind === 'predicted' ? end.prediction.text : [end.kind, end.detail])),
    ).toEqual([
      ['threw', 'no such leaf'],
      'ONE',
      ['hung', 'no answer within 1.5 s'],
      'TWO',
      ['threw', 'its thread died'],
      'THREE',
    ]);
    expect(await runner.time([0, 1])).toBeGreaterThan(0);
    expect(await runner.time([2])).toBeUndefined();
    expect(await runner.time([1])).toBeGreaterThan(0);
  });

  it('whose promise never settles hangs', async () => {
    const runner = await start('promising', ['never', 'one']);
    expect(await runner.predict(0)).toMatchObject({ kind: 'hung' });
    expect(await runner.predict(1)).toMatchObject({ kind: 'predicted', prediction: { text: 'one' } });
  });
});
