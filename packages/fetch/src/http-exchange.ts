import { RetryError } from '@wirefold/contracts/outcome';
import type { Agent } from 'undici';
import type { Exchange, ExchangeRequest } from './exchange.ts';
import { exchangeByHttp1 } from './http1-exchange.ts';
import { exchangeByHttp2, Http1RequiredError, UnprocessedError } from './http2-exchange.ts';
import type { HttpsWays } from './https-ways.ts';

/** What a request goes out by. */
export interface Wires {
  readonly agent: Agent;
  readonly ways: HttpsWays;
  readonly maxHeaderBytes: number;
}

/**
 * Asks in the version of HTTP that the origin offers, the newer where it has both, and reads the answer. A request that the
 * server has not looked at is put once more.
 */
export async function exchange<T>(
  { agent, ways, maxHeaderBytes }: Wires,
  request: ExchangeRequest,
  read: (answer: Exchange) => Promise<T>,
): Promise<T> {
  for (let again = true; ; again = false) {
    const way = await ways.of(request.url);
    if (way.version === 1) return read(await exchangeByHttp1(agent, request));
    try {
      return await way.kept.hold(async (session) =>
        read(await exchangeByHttp2(session, request, maxHeaderBytes)),
      );
    } catch (error) {
      // What did not answer in time may be dead: the next request takes a new connection.
      if (request.signal.aborted) way.kept.retire();
      if (error instanceof Http1RequiredError) ways.useHttp1(request.url.origin);
      else if (!(error instanceof UnprocessedError)) throw error;
      if (!again) throw new RetryError('host-unreachable', error.message, { cause: error });
    }
  }
}
