import type { Cleaned, CleanInput, PagePrints } from '@wirefold/contracts/article';
import type { Outcome } from '@wirefold/contracts/outcome';
import type { HostMemory } from '@wirefold/contracts/ports';
import { clean } from './clean.ts';
import { mayHoldFurniture } from './furniture.ts';
import { hostOf, pagePrints } from './prints.ts';

/** Bounds of what is remembered; with 80 prints of 6 bytes a page a host takes at most 13 kB. */
export const HOST_BOUNDS = {
  /** Pages of a host, the latest; furniture changes with the site, and three pages suffice to know it. */
  pages: 24,
  /** Hosts, the latest: 130 MB at the very most. */
  hosts: 10_000,
  /** Seconds after which a page is forgotten: 30 days. */
  seconds: 30 * 24 * 3600,
} as const;

export interface HostMemoryOptions {
  /** The time in milliseconds. */
  readonly now: () => number;
  readonly bounds?: { readonly pages: number; readonly hosts: number; readonly seconds: number };
}

interface Remembered {
  readonly at: number;
  readonly prints: PagePrints;
}

/** A memory of hosts within one process. */
export function createHostMemory({ now, bounds = HOST_BOUNDS }: HostMemoryOptions): HostMemory {
  const hosts = new Map<string, Map<string, Remembered>>();
  return {
    async meet(host, page) {
      const at = now();
      const pages = hosts.get(host) ?? new Map<string, Remembered>();
      // The one met last stands last, so that the first is always the one to forget.
      hosts.delete(host);
      hosts.set(host, pages);
      for (const [key, held] of pages) {
        if (at - held.at >= bounds.seconds * 1000) pages.delete(key);
      }
      const others = [...pages.values()]
        .map(({ prints }) => prints)
        .filter((held) => held.page !== page.page);
      pages.set(page.page, { at: pages.get(page.page)?.at ?? at, prints: page });
      forgetFirst(pages, bounds.pages);
      forgetFirst(hosts, bounds.hosts);
      return others;
    },
    async clear() {
      hosts.clear();
    },
  };
}

function forgetFirst(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

/** Cleans a document with what is remembered of its host, and remembers it. Throws what the memory throws. */
export async function cleanOnHost(input: CleanInput, memory: HostMemory): Promise<Outcome<Cleaned>> {
  const alone = clean(input);
  const host = hostOf(input);
  if (alone.kind !== 'done' || host === undefined || input.url === undefined) return alone;
  const own = pagePrints(input.url, alone.value);
  const siblings = await memory.meet(host, own);
  return mayHoldFurniture(own, siblings) ? clean({ ...input, siblings }) : alone;
}
