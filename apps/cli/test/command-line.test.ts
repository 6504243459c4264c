import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@wirefold/testing';
import { describe, expect, it } from 'vitest';
import { nodeComplaint } from '../bin/node-version.mjs';
import { layProgram } from '../src/program.ts';
import { ownSurroundings } from '../src/surroundings.ts';
import { VERBS } from '../src/verb-table.ts';
import { records, shell, wirefold, wirefoldProcess } from './wirefold.ts';

const golden = (name: string) => readFileSync(new URL(`golden/${name}.txt`, import.meta.url), 'utf8');
const names = VERBS.map((verb) => verb.name.split(' ')[0] ?? '');

describe('help', () => {
  it('of the whole program lists every verb', async () => {
    const { status, out, err } = await wirefoldProcess(['--help'], { cwd: await temporaryFolder() });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toBe(golden('help'));
  });

  it('of a verb has the common options too', async () => {
    const { status, out } = await wirefold(['stories', '--help'], { cwd: await temporaryFolder() });
    expect({ status, out }).toEqual({ status: 0, out: golden('help-stories') });
  });

  it.each(names)('of %s', (name) => {
    let out = '';
    const program = layProgram(
      ownSurroundings(),
      () => {},
      () => {},
    );
    const verb = program.commands.find((command) => command.name() === name);
    verb?.configureOutput({
      writeOut: (text) => {
        out += text;
      },
      getOutHelpWidth: () => 80,
    });
    verb?.outputHelp();
    expect(out).toBe(golden(`help-${name}`));
  });

  it('is wrong usage where no verb is named', async () => {
    const { status, out, err } = await wirefoldProcess([], { cwd: await temporaryFolder() });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('Usage: wirefold');
  });
});

describe('wrong usage ends with 2, says why in a line, and prints no result', () => {
  it.each([
    [['storys'], 'Did you mean stor'],
    [['stories', '--limt', '3'], 'Did you mean --limit?'],
    [['stories', '--limit', '0'], 'from 1 to 1000000'],
    [['stories', '--limit', '1.5'], 'from 1 to 1000000'],
    [['stories', '--since', 'yesterday'], 'ISO 8601'],
    [['stories', '--order', 'oldest'], 'Allowed choices are newest, relevance'],
    [['stories', '--order', 'relevance'], 'No query to be relevant to'],
    [['story'], "missing required argument 'id'"],
    [['diff', 'ar_1'], "missing required argument 'b'"],
    [['story', 'ar_1', 'too', 'many'], 'too many arguments'],
    [['quarantine', 'eat'], 'eat'],
    [['feed', 'eat'], "unknown command 'eat'"],
    [['feed', 'add'], 'wirefold feed add https://example.org/'],
    [['feed', 'add', 'https://example.org/', '--all', '--choose', '1'], 'not both'],
    [['feed', 'add', 'https://example.org/', '--choose', 'first'], 'such as --choose 1,3'],
    [['feed', 'remove'], 'wirefold feed remove FEED'],
    [['feed', 'poll', '--all', 'it_1'], 'not both'],
    [['feed', 'import'], 'wirefold feed import subscriptions.opml'],
    [['feed', 'export', 'x.opml', '--json'], 'Leave out one of the two'],
    [['sql'], "missing required argument 'query'"],
    [['clean'], 'wirefold clean --jsonl'],
    [['dedupe'], 'wirefold dedupe --jsonl'],
    [['ingest'], "missing required argument 'inputs'"],
    [['ingest', 'a', '--as', 'fax'], 'Allowed choices'],
    [['config', '--redis', 'localhost'], 'Setting redis refused: "localhost" (from the option --redis)'],
    [['config', '--allow-private', '10.0.0.0/99'], 'Setting allowPrivate refused'],
  ])('%j', async (args, message) => {
    const { status, out, err } = await wirefold(args, { cwd: await temporaryFolder() });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toMatch(/^wirefold: /);
    expect(err).not.toContain('    at ');
  });
});

describe('config', () => {
  it('prints every setting with the origin of its value, as JSON lines', async () => {
    const cwd = await temporaryFolder();
    writeFileSync(join(cwd, 'wirefold.config.yaml'), 'attempts: 6\ngraceMs: 100\n');
    const { status, out } = await wirefold(['config', '--json', '--db', 'here.db'], {
      cwd,
      env: { WIREFOLD_GRACE_MS: '200', REDIS_URL: 'redis://me:s3cret@127.0.0.1:6390' },
    });
    const rows = Object.fromEntries(records(out).map((row) => [row.key, [row.value, row.origin]]));
    expect(status).toBe(0);
    expect(rows).toMatchObject({
      db: [join(cwd, 'here.db'), 'option'],
      graceMs: [200, 'environment'],
      attempts: [6, 'file'],
      reconcileEveryMs: [15_000, 'default'],
      redis: ['redis://***@127.0.0.1:6390', 'environment'],
    });
  });

  it('takes common options before the verb too', async () => {
    const cwd = await temporaryFolder();
    const { out } = await wirefold(['--json', '--db', 'a.db', 'config'], { cwd });
    expect(records(out)[0]).toMatchObject({ key: 'db', value: join(cwd, 'a.db') });
  });

  it('names a variable that is mistyped, on standard error, and is silent with --quiet', async () => {
    const cwd = await temporaryFolder();
    const env = { WIREFOLD_DBS: 'x' };
    expect((await wirefold(['config'], { cwd, env })).err).toContain('Did you mean WIREFOLD_DB?');
    expect((await wirefold(['config', '--quiet'], { cwd, env })).err).toBe('');
  });

  it('ends with 2 for a settings file with an unknown name', async () => {
    const cwd = await temporaryFolder();
    writeFileSync(join(cwd, 'wirefold.config.json'), '{"atempts": 3}');
    const { status, err } = await wirefold(['config'], { cwd });
    expect(status).toBe(2);
    expect(err).toContain('Did you mean attempts?');
    expect(err).toContain('wirefold.config.json');
  });

  it('colours nothing in a pipe, and something with FORCE_COLOR unless NO_COLOR is set', async () => {
    const cwd = await temporaryFolder();
    const colours = async (env: Record<string, string>) =>
      (await wirefold(['config'], { cwd, env })).out.includes('\u001b[');
    expect(await colours({})).toBe(false);
    expect(await colours({ FORCE_COLOR: '1' })).toBe(true);
    expect(await colours({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  });

  it('ends quietly with 0 where the reader of the pipe has left', async () => {
    const cwd = await temporaryFolder();
    const { status, out, err } = await shell('$WIREFOLD config | head -1', { cwd });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^setting/);
  });
});

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.1', '22.12.0', '22.22.0', '24.0.0', '26.1.0'])('%s is fit', (version) => {
    expect(nodeComplaint(version)).toBeNull();
  });

  it.each(['16.20.0', '18.20.4', '20.18.9', '21.7.0', '22.11.0', '23.4.0'])('%s is refused', (version) => {
    expect(nodeComplaint(version)).toContain(`Node ${version} cannot run it`);
  });

  it('ends the program with 1 before anything is loaded', async () => {
    const cwd = await temporaryFolder();
    const disguise = `data:text/javascript,${encodeURIComponent(
      "Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.4'}})",
    )}`;
    const { status, out, err } = await wirefoldProcess(['config'], {
      cwd,
      env: { NODE_OPTIONS: `--import=${disguise}` },
    });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^wirefold: Node 18\.20\.4 cannot run it: .*Install Node 20\.19/);
  });
});
