import { type ClientHttp2Session, connect } from 'node:http2';
import type { TLSSocket } from 'node:tls';

/** Milliseconds for which a connection without a request is kept; as long as undici keeps one. */
const IDLE_MS = 4_000;

/** Bytes of bodies that may be under way unread. */
const WINDOW_BYTES = 1024 * 1024;

/** What a server may do to a connection before it is cut: Node's own bounds, and no pushed answers. */
const BOUNDS = {
  maxSessionInvalidFrames: 100,
  maxHeaderListPairs: 1_000,
  maxReservedRemoteStreams: 0,
} as const;

/** One connection that speaks HTTP/2. */
export interface KeptSession {
  readonly session: ClientHttp2Session;
  /** True until the server wants no more requests on it, or it is gone. */
  isOpen(): boolean;
  /** Runs `use`; while something runs, and for a while after it, the connection is kept. */
  hold<T>(use: (session: ClientHttp2Session) => Promise<T>): Promise<T>;
  /** Gives it no more requests; it closes when those under way have ended. */
  retire(): void;
  /** Cuts it. */
  destroy(): void;
}

/** Speaks HTTP/2 on a connection whose handshake has agreed on it. */
export function keepSession(origin: string, socket: TLSSocket, maxHeaderBytes: number): KeptSession {
  const settings = { enablePush: false, initialWindowSize: WINDOW_BYTES, maxHeaderListSize: maxHeaderBytes };
  const session = connect(origin, { ...BOUNDS, settings, createConnection: () => socket });
  let holders = 0;
  let isWanted = true;
  let idle: NodeJS.Timeout | undefined;
  const rest = () => {
    idle = setTimeout(() => session.close(), IDLE_MS);
  };
  // Whoever waits for an answer hears of it by the stream.
  session.on('error', () => {});
  session.once('connect', () => session.setLocalWindowSize(WINDOW_BYTES));
  session.once('goaway', () => {
    isWanted = false;
  });
  session.once('close', () => clearTimeout(idle));
  rest();
  return {
    session,
    isOpen: () => isWanted && !session.closed && !session.destroyed,
    async hold(use) {
      clearTimeout(idle);
      holders += 1;
      try {
        return await use(session);
      } finally {
        holders -= 1;
        if (holders === 0 && !session.closed) rest();
      }
    },
    retire() {
      isWanted = false;
      session.close();
    },
    destroy: () => session.destroy(),
  };
}
