import type { TLSSocket } from 'node:tls';
import { RetryError } from '@wirefold/contracts/outcome';
import type { buildConnector } from 'undici';
import { type KeptSession, keepSession } from './http2-sessions.ts';

/** How an origin is spoken to. */
export type Way = { readonly version: 1 } | { readonly version: 2; readonly kept: KeptSession };

/** Which version of HTTP each https origin speaks, found out by its first handshake. */
export interface HttpsWays {
  /** Throws what the connector gives. */
  of(url: URL): Promise<Way>;
  /** From now on the origin is asked by HTTP/1.1. */
  useHttp1(origin: string): void;
  /** Gives out the connections that were opened to find out and turned out to speak HTTP/1.1; opens others. */
  readonly connectHttp1: buildConnector.connector;
  close(): void;
}

export interface HttpsWaysOptions {
  /** Offers both versions in the handshake. */
  readonly connectEither: buildConnector.connector;
  /** Offers HTTP/1.1 alone; also the way of http. */
  readonly connectHttp1: buildConnector.connector;
  readonly maxHeaderBytes: number;
}

/** Origins that are remembered to speak HTTP/1.1. */
const REMEMBERED = 2_000;
/** Milliseconds for which an opened connection waits to be used. */
const SPARE_MS = 1_000;

const HTTP1: Way = { version: 1 };

/** Makes the ways of one client. */
export function createHttpsWays(options: HttpsWaysOptions): HttpsWays {
  const { connectEither, maxHeaderBytes } = options;
  const sessions = new Map<string, KeptSession>();
  const dialling = new Map<string, Promise<Way>>();
  const http1 = new Set<string>();
  const spares = createSpares();
  let isClosed = false;
  const useHttp1 = (origin: string) => {
    http1.add(origin);
    for (const oldest of http1) if (http1.size > REMEMBERED) http1.delete(oldest);
  };
  const dial = async (url: URL): Promise<Way> => {
    const socket = await connected(connectEither, url);
    const { origin } = url;
    if (isClosed) {
      socket.destroy();
      throw new RetryError('host-unreachable', `the client was closed: GET ${url.href}`);
    }
    if (socket.alpnProtocol !== 'h2') {
      useHttp1(origin);
      spares.put(origin, socket);
      return HTTP1;
    }
    const kept = keepSession(origin, socket, maxHeaderBytes);
    sessions.set(origin, kept);
    kept.session.once('close', () => {
      if (sessions.get(origin) === kept) sessions.delete(origin);
    });
    return { version: 2, kept };
  };
  return {
    async of(url) {
      const { origin, protocol } = url;
      if (protocol !== 'https:' || http1.has(origin)) return HTTP1;
      const kept = sessions.get(origin);
      if (kept?.isOpen()) return { version: 2, kept };
      const way = dialling.get(origin) ?? dial(url).finally(() => dialling.delete(origin));
      dialling.set(origin, way);
      return way;
    },
    useHttp1,
    connectHttp1: (target, callback) => {
      const spare = spares.take(`${target.protocol}//${target.host ?? ''}`);
      if (spare === undefined) return options.connectHttp1(target, callback);
      queueMicrotask(() => callback(null, spare));
    },
    close: () => {
      isClosed = true;
      for (const kept of sessions.values()) kept.destroy();
      spares.close();
    },
  };
}

function connected(
  connect: buildConnector.connector,
  { host, hostname, protocol, port }: URL,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    // As undici gives it: an IPv6 address without its brackets.
    const target = { host, hostname: hostname.replace(/^\[|\]$/g, ''), protocol, port };
    connect(target, (...[error, socket]) => {
      if (error === null) resolve(socket as TLSSocket);
      else reject(error);
    });
  });
}

/** Connections that wait, for a moment, for the request they were opened for. */
function createSpares() {
  const spares = new Map<string, TLSSocket>();
  const take = (origin: string): TLSSocket | undefined => {
    const socket = spares.get(origin);
    spares.delete(origin);
    return socket?.destroyed ? undefined : socket;
  };
  return {
    take,
    put(origin: string, socket: TLSSocket): void {
      spares.get(origin)?.destroy();
      spares.set(origin, socket);
      setTimeout(() => {
        if (spares.get(origin) === socket) take(origin)?.destroy();
      }, SPARE_MS).unref();
    },
    close(): void {
      for (const socket of spares.values()) socket.destroy();
    },
  };
}
