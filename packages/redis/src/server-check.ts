import type { Redis } from 'ioredis';
import { EvictingServerError } from './evicting-server-error.ts';
import { isOlder, OLDEST_VERSION } from './server-binary.ts';

/** One thing that `doctor` says about a server. */
export interface ServerFinding {
  readonly subject: 'version' | 'mode' | 'eviction' | 'persistence' | 'writing' | 'memory';
  /** `refuse` means that work on this server would be lost or could not be done. */
  readonly severity: 'ok' | 'warn' | 'refuse';
  /** What was found, in one line. */
  readonly detail: string;
  /** What to do about it; missing where all is well. */
  readonly remedy?: string;
}

/** The fields of INFO by name. */
export type ServerFacts = Readonly<Record<string, string>>;

/** Above this share of `maxmemory` the server soon refuses writes. */
const memoryWarnShare = 0.9;

/** Asks a server what it is and judges it. Uses INFO alone, which managed services allow; CONFIG they often do not. */
export async function checkServer(connection: Redis): Promise<ServerFinding[]> {
  return judgeServer(parseInfo(await connection.info()));
}

/**
 * Fails on a server that would evict jobs when its memory is full; workers ask before they start.
 * @throws {EvictingServerError}
 */
export async function refuseEvicting(connection: Redis): Promise<void> {
  const finding = judgeEviction(parseInfo(await connection.info('memory')));
  if (finding.severity === 'refuse') throw new EvictingServerError(finding.detail, finding.remedy ?? '');
}

/** Judges what INFO said; pure. One finding a subject, in a fixed order. */
export function judgeServer(facts: ServerFacts): ServerFinding[] {
  return [judgeVersion, judgeMode, judgeEviction, judgePersistence, judgeWriting, judgeMemory].map((judge) =>
    judge(facts),
  );
}

/** Parses the reply to INFO: lines of `name:value`, headings after `#`. */
export function parseInfo(text: string): ServerFacts {
  const lines = text.split('\r\n').filter((line) => line.includes(':') && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
}

function judgeVersion(facts: ServerFacts): ServerFinding {
  const subject = 'version';
  const version = facts.redis_version ?? '0';
  const shown = facts.valkey_version ? `Valkey ${facts.valkey_version}` : `Redis ${version}`;
  if (!isOlder(version, OLDEST_VERSION)) return { subject, severity: 'ok', detail: shown };
  return { subject, severity: 'refuse', detail: shown, remedy: `Upgrade to ${OLDEST_VERSION} or newer.` };
}

function judgeMode(facts: ServerFacts): ServerFinding {
  const subject = 'mode';
  const mode = facts.redis_mode ?? 'standalone';
  const refuse = (detail: string, remedy: string): ServerFinding => ({
    subject,
    severity: 'refuse',
    detail,
    remedy,
  });
  if (mode === 'cluster' || facts.cluster_enabled === '1') {
    return refuse('It is a node of a cluster.', 'Name a single server, or a proxy before the cluster.');
  }
  if (mode === 'sentinel') return refuse('It is a sentinel.', 'Name the primary that it watches.');
  if (facts.role === 'slave') return refuse('It is a replica.', 'Name its primary: replicas take no writes.');
  return { subject, severity: 'ok', detail: 'single server' };
}

function judgeEviction(facts: ServerFacts): ServerFinding {
  const subject = 'eviction';
  const policy = facts.maxmemory_policy ?? 'unknown';
  const detail = `maxmemory-policy is ${policy}`;
  if (policy === 'noeviction') return { subject, severity: 'ok', detail };
  const remedy = 'Set maxmemory-policy noeviction (redis-cli CONFIG SET, and in redis.conf).';
  return { subject, severity: 'refuse', detail, remedy };
}

function judgePersistence(facts: ServerFacts): ServerFinding {
  const subject = 'persistence';
  if (facts.aof_enabled === '1') return { subject, severity: 'ok', detail: 'append-only file on' };
  return {
    subject,
    severity: 'warn',
    detail: 'append-only file off: a crash loses queued work, which the reconciler then sends again',
    remedy: 'Set appendonly yes and appendfsync everysec.',
  };
}

function judgeWriting(facts: ServerFacts): ServerFinding {
  const subject = 'writing';
  const remedy = 'Look at its log and at the free space of its disk.';
  if (facts.aof_enabled === '1' && facts.aof_last_write_status === 'err') {
    return { subject, severity: 'refuse', detail: 'The last write to its append-only file failed.', remedy };
  }
  const failed = ['aof_last_bgrewrite_status', 'rdb_last_bgsave_status'].filter(
    (name) => facts[name] === 'err',
  );
  if (failed.length === 0) return { subject, severity: 'ok', detail: 'last saves succeeded' };
  return { subject, severity: 'warn', detail: `Failed: ${failed.join(', ')}.`, remedy };
}

function judgeMemory(facts: ServerFacts): ServerFinding {
  const subject = 'memory';
  const used = Number(facts.used_memory ?? 0);
  const limit = Number(facts.maxmemory ?? 0);
  const detail = `${megabytes(used)} used, ${limit === 0 ? 'no limit' : `limit ${megabytes(limit)}`}`;
  if (limit === 0 || used < limit * memoryWarnShare) return { subject, severity: 'ok', detail };
  return { subject, severity: 'warn', detail, remedy: 'Raise maxmemory, or let workers catch up first.' };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}
