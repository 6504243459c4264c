import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import { type Exchange, type ExchangeRequest, flattenFields, type SentBody } from './exchange.ts';

/** The server did nothing with the request (RFC 9113 section 8.7): it may be put once more. */
export class UnprocessedError extends Error {}
/** The server wants this request by HTTP/1.1 (RFC 9113 section 7, HTTP_1_1_REQUIRED). */
export class Http1RequiredError extends Error {}

const { NGHTTP2_NO_ERROR, NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, NGHTTP2_HTTP_1_1_REQUIRED } = constants;
const { HTTP2_HEADER_STATUS } = constants;

/** Bytes that a field counts beside its name and value (RFC 9113 section 6.5.2). */
const FIELD_BYTES = 32;

/**
 * Asks by HTTP/2 over a connection that stands.
 * @throws UnprocessedError, Http1RequiredError; RetryError, QuarantineError; what the connection throws
 */
export function exchangeByHttp2(
  session: ClientHttp2Session,
  { url, fields, signal }: ExchangeRequest,
  maxHeaderBytes: number,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const stream = openStream(session, url, fields, signal);
    stream.once('response', (headers) => {
      if (sizeOf(headers) > maxHeaderBytes) {
        stream.close(NGHTTP2_CANCEL);
        const message = `over ${maxHeaderBytes} bytes of headers: GET ${url.href}`;
        return reject(new QuarantineError('protocol-error', message));
      }
      const { [HTTP2_HEADER_STATUS]: status, ...rest } = headers;
      const flat = flattenFields(rest);
      const body = bodyOf(stream, url, flat['content-length']);
      resolve({ status: Number(status), headers: flat, body });
    });
    stream.on('error', (error) => reject(faultOf(stream, url, error)));
    stream.once('close', () => reject(faultOf(stream, url)));
  });
}

function openStream(
  session: ClientHttp2Session,
  url: URL,
  fields: ExchangeRequest['fields'],
  signal: AbortSignal,
): ClientHttp2Stream {
  const target = {
    ':method': 'GET',
    ':scheme': 'https',
    ':authority': url.host,
    ':path': url.pathname + url.search,
  };
  try {
    return session.request({ ...target, ...fields }, { signal, endStream: true });
  } catch (cause) {
    throw new UnprocessedError(`the connection takes no more requests: GET ${url.href}`, { cause });
  }
}

function sizeOf(headers: IncomingHttpHeaders): number {
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + String(value ?? '').length + FIELD_BYTES,
    0,
  );
}

/**
 * A stream that was reset ends its body as one that is whole does: only its code tells, or, where a server resets without
 * an error, the length it had promised.
 */
function bodyOf(stream: ClientHttp2Stream, url: URL, promised: string | undefined): SentBody {
  return {
    async *[Symbol.asyncIterator]() {
      let length = 0;
      try {
        for await (const chunk of stream as AsyncIterable<Uint8Array>) {
          length += chunk.length;
          yield chunk;
        }
      } catch (error) {
        throw faultOf(stream, url, error);
      }
      const isShort = promised !== undefined && length < Number(promised);
      if (isShort || stream.aborted || stream.rstCode !== NGHTTP2_NO_ERROR) throw faultOf(stream, url);
    },
    discard: () => void stream.destroy(),
  };
}

/** Codes of a stream for which the other side is no HTTP/2 (RFC 9113 section 7). */
const BROKEN: ReadonlySet<number | undefined> = new Set([
  constants.NGHTTP2_PROTOCOL_ERROR,
  constants.NGHTTP2_FLOW_CONTROL_ERROR,
  constants.NGHTTP2_FRAME_SIZE_ERROR,
  constants.NGHTTP2_COMPRESSION_ERROR,
]);

function faultOf(stream: ClientHttp2Stream, url: URL, cause?: unknown): Error {
  const { rstCode } = stream;
  const options = cause === undefined ? {} : { cause };
  if (rstCode === NGHTTP2_REFUSED_STREAM) return new UnprocessedError(`refused: GET ${url.href}`, options);
  if (rstCode === NGHTTP2_HTTP_1_1_REQUIRED)
    return new Http1RequiredError(`wants HTTP/1.1: GET ${url.href}`, options);
  const said = cause instanceof Error ? cause.message : `the stream ended with code ${rstCode ?? 'none'}`;
  if (BROKEN.has(rstCode)) return new QuarantineError('protocol-error', `${said}: GET ${url.href}`, options);
  return new RetryError('host-unreachable', `${said}: GET ${url.href}`, options);
}
