import { availableParallelism } from 'node:os';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { resolveSettings } from '../src/resolve-settings.ts';
import { SettingsError } from '../src/settings-error.ts';
import { SETTING_KEYS, SETTINGS, type Settings } from '../src/table.ts';

const file = (content: Record<string, unknown>) => ({ path: '/srv/news/wirefold.config.yaml', content });

function refusal(input: Parameters<typeof resolveSettings>[0]): SettingsError {
  try {
    resolveSettings(input);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('precedence', () => {
  it('takes the option before the variable, the variable before the file, the file before the default', () => {
    const all = { options: { attempts: '7' }, env: { WIREFOLD_ATTEMPTS: '6' }, file: file({ attempts: 5 }) };
    const { options: _o, ...withoutOption } = all;
    const { env: _e, ...fileAlone } = withoutOption;
    expect(resolveSettings(all).values.attempts).toBe(7);
    expect(resolveSettings(withoutOption).values.attempts).toBe(6);
    expect(resolveSettings(fileAlone).values.attempts).toBe(5);
    expect(resolveSettings({}).values.attempts).toBe(4);
  });

  it.each([
    ['an option', { options: { db: 'a.db' } }, { kind: 'option', name: '--db' }],
    ['a variable', { env: { WIREFOLD_DB: 'a.db' } }, { kind: 'environment', name: 'WIREFOLD_DB' }],
    ['the file', { file: file({ db: 'a.db' }) }, { kind: 'file', name: '/srv/news/wirefold.config.yaml' }],
    ['nothing', {}, { kind: 'default', name: 'default' }],
  ])('names the origin where the value comes from %s', (_name, input, origin) => {
    expect(resolveSettings(input).origins.db).toEqual(origin);
  });

  it.each([
    ['an option that is undefined', { options: { db: undefined } }],
    ['a variable that is empty', { env: { WIREFOLD_DB: '' } }],
    ['a null in the file', { file: file({ db: null }) }],
  ])('counts %s as not set', (_name, input) => {
    expect(resolveSettings({ ...input, cwd: '/srv' }).values.db).toBe('/srv/wirefold.db');
  });

  it('holds for every setting and every set of origins that give a value', () => {
    const numeric = SETTING_KEYS.filter((key) => SETTINGS[key].schema.safeParse(150).success);
    fc.assert(
      fc.property(fc.constantFrom(...numeric), fc.subarray([150, 160, 170]), (key, given) => {
        const resolved = resolveSettings({
          ...(given.includes(150) ? { options: { [key]: '150' } } : {}),
          ...(given.includes(160) ? { env: { [SETTINGS[key].env]: '160' } } : {}),
          ...(given.includes(170) ? { file: file({ [key]: 170 }) } : {}),
        });
        const strongest = given.toSorted((a, b) => a - b)[0];
        if (strongest === undefined) expect(resolved.origins[key].kind).toBe('default');
        else expect(resolved.values[key]).toBe(strongest);
      }),
    );
  });
});

describe('values', () => {
  it('has the defaults of the table', () => {
    expect(resolveSettings({ cwd: '/srv/news' }).values).toEqual({
      db: '/srv/news/wirefold.db',
      redis: null,
      data: '/srv/news/.wirefold',
      allowPrivate: [],
      contact: null,
      hostGapMs: 1000,
      ignoreRobots: [],
      heedTdmrep: true,
      excludeReserved: false,
      maxBodyBytes: 20_971_520,
      cleanThreads: Math.max(1, availableParallelism() - 1),
      cleanTimeoutMs: 10_000,
      cleanMemoryMb: 256,
      hostMemoryPages: 24,
      dayPenalty: null,
      highWaterItems: 5000,
      highWaterBytes: 1_073_741_824,
      attempts: 4,
      retryBackoffMs: 1000,
      lockMs: 30_000,
      graceMs: 25_000,
      pollTickMs: 5_000,
      reconcileEveryMs: 15_000,
      redisPrefix: '{wirefold}',
    });
  });

  it('has types that fit', () => {
    expectTypeOf<Settings['db']>().toEqualTypeOf<string>();
    expectTypeOf<Settings['redis']>().toEqualTypeOf<string | null>();
    expectTypeOf<Settings['allowPrivate']>().toEqualTypeOf<string[]>();
    expectTypeOf<Settings['attempts']>().toEqualTypeOf<number>();
  });

  it.each([
    ['a relative path against the working folder', 'sub/news.db', '/srv/sub/news.db'],
    ['an absolute path as it is', '/var/news.db', '/var/news.db'],
    ['a path with spaces and accents', 'mes nouvelles é.db', '/srv/mes nouvelles é.db'],
  ])('resolves %s', (_name, given, expected) => {
    expect(resolveSettings({ options: { db: given }, cwd: '/srv' }).values.db).toBe(expected);
  });

  it.each([
    ['text parted by commas, with spaces', ' 10.0.0.0/8, fd00::/8 ,', ['10.0.0.0/8', 'fd00::/8']],
    ['a list', ['127.0.0.1/32'], ['127.0.0.1/32']],
    [
      'a list from a repeated option that has commas',
      ['10.0.0.0/8,127.0.0.0/8'],
      ['10.0.0.0/8', '127.0.0.0/8'],
    ],
    ['bare addresses as networks of one', '127.0.0.1,::1', ['127.0.0.1/32', '::1/128']],
    ['an empty list', [], []],
  ])('reads networks from %s', (_name, given, expected) => {
    expect(resolveSettings({ options: { allowPrivate: given } }).values.allowPrivate).toEqual(expected);
  });

  it.each([
    [' Example.ORG., localhost:8080 ,', ['example.org', 'localhost:8080']],
    [
      ['example.org:80', '[::1]:8080', 'münchen.example'],
      ['example.org', '[::1]:8080', 'xn--mnchen-3ya.example'],
    ],
    ['', []],
  ])('reads hosts from %j, as addresses have them', (given, expected) => {
    expect(resolveSettings({ options: { ignoreRobots: given } }).values.ignoreRobots).toEqual(expected);
  });

  it.each([
    ['1.5', 1.5],
    [' 2 ', 2],
    [0, 0],
    [10, 10],
  ])('reads a decimal number from %j', (given, expected) => {
    expect(resolveSettings({ env: {}, file: file({ dayPenalty: given }) }).values.dayPenalty).toBe(expected);
  });

  it.each(['redis://127.0.0.1:6379/2', 'rediss://user:secret@redis.example.org', '/run/redis.sock'])(
    'takes %s for a Redis server',
    (url) => {
      expect(resolveSettings({ env: { REDIS_URL: url } }).values.redis).toBe(url);
    },
  );
});

describe('refusals', () => {
  it.each([
    ['attempts', '0'],
    ['attempts', '101'],
    ['attempts', '4.5'],
    ['attempts', 'four'],
    ['attempts', ' '],
    ['attempts', '0x10'],
    ['attempts', '1e1'],
    ['attempts', true],
    ['cleanThreads', '0'],
    ['dayPenalty', '-1'],
    ['dayPenalty', '10.1'],
    ['dayPenalty', '1,5'],
    ['dayPenalty', '15e-1'],
    ['dayPenalty', '.5'],
    ['dayPenalty', true],
    ['maxBodyBytes', '1023'],
    ['maxBodyBytes', '99999999999999999999'],
    ['db', '  '],
    ['db', 'a\0b'],
    ['db', 7],
    ['redis', 'localhost:6379'],
    ['redis', 'http://localhost:6379'],
    ['redis', 'redis://'],
    ['redis', 'redis://host/news'],
    ['redis', 'unix:///'],
    ['allowPrivate', '10.0.0.0/33'],
    ['allowPrivate', '10.0.0.0/'],
    ['allowPrivate', '10.0.0/8'],
    ['allowPrivate', '10.0.0.0/8/8'],
    ['allowPrivate', 'localhost'],
    ['ignoreRobots', 'https://example.org'],
    ['ignoreRobots', 'example.org/news'],
    ['ignoreRobots', '*.example.org'],
    ['hostGapMs', '-1'],
    ['contact', 'a\nb'],
    ['redisPrefix', 'wirefold'],
    ['redisPrefix', '{a}:{b}'],
  ])('refuses %s = %j and says what is expected', (key, value) => {
    const error = refusal({ file: file({ [key]: value }) });
    const row = Object.entries(SETTINGS).find(([name]) => name === key)?.[1];
    expect(error.exitCode).toBe(2);
    expect(error.fault).toMatchObject({ key, origin: { kind: 'file' }, expected: row?.expected });
    expect(error.message).toContain(row?.expected);
  });

  it('names key, value, origin and what is expected in one line', () => {
    expect(refusal({ env: { WIREFOLD_ATTEMPTS: 'many' } }).message).toBe(
      'Setting attempts refused: "many" (from the variable WIREFOLD_ATTEMPTS). Expected a whole number of tries from 1 to 100.',
    );
  });

  it.each(['redis//:s3cret@host', 'http://me:s3cret@host', 's3cret@host'])(
    'never shows the password of %s',
    (url) => {
      const error = refusal({ env: { REDIS_URL: url } });
      expect(error.message).not.toContain('s3cret');
      expect(JSON.stringify(error.fault)).not.toContain('s3cret');
    },
  );

  it.each([
    ['database', undefined],
    ['atempts', 'attempts'],
    ['clean_threads', 'cleanThreads'],
    ['maxBody', 'maxBodyBytes'],
    ['REDIS', 'redis'],
    ['__proto__x', undefined],
  ])('refuses the unknown key %s', (key, suggestion) => {
    const { message, fault } = refusal({ file: file({ [key]: 1 }) });
    expect(fault.key).toBe(key);
    expect(message).toContain('/srv/news/wirefold.config.yaml');
    expect(message).toContain(
      suggestion === undefined ? 'Known are db, redis' : `Did you mean ${suggestion}?`,
    );
  });

  it('throws nothing but SettingsError, whatever a file holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        try {
          resolveSettings({ file: file(content) });
        } catch (error) {
          expect(error).toBeInstanceOf(SettingsError);
        }
      }),
    );
  });
});

it('reports variables that no setting has, with the one probably meant, and stops for none', () => {
  const { unknownEnv } = resolveSettings({
    env: { WIREFOLD_DBS: 'a', WIREFOLD_COFFEE_POTS: '1', WIREFOLD_TOKEN: 't', HOME: '/root' },
  });
  expect(unknownEnv).toEqual([
    { name: 'WIREFOLD_DBS', suggestion: 'WIREFOLD_DB' },
    { name: 'WIREFOLD_COFFEE_POTS' },
  ]);
});
