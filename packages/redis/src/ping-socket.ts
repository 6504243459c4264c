import { connect } from 'node:net';

/** What a Redis socket says: it serves, it still loads its data, it does not answer, or nobody is there. */
export type Pulse = 'serving' | 'loading' | 'silent' | 'absent';

/** Sends one PING over a Unix socket, without a client library; `silent` after `timeoutMs`. */
export function pingSocket(path: string, timeoutMs = 1_000): Promise<Pulse> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (pulse: Pulse) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(pulse);
    };
    const timer = setTimeout(() => settle('silent'), timeoutMs);
    let reply = '';
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (chunk: string) => {
      reply += chunk;
      if (reply.includes('\n')) settle(reply.startsWith('-LOADING') ? 'loading' : 'serving');
    });
    socket.on('end', () => settle('silent'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      settle(error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? 'absent' : 'silent');
    });
  });
}
