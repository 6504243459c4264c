import { entriesBy, type World, type WorldFeed } from './polling-world.ts';

/** Seconds between polls of the simple rule: the rule of thumb that the schedule is held against. */
export const RULE_SECONDS = 900;
const RULE_MS = RULE_SECONDS * 1000;

/** When the simple rule polls a feed on a day: every quarter of an hour, each feed at its own offset. */
export function ruleTimes({ number }: WorldFeed, from: number, until: number): number[] {
  const times: number[] = [];
  for (let at = from + offsetOf(number); at < until; at += RULE_MS) times.push(at);
  return times;
}

/** Spread evenly, by the golden ratio. */
function offsetOf(number: number): number {
  return Math.floor(((number * 0.618_033_988_75) % 1) * RULE_MS);
}

/** The bytes of a day of the rule: what each poll would be sent, by the sizes of the documents at that time. */
export function ruleBytes(
  { feeds }: World,
  [from, until]: readonly [number, number],
  sizeOf: (feed: WorldFeed, version: number) => number,
  headBytesOf: (feed: WorldFeed) => number,
): { readonly polls: number; readonly bytes: number } {
  let [polls, bytes] = [0, 0];
  for (const feed of feeds) {
    for (const at of ruleTimes(feed, from, until)) {
      polls += 1;
      bytes += headBytesOf(feed) + sizeOf(feed, entriesBy(feed, at));
    }
  }
  return { polls, bytes };
}

/** When the rule sees an entry that came at `time`; null where it has left the feed's window by then. */
export function ruleSees(feed: WorldFeed, entry: number, from: number): number | null {
  const time = feed.entries[entry] ?? 0;
  const first = from + offsetOf(feed.number);
  const at = first + Math.max(0, Math.ceil((time - first) / RULE_MS)) * RULE_MS;
  return entriesBy(feed, at) - feed.window > entry ? null : at;
}
