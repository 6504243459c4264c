/** The bounds of one `get`; every wait and every buffer has one. */
export interface HttpLimits {
  /** Bytes of a body, both as received and after each layer of content decoding. Default 20 MiB. */
  readonly maxBodyBytes: number;
  /** Bytes of an answer's header block. Default 64 KiB; browsers take up to 256 KiB, Node 16 KiB. */
  readonly maxHeaderBytes: number;
  /** Layers of content decoding. Default 5, as curl's MAX_ENCODE_STACK. */
  readonly maxEncodings: number;
  /** Redirects followed. Default 10, as the reason `too-many-redirects` says. */
  readonly maxRedirects: number;
  /** Milliseconds for look-up, TCP and TLS together. Default 10,000. */
  readonly connectTimeoutMs: number;
  /** Milliseconds from the start of a hop, connecting included, to the end of its headers. Default 20,000. */
  readonly headersTimeoutMs: number;
  /** Milliseconds from the end of the headers to the end of the body, in total. Default 30,000. */
  readonly bodyTimeoutMs: number;
  /** Milliseconds for everything, redirects included. Default 60,000. */
  readonly deadlineMs: number;
}

/** The limits where nothing else is said. */
export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  maxBodyBytes: 20 * 1024 * 1024,
  maxHeaderBytes: 64 * 1024,
  maxEncodings: 5,
  maxRedirects: 10,
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 20_000,
  bodyTimeoutMs: 30_000,
  deadlineMs: 60_000,
};
