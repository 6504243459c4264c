import type { Agent } from 'undici';
import { type Exchange, type ExchangeRequest, flattenFields } from './exchange.ts';

/** Asks by HTTP/1.1. Throws what undici throws. */
export async function exchangeByHttp1(agent: Agent, request: ExchangeRequest): Promise<Exchange> {
  const { url, fields, signal } = request;
  const { statusCode, headers, body } = await agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: 'GET',
    headers: fields,
    signal,
  });
  return {
    status: statusCode,
    headers: flattenFields(headers),
    body: {
      [Symbol.asyncIterator]: () => body[Symbol.asyncIterator](),
      // The connection closes with it.
      discard: () => void body.on('error', () => {}).destroy(),
    },
  };
}
