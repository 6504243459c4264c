import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLoopbackServer } from '@wirefold/testing';

/** One request as the server saw it: milliseconds from when it came to when its answer was sent. */
export interface Arrival {
  readonly path: string;
  readonly from: number;
  to: number;
}

/** A host that keeps a log of its own of who asked for what, and when. */
export interface HostServer {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** Paths asked for, in order. */
  paths(): string[];
  /** The most requests at work at one time. */
  mostAtOnce(): number;
  /** The shortest time between the end of one answer and the next request. */
  smallestGap(): number;
  close(): Promise<void>;
}

export const PAGE =
  '<html><body><article><h1>News</h1><p>A ferry ran aground in fog.</p></article></body></html>';

export interface HostAnswers {
  /** Null for 404. */
  readonly robots?: string | null | ((response: ServerResponse) => void);
  readonly page?: (response: ServerResponse, request: IncomingMessage) => void;
  /** Milliseconds that an answer takes. */
  readonly tookMs?: number;
}

export async function startHost({ robots = null, page, tookMs = 0 }: HostAnswers = {}): Promise<HostServer> {
  const arrivals: Arrival[] = [];
  let running = 0;
  let most = 0;
  const server = await startLoopbackServer((request, response) => {
    const arrival: Arrival = {
      path: request.url ?? '',
      from: performance.now(),
      to: Number.POSITIVE_INFINITY,
    };
    arrivals.push(arrival);
    running += 1;
    most = Math.max(most, running);
    response.on('close', () => {
      running -= 1;
      arrival.to = performance.now();
    });
    setTimeout(() => {
      if (request.url === '/robots.txt') answerRobots(response, robots);
      else if (page) page(response, request);
      else response.setHeader('content-type', 'text/html').end(PAGE);
    }, tookMs);
  });
  return {
    ...server,
    arrivals,
    paths: () => arrivals.map(({ path }) => path),
    mostAtOnce: () => most,
    smallestGap: () =>
      Math.min(...arrivals.slice(1).map(({ from }, i) => from - (arrivals[i]?.to ?? Number.NaN))),
  };
}

function answerRobots(response: ServerResponse, robots: NonNullable<HostAnswers['robots']> | null): void {
  if (typeof robots === 'function') robots(response);
  else if (robots === null) response.writeHead(404).end();
  else response.end(robots);
}
