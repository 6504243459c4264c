import type { PagePrints } from '@wirefold/contracts/article';
import type { HostMemory } from '@wirefold/contracts/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printOf } from '../prints.ts';

/** A memory under test; `pass` lets so much time go by for it. */
export interface MemoryUnderTest {
  readonly memory: HostMemory;
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** The bounds that `make` must build its memory with. */
export const CONFORMANCE_BOUNDS = { pages: 4, hosts: 3, seconds: 2 } as const;

function page(name: string, blocks: readonly string[] = [name]): PagePrints {
  const prints = blocks.map((block) => printOf(`block ${block}`));
  return {
    ...{ page: printOf(`page ${name}`), title: printOf(`title ${name}`), core: '' },
    ...{ kept: prints.slice(0, 2), removed: prints.slice(2) },
  };
}

/** The suite that every memory of hosts passes; `make` gives an empty one built with `CONFORMANCE_BOUNDS`. */
export function hostMemoryConformance(name: string, make: () => Promise<MemoryUnderTest>): void {
  describe(`${name} as a memory of hosts`, () => {
    let made: MemoryUnderTest;
    beforeEach(async () => {
      made = await make();
    });
    afterEach(() => made.close());
    const meet = (host: string, met: PagePrints) => made.memory.meet(host, met);
    const meetAll = async (host: string, names: string) => {
      for (const one of names) await meet(host, page(one));
    };

    it('knows nothing at first, and gives back all that it was told of other pages, in order', async () => {
      const full = page('aa', ['one', 'two', 'three', 'four']);
      const bare = { ...page('bb', []), title: '', core: printOf('a core of its own') };
      expect(await meet('news.example', full)).toEqual([]);
      expect(await meet('news.example', bare)).toEqual([full]);
      expect(await meet('news.example', page('cc'))).toEqual([full, bare]);
    });

    it('never gives a page to itself, and changes nothing when the same page is met again', async () => {
      await meetAll('news.example', 'abc');
      const others = [page('a'), page('b')];
      expect(await meet('news.example', page('c'))).toEqual(others);
      expect(await meet('news.example', page('c'))).toEqual(others);
      expect(await meet('news.example', page('a'))).toEqual([page('b'), page('c')]);
      expect(await meet('news.example', page('d'))).toEqual([page('a'), page('b'), page('c')]);
    });

    it('takes what an address holds now in place of what it held', async () => {
      await meetAll('news.example', 'ab');
      const changed = { ...page('a', ['new', 'words']), title: printOf('new title') };
      await meet('news.example', changed);
      expect(await meet('news.example', page('b'))).toEqual([changed]);
    });

    it('keeps hosts apart, ports and odd names included', async () => {
      await meet('news.example', page('a'));
      await meet('news.example:8080', page('b'));
      expect(await meet('[2001:db8::1]:80', page('c'))).toEqual([]);
      expect(await meet('news.example', page('d'))).toEqual([page('a')]);
    });

    it('holds four pages of a host and forgets the first for the fifth', async () => {
      await meetAll('news.example', 'abcde');
      const found = await meet('news.example', page('e'));
      expect(found).toEqual(['b', 'c', 'd'].map((one) => page(one)));
    });

    it('holds three hosts and forgets the one not met for longest', async () => {
      await meetAll('one.example', 'ab');
      await meetAll('two.example', 'a');
      await meetAll('three.example', 'a');
      await meetAll('one.example', 'b');
      await meetAll('four.example', 'a');
      expect(await meet('one.example', page('c'))).toEqual([page('a'), page('b')]);
      expect(await meet('two.example', page('c'))).toEqual([]);
    });

    it('forgets a page after its time, though its host is met in between', async () => {
      await meet('news.example', page('a'));
      await made.pass(1.2);
      expect(await meet('news.example', page('b'))).toEqual([page('a')]);
      await made.pass(1.2);
      expect(await meet('news.example', page('c'))).toEqual([page('b')]);
    });

    it('lets each pair of pages that are met at once see each other at least one way', async () => {
      const names = ['a', 'b', 'c', 'd'];
      const found = await Promise.all(names.map((one) => meet('news.example', page(one))));
      const pairs = found.flatMap((pages, at) =>
        pages.map((other) => [page(names[at] ?? '').page, other.page].sort().join(' ')),
      );
      expect(new Set(pairs).size).toBe(6);
    });

    it('forgets everything when cleared', async () => {
      await meetAll('news.example', 'ab');
      await made.memory.clear();
      expect(await meet('news.example', page('c'))).toEqual([]);
    });
  });
}
