import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrival } from './arrivals.ts';
import type { FarmPage } from './page.ts';
import {
  type FarmOptions,
  type Fault,
  type HostTraits,
  hostTraits,
  pageTraits,
  robotsText,
} from './traits.ts';

/** One host of the farm, with its own log. */
export interface HostServer {
  /** As in `URL.host`. */
  readonly host: string;
  readonly traits: HostTraits;
  readonly arrivals: Arrival[];
  /** Forgets its log, and which faults have befallen whom. */
  reset(): void;
  close(): Promise<void>;
}

export interface HostParts {
  readonly options: FarmOptions;
  readonly at: number;
  /** 0 for any. */
  readonly port: number;
  readonly pageOf: (at: number, page: number, bytes: number) => FarmPage;
  /** Pages that its feed names now, the newest first. */
  readonly newest: () => readonly number[];
}

/** What answers a request; the connection may end before it has. */
interface Answering {
  readonly parts: HostParts;
  readonly traits: HostTraits;
  /** Paths whose passing fault is over, and robots.txt where it was late. */
  readonly spent: Set<string>;
}

const DROPS = 20;

/** Starts a host on an address of its own, 127.1.0.1 for the first. */
export async function startHost(parts: HostParts): Promise<HostServer> {
  const { options, at } = parts;
  const answering: Answering = { parts, traits: hostTraits(options, at), spent: new Set() };
  const arrivals: Arrival[] = [];
  const server = createServer({ keepAliveTimeout: 60_000, ServerResponse: Timed }, (request, response) => {
    const arrival = noteArrival(request);
    arrivals.push(arrival);
    const over = () => {
      arrival.to = Math.min(arrival.to, response.endedAt ?? performance.now());
    };
    response.once('finish', over).once('close', over);
    answer(answering, request.url ?? '/', response, arrival, over).catch(() => response.destroy());
  });
  await listen(server, addressOf(at), parts.port);
  const { port } = server.address() as AddressInfo;
  return {
    host: `${addressOf(at)}:${port}`,
    traits: answering.traits,
    arrivals,
    reset: () => {
      arrivals.length = 0;
      answering.spent.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Knows when its last bytes went. The visitor has them while this process, which writing them may cost the processor,
 * has not yet heard that they are gone.
 */
class Timed extends ServerResponse {
  /** Undefined where they did not all go at once. */
  endedAt: number | undefined;

  override end(...args: unknown[]): this {
    const now = performance.now();
    super.end(...(args as Parameters<ServerResponse['end']>));
    if (this.writableLength === 0) this.endedAt = now;
    return this;
  }
}

const addressOf = (at: number): string => `127.1.0.${at + 1}`;

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve());
  });
}

function noteArrival(request: IncomingMessage): Arrival {
  return {
    ...{ path: request.url ?? '/', from: performance.now() },
    ...{ to: Number.POSITIVE_INFINITY, status: 0, holdMs: 0 },
  };
}

async function answer(
  answering: Answering,
  path: string,
  response: ServerResponse,
  arrival: Arrival,
  over: () => void,
): Promise<void> {
  const head = (status: number, headers: Record<string, string | number> = {}) => {
    arrival.status = status;
    arrival.holdMs = Number(headers['retry-after'] ?? 0) * 1_000;
    return response.writeHead(status, headers);
  };
  const { traits, parts } = answering;
  const [, kind = '', name = ''] = path.split('/');
  if (path === '/robots.txt') return await answerRobots(answering, head);
  if (kind === 'feed.xml') {
    await sleep(traits.delayMs);
    return void head(200, { 'content-type': 'application/rss+xml' }).end(feedOf(parts, response));
  }
  const page = Number(name);
  const { delayMs, bytes, fault } = pageTraits(parts.options, parts.at, page);
  await sleep(delayMs);
  if ((kind !== 'page' && kind !== 'moved') || !Number.isSafeInteger(page)) return void head(404).end();
  const { article, filling } = parts.pageOf(parts.at, page, bytes);
  const befalling = kind === 'moved' || answering.spent.has(path) ? 'none' : fault;
  if (!LASTING.has(fault)) answering.spent.add(path);
  await FAULTY[befalling]({ head, article, filling, away: awayOf(parts, response, page), page, over });
}

const LASTING: ReadonlySet<Fault> = new Set(['gone', 'broken', 'moved', 'away', 'none']);

interface FaultyPage extends FarmPage {
  readonly head: (status: number, headers?: Record<string, string | number>) => ServerResponse;
  readonly page: number;
  /** The same page of the next host. */
  readonly away: string;
  /** Notes that the last byte has gone, where the response itself does not tell. */
  readonly over: () => void;
}

const typed = (length: number) => ({ 'content-type': 'text/html; charset=utf-8', 'content-length': length });

const FAULTY: Readonly<Record<Fault, (page: FaultyPage) => void | Promise<void>>> = {
  none: ({ head, article, filling }) => {
    const response = head(200, typed(article.length + filling.length));
    response.write(article);
    response.end(filling);
  },
  gone: ({ head }) => void head(404).end('Not here'),
  broken: ({ head }) => void head(500).end('Broken'),
  failing: ({ head }) => void head(500).end('Broken for now'),
  busy: ({ head }) => void head(429, { 'retry-after': 1 }).end('Too many'),
  closed: ({ head }) => void head(503, { 'retry-after': 1 }).end('Closed for now'),
  moved: ({ head, page }) => void head(301, { location: `/moved/${page}` }).end(),
  away: ({ head, away }) => void head(302, { location: away }).end(),
  cut: async ({ head, article, filling, over }) => {
    const response = head(200, typed(article.length + filling.length));
    response.write(article);
    await sleep(5);
    // The visitor knows at once; that the connection is closed is heard here when the loop comes round.
    over();
    response.destroy();
  },
  short: async ({ head, article, over }) => {
    const response = head(200, { ...typed(article.length + 1_000), connection: 'close' });
    response.write(article);
    await sleep(5);
    // The response closes when the other side has taken its leave as well: the answer ends here.
    over();
    response.socket?.end();
  },
  slow: async ({ head, article, filling }) => {
    const response = head(200, typed(article.length + filling.length));
    response.write(article);
    const size = Math.ceil(filling.length / DROPS);
    let at = 0;
    for (; at + size < filling.length && !response.destroyed; at += size) {
      response.write(filling.subarray(at, at + size));
      await sleep(1_000 / DROPS);
    }
    // The end with the last bytes: what counts is when they have gone.
    response.end(filling.subarray(at));
  },
};

async function answerRobots({ traits, spent }: Answering, head: FaultyPage['head']): Promise<void> {
  await sleep(traits.delayMs);
  if (traits.robots === 'late' && !spent.has('/robots.txt')) {
    spent.add('/robots.txt');
    return void head(503, { 'retry-after': 1 }).end();
  }
  const text = robotsText(traits);
  if (text === null) head(404).end();
  else head(200, { 'content-type': 'text/plain' }).end(text);
}

function awayOf({ at, options }: HostParts, response: ServerResponse, page: number): string {
  const { localPort } = response.socket ?? {};
  return `http://${addressOf((at + 1) % options.hosts)}:${localPort}/moved/${page}`;
}

function feedOf({ at, newest }: HostParts, response: ServerResponse): string {
  const home = `http://${addressOf(at)}:${response.socket?.localPort}`;
  const items = newest().map(
    (page) => `<item><title>Page ${page}</title><link>${home}/page/${page}</link></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Host ${at}</title><link>${home}/</link><description>Made up</description>${items.join('')}</channel></rss>`;
}
