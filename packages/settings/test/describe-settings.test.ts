import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeSettings } from '../src/describe-settings.ts';
import { maskUrl } from '../src/mask-url.ts';
import { resolveSettings } from '../src/resolve-settings.ts';
import { SETTING_KEYS } from '../src/table.ts';

it('lists every setting with value, unit, origin and meaning', () => {
  const rows = describeSettings(resolveSettings({ env: { WIREFOLD_GRACE_MS: '10' } }));
  expect(rows.map((row) => row.key)).toEqual(SETTING_KEYS);
  expect(rows.find((row) => row.key === 'graceMs')).toEqual({
    key: 'graceMs',
    value: 10,
    unit: 'milliseconds',
    origin: 'environment',
    from: 'WIREFOLD_GRACE_MS',
    env: 'WIREFOLD_GRACE_MS',
    meaning: 'the longest that work in hand is waited for when a worker stops',
  });
});

it.each([
  ['redis://me:secret@host:6379/1', 'redis://***@host:6379/1'],
  ['redis://:secret@host', 'redis://***@host'],
  ['redis://:p@ss@host', 'redis://***@host'],
  ['redis://host:6379', 'redis://host:6379'],
  ['redis://host?password=secret&db=2', 'redis://host?password=***&db=2'],
  ['/run/redis.sock', '/run/redis.sock'],
])('masks %s as %s', (url, masked) => {
  expect(maskUrl(url)).toBe(masked);
  const rows = describeSettings(resolveSettings({ env: { REDIS_URL: url } }));
  expect(rows.find((row) => row.key === 'redis')?.value).toBe(masked);
});

it('leaves no password in a masked URL, whatever it is made of', () => {
  fc.assert(
    fc.property(
      fc.webUrl({ withQueryParameters: true }),
      fc.stringMatching(/^[QXZ]{8}$/),
      (url, password) => {
        const withPassword = url.replace('//', `//user:${password}@`);
        expect(maskUrl(withPassword)).not.toContain(password);
      },
    ),
  );
});
