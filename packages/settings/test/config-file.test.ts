import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfigFile } from '../src/config-file.ts';
import { SettingsError } from '../src/settings-error.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirefold-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

it('gives null where there is no settings file', () => {
  expect(loadConfigFile(folder)).toBeNull();
});

it.each([
  ['wirefold.config.json', '{"attempts": 5}'],
  ['wirefold.config.json', '\uFEFF{"attempts": 5}'],
  ['wirefold.config.yaml', 'attempts: 5 # tries\n'],
  ['wirefold.config.yml', 'attempts: 5'],
])('reads %s', (name, text) => {
  write(name, text);
  expect(loadConfigFile(folder)).toEqual({ path: join(folder, name), content: { attempts: 5 } });
});

it('reads an empty YAML file as no settings', () => {
  write('wirefold.config.yaml', '# nothing yet\n');
  expect(loadConfigFile(folder)?.content).toEqual({});
});

it.each([
  ['broken JSON', 'wirefold.config.json', '{"attempts": '],
  ['an empty JSON file', 'wirefold.config.json', ''],
  ['broken YAML', 'wirefold.config.yaml', 'a: [1, 2'],
  ['a list', 'wirefold.config.yaml', '- a\n- b\n'],
  ['a bare word', 'wirefold.config.yaml', 'hello'],
  ['a YAML alias, which could grow without bound', 'wirefold.config.yaml', 'a: &a [1]\nb: [*a, *a]\n'],
])('refuses %s and names the file', (_name, name, text) => {
  write(name, text);
  expect(() => loadConfigFile(folder)).toThrow(SettingsError);
  expect(() => loadConfigFile(folder)).toThrow(join(folder, name));
});

it('refuses two settings files in one folder', () => {
  write('wirefold.config.json', '{}');
  write('wirefold.config.yaml', '');
  expect(() => loadConfigFile(folder)).toThrow('remove one of the two');
});
