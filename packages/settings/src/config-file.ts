import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { SettingsError } from './settings-error.ts';

/** What a settings file says, not yet validated; `path` is absolute. */
export interface ConfigFile {
  readonly path: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Looked for in this order in the working folder; two of them together are an error. */
export const CONFIG_FILE_NAMES = [
  'wirefold.config.json',
  'wirefold.config.yaml',
  'wirefold.config.yml',
] as const;

/**
 * Reads `wirefold.config.json` or `wirefold.config.yaml` of the folder; null where there is none.
 * @throws SettingsError where it cannot be read or parsed, is no mapping, or where there are two.
 */
export function loadConfigFile(folder: string): ConfigFile | null {
  const present = CONFIG_FILE_NAMES.map((name) => join(folder, name)).filter((path) => existsSync(path));
  const [path, second] = present;
  if (path === undefined) return null;
  if (second !== undefined) {
    throw broken(path, `${second} is there as well`, 'one settings file; remove one of the two');
  }
  const content = parseFile(path);
  if (!isMapping(content))
    throw broken(path, 'it is not a mapping', 'names and values, such as db: wirefold.db');
  return { path, content };
}

function parseFile(path: string): unknown {
  try {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    const parsed: unknown = path.endsWith('.json') ? JSON.parse(text) : parseYaml(text, { maxAliasCount: 0 });
    return parsed ?? {};
  } catch (cause) {
    const what = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw broken(path, what, path.endsWith('.json') ? 'JSON' : 'YAML', cause);
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(path: string, what: string, expected: string, cause?: unknown): SettingsError {
  const fault = { key: '', value: '', origin: { kind: 'file', name: path }, expected } as const;
  return new SettingsError(`Settings file refused: ${path}: ${what}. Expected ${expected}.`, fault, {
    cause,
  });
}
