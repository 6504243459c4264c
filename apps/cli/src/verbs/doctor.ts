import { existsSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FeedView } from '@wirefold/contracts/read-model';
import { nodeComplaint } from '../../bin/node-version.mjs';
import type { Context } from '../context.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { secondsBetween, spanOf } from '../output/spans.ts';

/** One check; `refuse` means that Wirefold cannot work so. */
export interface Finding {
  readonly check: string;
  readonly severity: 'ok' | 'warn' | 'refuse';
  readonly detail: string;
  readonly remedy?: string;
}

const MIB = 1024 ** 2;
/** Below this much free space a database in use soon cannot be written; below ten times as much it is named. */
const LEAST_FREE_BYTES = 100 * MIB;

/** `wirefold doctor`: a line a check, each with its remedy; status 1 where something refuses. */
export async function run(_inputs: readonly string[], _options: object, context: Context): Promise<0 | 1> {
  const { out } = context;
  const findings: Finding[] = [];
  for (const check of [checkNode, checkSettings, checkRedis, checkDatabase, checkDisk, checkClock]) {
    for (const finding of await check(context)) {
      findings.push(finding);
      if (out.json) out.record(finding);
      else printFinding(finding, context);
    }
  }
  return findings.some((finding) => finding.severity === 'refuse') ? 1 : 0;
}

function printFinding({ check, severity, detail, remedy }: Finding, { out }: Context): void {
  const paint = { ok: out.paint.green, warn: out.paint.yellow, refuse: out.paint.red }[severity];
  const next = remedy === undefined ? '' : ` ${printable(remedy)}`;
  out.line(`${paint(severity.padEnd(6))} ${check.padEnd(18)} ${printable(detail)}${next}`);
}

function checkNode(): Finding[] {
  const complaint = nodeComplaint(process.versions.node);
  if (complaint !== null) return [{ check: 'node', severity: 'refuse', detail: complaint }];
  return [{ check: 'node', severity: 'ok', detail: `Node ${process.versions.node}` }];
}

function checkSettings(context: Context): Finding[] {
  return context.settings().unknownEnv.map(({ name, suggestion }) => ({
    check: 'settings',
    severity: 'warn',
    detail: `The variable ${name} is set and no setting has that name.`,
    remedy: suggestion === undefined ? 'See `wirefold config`.' : `Did you mean ${suggestion}?`,
  }));
}

/**
 * Starts the private server where none is named: that it comes up is what is to be known. Where it has no
 * data yet, it is tried in a folder that goes again: a look leaves nothing behind.
 */
async function checkRedis(context: Context): Promise<Finding[]> {
  const { redis: url, data } = context.settings().values;
  if (url || existsSync(join(data, 'redis'))) return checkRedisOf({ ...(url ? { url } : {}), dataDir: data });
  const dataDir = await mkdtemp(join(tmpdir(), 'wirefold-doctor-'));
  try {
    return await checkRedisOf({ dataDir });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function checkRedisOf(settings: { url?: string; dataDir: string }): Promise<Finding[]> {
  const { checkServer, connectRedis } = await import('@wirefold/redis');
  try {
    const handle = await connectRedis(settings);
    const connection = handle.newConnection();
    try {
      const findings = (await checkServer(connection)).map(({ subject, ...rest }) => ({
        check: `redis ${subject}`,
        ...rest,
      }));
      return [{ check: 'redis', severity: 'ok', detail: handle.describe() }, ...findings];
    } finally {
      connection.disconnect();
      await handle.close();
    }
  } catch (error) {
    return [{ check: 'redis', severity: 'refuse', detail: messageOf(error) }];
  }
}

async function checkDatabase(context: Context): Promise<Finding[]> {
  const { DatabaseMissingError, openReader } = await import('@wirefold/store');
  const { db } = context.settings().values;
  try {
    const reader = openReader(db);
    try {
      const { accepted } = reader.balance();
      const detail = `${db}: ${accepted} items in the ledger`;
      return [{ check: 'database', severity: 'ok', detail }, ...checkFeeds(reader.feeds())];
    } finally {
      reader.close();
    }
  } catch (error) {
    const severity = error instanceof DatabaseMissingError ? 'warn' : 'refuse';
    return [{ check: 'database', severity, detail: messageOf(error) }];
  }
}

/** Seconds after its time at which a feed has been forgotten: a worker with the database looks every few seconds. */
const FORGOTTEN_SECONDS = 900;

/** Feeds wait in vain where no worker with the database runs. */
function checkFeeds(feeds: readonly FeedView[]): Finding[] {
  const now = new Date().toISOString();
  const polled = feeds.filter((feed) => feed.removedAt === null);
  if (polled.length === 0) return [];
  const late = polled.map(({ nextPollAt }) => (nextPollAt === null ? 0 : secondsBetween(nextPollAt, now)));
  const forgotten = late.filter((seconds) => seconds > FORGOTTEN_SECONDS);
  if (forgotten.length === 0)
    return [{ check: 'feeds', severity: 'ok', detail: `${counted(polled.length, 'feed')} polled on time` }];
  const detail = `${counted(forgotten.length, 'feed')} of ${polled.length} should have been polled up to ${spanOf(Math.max(...forgotten))} ago.`;
  return [{ check: 'feeds', severity: 'warn', detail, remedy: 'Run `wirefold worker` at home: it polls.' }];
}

async function checkDisk(context: Context): Promise<Finding[]> {
  let folder = dirname(context.settings().values.db);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${Math.floor(free / MIB).toLocaleString('en')} MiB free at ${folder}`;
  if (free >= 10 * LEAST_FREE_BYTES) return [{ check: 'disk', severity: 'ok', detail }];
  const severity = free < LEAST_FREE_BYTES ? 'refuse' : 'warn';
  return [{ check: 'disk', severity, detail, remedy: 'Free space, or name another place with --db PATH.' }];
}

/** A clock that is years off spoils the windows in which articles are compared: the build's own year is its floor. */
function checkClock(): Finding[] {
  const now = new Date();
  const detail = now.toISOString();
  if (now.getUTCFullYear() >= 2026) return [{ check: 'clock', severity: 'ok', detail }];
  return [
    { check: 'clock', severity: 'refuse', detail, remedy: 'Set the clock (timedatectl set-ntp true).' },
  ];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
