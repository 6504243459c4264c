/** A body while it is on the way; reading it throws what breaks it off. */
export interface SentBody extends AsyncIterable<unknown> {
  /** Lets go of it unread: nothing more of it comes, and nothing of it is thrown. */
  discard(): void;
}

/** One answer, its body still on the way. */
export interface Exchange {
  readonly status: number;
  /** Lower-case names; repeated fields are joined by a comma and a blank. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: SentBody;
}

/** One GET, without redirects. */
export interface ExchangeRequest {
  readonly url: URL;
  readonly fields: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Joins repeated fields; fields without a value are left out. */
export function flattenFields(
  fields: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}
