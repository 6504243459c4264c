/** One hop of a chain that led elsewhere. */
export interface Redirect {
  /** What was asked for. */
  readonly url: string;
  /** True for 301 and 308, after which a client may ask at the new address alone (RFC 9110 section 15.4). */
  readonly permanent: boolean;
}

/** RFC 9110 section 15.4: the statuses that send a GET elsewhere. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Finds where an answer sends the client; undefined where it is no redirect that could be followed. */
export function locationOf(answer: {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}): string | undefined {
  return REDIRECTS.has(answer.status) ? answer.headers.location : undefined;
}

/** Makes the hop that an answer of `status` at `url` is. */
export function redirectOf(url: string, status: number): Redirect {
  return { url, permanent: status === 301 || status === 308 };
}

/** True where a chain leads to where the document is for good: every hop said so, and there was one. */
export function isPermanentMove(redirects: readonly Redirect[]): boolean {
  return redirects.length > 0 && redirects.every(({ permanent }) => permanent);
}
