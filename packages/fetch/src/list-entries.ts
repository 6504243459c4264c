import type { Entry } from '@wirefold/contracts/jobs';
import { canonicalizeUrl, sourceOf } from './canonical-url.ts';

/** Where and when a list was found. */
export interface ListOrigin {
  /** Address of the list after redirects; `file:` or `urn:` for what a person has here. */
  readonly url: string;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** The addresses that a list names, and in words what was left out of it. */
export interface ListEntries {
  readonly entries: readonly Entry[];
  readonly detail: string | undefined;
}

export interface ListRules {
  readonly maxEntries: number;
  /** True where addresses of other outlets than the list's own are left out. */
  readonly ownOnly: boolean;
}

/** Takes the addresses of one list as they are read. */
export interface EntryCollector {
  add(address: string, rest?: Omit<Entry, 'url'>): void;
  isFull(): boolean;
  result(): ListEntries;
}

/**
 * Collects the addresses of a list, each once and in order. What is no absolute http(s) address, what leads
 * back to the list, what belongs to another outlet where the rules say so, and what is over the bound is
 * counted and left out.
 */
export function createEntryCollector(origin: ListOrigin, rules: ListRules): EntryCollector {
  const seen = new Set([canonicalizeUrl(origin.url)]);
  const own = rules.ownOnly && /^https?:/.test(origin.url) ? sourceOf(origin.url) : undefined;
  const entries: Entry[] = [];
  const leftOut = { none: 0, foreign: 0, over: false };
  return {
    add(address, rest = {}) {
      const url = canonicalizeUrl(address.trim());
      if (url === null) leftOut.none++;
      else if (own !== undefined && sourceOf(url) !== own) leftOut.foreign++;
      else if (!seen.has(url)) {
        seen.add(url);
        if (entries.length < rules.maxEntries) entries.push({ url, ...rest });
        else leftOut.over = true;
      }
    },
    isFull: () => leftOut.over,
    result: () => ({ entries, detail: detailOf(leftOut, rules.maxEntries) }),
  };
}

function detailOf(
  leftOut: { none: number; foreign: number; over: boolean },
  max: number,
): string | undefined {
  const parts = [
    ...(leftOut.none > 0 ? [`${leftOut.none} that are no http(s) addresses`] : []),
    ...(leftOut.foreign > 0 ? [`${leftOut.foreign} of other sites`] : []),
    ...(leftOut.over ? [`all after the first ${max}`] : []),
  ];
  return parts.length === 0 ? undefined : `left out: ${parts.join(', ')}`;
}
