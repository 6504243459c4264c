import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type HostVerdict, judgeHost } from './arrivals.ts';
import { type HostServer, startHost } from './host-server.ts';
import { createPages } from './page.ts';
import type { FarmOptions } from './traits.ts';

/** What the farm is told. */
export type FarmOrder =
  | { readonly order: 'open'; readonly options: FarmOptions }
  /** Forget what was asked for, and which faults are over. */
  | { readonly order: 'reset' }
  /** Publish so many pages more at each host. */
  | { readonly order: 'publish'; readonly pages: number }
  | { readonly order: 'judge'; readonly hostGapMs: number };

/** What it answers, one word an order. */
export type FarmWord =
  | { readonly said: 'open'; readonly hosts: readonly FarmHost[] }
  | { readonly said: 'done' }
  | { readonly said: 'failed'; readonly why: string }
  | { readonly said: 'judged'; readonly verdicts: readonly HostVerdict[]; readonly lagMs: number };

/** A host as its visitors know it. */
export interface FarmHost {
  readonly host: string;
  readonly delayMs: number;
  readonly robots: string;
}

/** Bytes: the largest page. */
const MOST_BYTES = 300_000;
/** Pages that a feed names. */
const FEED_LENGTH = 20;

/** Serves a farm to the process that started this one, until that goes away. */
export async function serve(): Promise<void> {
  const farm = createFarm();
  process.on('message', (order: FarmOrder) => {
    farm(order).then(
      (word) => process.send?.(word),
      (error: unknown) => process.send?.({ said: 'failed', why: String(error) } satisfies FarmWord),
    );
  });
  process.once('disconnect', () => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
}

function createFarm(): (order: FarmOrder) => Promise<FarmWord> {
  let hosts: HostServer[] = [];
  let published = 0;
  const lag = monitorEventLoopDelay({ resolution: 5 });
  const newest = () => Array.from({ length: Math.min(published, FEED_LENGTH) }, (_, i) => published - 1 - i);
  return async (order) => {
    if (order.order === 'open') {
      hosts = await openHosts(order.options, newest);
      lag.enable();
      return { said: 'open', hosts: hosts.map(seen) };
    }
    if (order.order === 'judge')
      return { said: 'judged', ...judge(hosts, order.hostGapMs), lagMs: lag.max / 1e6 };
    if (order.order === 'publish') published += order.pages;
    else {
      for (const host of hosts) host.reset();
      lag.reset();
    }
    return { said: 'done' };
  };
}

const seen = ({ host, traits: { delayMs, robots } }: HostServer): FarmHost => ({ host, delayMs, robots });

function judge(hosts: readonly HostServer[], hostGapMs: number) {
  const verdicts = hosts.map(({ host, traits, arrivals }) =>
    judgeHost({ host, hostGapMs, crawlDelayMs: traits.crawlDelay * 1_000 }, arrivals),
  );
  return { verdicts };
}

/** All hosts listen on the port that the first one was given. */
async function openHosts(options: FarmOptions, newest: () => readonly number[]): Promise<HostServer[]> {
  const pageOf = createPages(options.seed, MOST_BYTES);
  const hosts: HostServer[] = [];
  let port = 0;
  for (let at = 0; at < options.hosts; at += 1) {
    const host = await startHost({ options, at, port, pageOf, newest });
    hosts.push(host);
    port = Number(host.host.split(':')[1]);
  }
  return hosts;
}
