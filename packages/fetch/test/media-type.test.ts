import { expect, it } from 'vitest';
import { parseMediaType } from '../src/media-type.ts';

it.each<[string | undefined, string | undefined, string | undefined]>([
  [undefined, undefined, undefined],
  ['', undefined, undefined],
  ['text/html', 'text/html', undefined],
  [' TEXT/HTML ; CHARSET=UTF-8', 'text/html', 'UTF-8'],
  ['text/html;charset="utf-8"', 'text/html', 'utf-8'],
  ["text/html; charset='utf-8'", 'text/html', 'utf-8'],
  ['text/html; charset=utf-8; charset=latin1', 'text/html', 'utf-8'],
  ['text/html; charset=; charset=latin1', 'text/html', 'latin1'],
  ['text/html; charset=utf-8, text/html', 'text/html', 'utf-8'],
  ['text/html, application/xml; charset=utf-8', 'text/html', 'utf-8'],
  ['charset=utf-8', undefined, undefined],
  ['text/html; charset', 'text/html', undefined],
  ['text', undefined, undefined],
  ['text/', undefined, undefined],
  ['text/html/x', undefined, undefined],
  ['text html; charset=utf-8', undefined, 'utf-8'],
  [`${'a'.repeat(50_000)};${' ;'.repeat(50_000)}`, undefined, undefined],
])('%j is the type %s in the charset %s', (field, essence, charset) => {
  expect(parseMediaType(field)).toEqual({ essence, charset });
});
