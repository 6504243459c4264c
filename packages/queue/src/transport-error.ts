import type { Redis } from 'ioredis';

/** What went wrong between us and Redis; `closed` is our own doing: a process that leaves has hung up. */
export type TransportFault = 'unreachable' | 'timeout' | 'out-of-memory' | 'refused' | 'closed';

const REMEDIES: Record<TransportFault, string> = {
  unreachable: 'Start Redis or correct its address (`wirefold doctor` looks at both), then try again.',
  timeout: 'Redis or the network is too slow or stuck: look at `wirefold doctor`, then try again.',
  'out-of-memory': 'Let the workers drain the queues, or raise maxmemory, then try again.',
  refused: 'Read the cause: Redis answered, and would not do it.',
  closed: 'Nothing is to be done: jobs that were at work here are given to the next worker.',
};

/**
 * A call to Redis that did not succeed. Whether it took effect is not known for `timeout`,
 * `unreachable` and `closed`; every call here may simply be made again, after `closed` on a new connection.
 */
export class TransportError extends Error {
  readonly fault: TransportFault;
  /** What was being done, e.g. `Sending 3 jobs to the queue clean`. */
  readonly operation: string;

  constructor(fault: TransportFault, operation: string, where: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${operation} failed at Redis ${where}: ${why}. ${REMEDIES[fault]}`, { cause });
    this.name = 'TransportError';
    this.fault = fault;
    this.operation = operation;
  }
}

/** Address of a connection without its credentials. */
export function addressOf(redis: Redis): string {
  const { path, host, port, db } = redis.options;
  const place = path ?? `${host ?? 'localhost'}:${port ?? 6379}`;
  return db ? `${place}/${db}` : place;
}

/** What is thrown for a connection that this process has closed itself. */
export function closedError(operation: string, redis: Redis): TransportError {
  return new TransportError('closed', operation, addressOf(redis), 'the connection was closed');
}

/** Decides the fault by the error's own words: Redis and ioredis have no codes for these. */
export function faultOf(cause: unknown): TransportFault {
  if (!(cause instanceof Error)) return 'refused';
  if (cause.message.startsWith('OOM ') || cause.message.includes(': OOM ')) return 'out-of-memory';
  return isConnectionTrouble(cause) ? 'unreachable' : 'refused';
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNABORTED',
]);
const CONNECTION_WORDS = [
  'Connection is closed',
  "Stream isn't writeable",
  'max retries per request',
  'Socket closed unexpectedly',
  'connect ETIMEDOUT',
  'LOADING ',
  'Connection closed',
];

/** Whether an error tells of a lost or missing connection, and not of what was asked. */
export function isConnectionTrouble(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && CONNECTION_CODES.has(code)) return true;
  return CONNECTION_WORDS.some((words) => error.message.includes(words));
}
