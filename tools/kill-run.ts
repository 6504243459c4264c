import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Takes a file through all stages twice, once in peace and once with its worker killed (SIGKILL) again and
 * again, and compares the stories:
 *
 *   tsx tools/kill-run.ts FILE [KILLS]      KILLS is 5 unless given
 *
 * Exits 0 where both runs verify and their stories and members are the same to the letter.
 */
const [file, kills = '5'] = process.argv.slice(2);
if (!file) throw new Error('Name the file to take in: tsx tools/kill-run.ts FILE [KILLS]');
const input = resolve(file);
const bin = join(import.meta.dirname, '../apps/cli/bin/wirefold.mjs');
const folder = mkdtempSync(join(tmpdir(), 'wirefold-kill-'));

const places = (name: string) => [
  '--db',
  join(folder, `${name}.db`),
  '--data',
  join(folder, name),
  '--quiet',
];

function wirefold(name: string, ...args: string[]): string {
  return execFileSync(process.execPath, [bin, ...args, ...places(name)], {
    ...{ cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30 },
  });
}

function start(name: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...args, ...places(name)], { cwd: folder, stdio: 'inherit' });
}

function count(name: string, where: string): number {
  const rows = wirefold(name, 'sql', `SELECT count(*) AS n FROM items WHERE ${where}`, '--json');
  return (JSON.parse(rows) as { n: number }).n;
}

/** A digest of every story with its members, in an order of its own. */
function storiesOf(name: string): { readonly stories: number; readonly digest: string } {
  const rows = wirefold(name, 'sql', 'SELECT story_id, id FROM articles ORDER BY story_id, id', '--csv');
  const stories = new Set(rows.split('\n').map((row) => row.split(',')[0])).size - 2;
  return { stories, digest: createHash('sha256').update(rows).digest('hex') };
}

const exited = (child: ChildProcess): Promise<number | null> =>
  new Promise((done) =>
    child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done(child.exitCode),
  );

async function runInPeace(): Promise<void> {
  const startedAt = performance.now();
  const code = await exited(start('peace', 'ingest', input));
  console.log(`in peace: ${((performance.now() - startedAt) / 1000).toFixed(0)} s, exit ${code}`);
}

async function runWithKills(): Promise<void> {
  const total = count('peace', '1');
  const adding = start('killed', 'add', input);
  let worker = start('killed', 'worker');
  for (let kill = 1; kill <= Number(kills); kill++) {
    await untilEnded((total * kill) / (Number(kills) + 1));
    worker.kill('SIGKILL');
    await exited(worker);
    console.log(`kill ${kill}: ${count('killed', "state <> 'accepted'")} of ${total} had ended`);
    worker = start('killed', 'worker');
  }
  await exited(adding);
  await untilEnded(total);
  worker.kill('SIGTERM');
  console.log(`worker ended with ${await exited(worker)} on SIGTERM`);
}

async function untilEnded(goal: number): Promise<void> {
  for (;;) {
    await sleep(2_000);
    try {
      if (count('killed', "state <> 'accepted'") >= goal) return;
    } catch {
      // The database is there as soon as `add` has made it.
    }
  }
}

function verify(name: string): boolean {
  try {
    wirefold(name, 'verify');
    return true;
  } catch {
    return false;
  }
}

try {
  await runInPeace();
  await runWithKills();
  const [peace, killed] = [storiesOf('peace'), storiesOf('killed')];
  const green = verify('peace') && verify('killed');
  const same = peace.digest === killed.digest;
  console.log(`stories: ${peace.stories} in peace, ${killed.stories} with ${kills} kills`);
  console.log(`same stories and members: ${same ? 'yes' : 'NO'}; verify: ${green ? 'green' : 'RED'}`);
  process.exitCode = same && green ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
