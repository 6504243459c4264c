import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joiningUnder } from '../src/constraints.ts';
import { denseLinkage } from '../src/dense-linkage.ts';
import { averageLinkage, type Edge, sparseLinkage } from '../src/linkage.ts';

const SIZE = 14;
const node = fc.integer({ min: 0, max: SIZE - 1 });
/** Few weights, so that equal means are common. */
const edges = fc
  .uniqueArray(fc.tuple(node, node, fc.constantFrom(0, 2, 3, 4, 5, 6, 6)), {
    selector: ([a, b]) => Math.min(a, b) * SIZE + Math.max(a, b),
    maxLength: 91,
  })
  .map((list) => list.flatMap(([a, b, weight]): Edge[] => (a === b ? [] : [{ a, b, weight }])));
const groups = fc.array(fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }), {
  minLength: SIZE,
  maxLength: SIZE,
});

describe('average linkage', () => {
  it('is the same over a full table and by a heap, with decisions and without', () => {
    fc.assert(
      fc.property(edges, groups, fc.boolean(), (list, groupOf, isFree) => {
        const apart = new Map([
          [0, new Set([1, 2])],
          [1, new Set([0])],
          [2, new Set([0])],
        ]);
        const joining = () => (isFree ? undefined : joiningUnder(groupOf, apart));
        const [dense, sparse] = [denseLinkage, sparseLinkage].map((link) => link(SIZE, list, 3, joining()));
        expect(dense?.map(({ members }) => members)).toEqual(sparse?.map(({ members }) => members));
        const joins = (linked: typeof dense) =>
          linked?.flatMap((cluster) => cluster.joins.map((join) => JSON.stringify(join))).sort();
        expect(joins(dense)).toEqual(joins(sparse));
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives each join after those that made its parts, at means that never rise', () => {
    fc.assert(
      fc.property(edges, (list) => {
        for (const { members, joins } of averageLinkage(SIZE, list, 3)) {
          expect(joins).toHaveLength(members.length - 1);
          const tops = new Map(members.map((one) => [one, Number.POSITIVE_INFINITY]));
          for (const { first, second, mean } of joins) {
            expect(Math.min(tops.get(first) ?? 0, tops.get(second) ?? 0)).toBeGreaterThanOrEqual(mean - 1e-9);
            tops.set(first, mean);
            tops.delete(second);
          }
          expect([...tops.keys()]).toEqual(members.slice(0, 1));
        }
      }),
    );
  });
});
