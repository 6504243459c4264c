import fc from 'fast-check';
import { expect, it } from 'vitest';
import { articleIdOf, documentIdOf, itemIdOf, storyIdOf } from '../src/ids.ts';

it('gives the same input the same id, and no id that BullMQ refuses', () => {
  fc.assert(
    fc.property(fc.string(), (url) => {
      const id = itemIdOf(url);
      expect(id).toMatch(/^it_[0-9a-hjkmnp-tv-z]{16}$/);
      expect(itemIdOf(url)).toBe(id);
    }),
  );
});

it('carries the digest of the item through to its article and its story', () => {
  const id = itemIdOf('https://example.org/a');
  expect(articleIdOf(id).slice(3)).toBe(id.slice(3));
  expect(storyIdOf(articleIdOf(id)).slice(3)).toBe(id.slice(3));
});

it('tells two documents of one item apart by their bytes', () => {
  expect(documentIdOf('it_a', 'aa')).not.toBe(documentIdOf('it_a', 'bb'));
});
