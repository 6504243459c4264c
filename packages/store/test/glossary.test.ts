import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { glossary } from '../checks/glossary.ts';

test('docs/glossary.md is what checks/write-glossary.ts writes', () => {
  expect(readFileSync(new URL('../../../docs/glossary.md', import.meta.url), 'utf8')).toBe(glossary());
});

test('every table and column has a meaning in the glossary, and no cell holds a bar that would break its row', () => {
  const rows = glossary()
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(
    rows.filter((row) => /\|\s+\|/u.test(row.slice(0, -1)) && !/^\| `[a-z_]+` \| {2}\| ./u.test(row)),
  ).toEqual([]);
  expect(rows.filter((row) => ![3, 4].includes(row.split('|').length - 1))).toEqual([]);
});
