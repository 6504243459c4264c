import { resolve } from 'node:path';
import type { ConfigFile } from './config-file.ts';
import { maskUrl } from './mask-url.ts';
import { findNearestName } from './nearest-name.ts';
import { type Origin, SettingsError } from './settings-error.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from './table.ts';

/** Where values may come from, strongest first. */
export interface SettingsInput {
  /** By key of the setting, as parsed from the command line; `undefined` counts as not given. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The environment; an empty variable counts as not set. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly file?: ConfigFile | null;
  /** Folder against which paths are made absolute; default the process's own. */
  readonly cwd?: string;
}

/** Every value with its origin. */
export interface Resolved {
  readonly values: Settings;
  readonly origins: Readonly<Record<SettingKey, Origin>>;
  /** Variables named `WIREFOLD_...` that no setting has: probably mistyped. */
  readonly unknownEnv: readonly { readonly name: string; readonly suggestion?: string }[];
}

/** Variables of the contract that are no settings. */
const OTHER_VARIABLES = new Set(['WIREFOLD_TOKEN']);

/**
 * Decides every setting: option before environment before file before default.
 * @throws SettingsError for an unknown key of the file or the options, and for a value that is not what the table expects.
 */
export function resolveSettings(input: SettingsInput = {}): Resolved {
  refuseUnknownKeys(input.file?.content ?? {}, { kind: 'file', name: input.file?.path ?? '' });
  refuseUnknownKeys(input.options ?? {}, { kind: 'option', name: 'options' });
  const cwd = input.cwd ?? process.cwd();
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const key of SETTING_KEYS) {
    const { raw, origin } = findRaw(key, input);
    const value = origin.kind === 'default' ? SETTINGS[key].fallback() : parseValue(key, raw, origin);
    values[key] = SETTINGS[key].isPath ? resolve(cwd, String(value)) : value;
    origins[key] = origin;
  }
  return {
    values: values as Settings,
    origins: origins as Record<SettingKey, Origin>,
    unknownEnv: unknownVariables(input.env ?? {}),
  };
}

function findRaw(key: SettingKey, input: SettingsInput): { raw: unknown; origin: Origin } {
  const row = SETTINGS[key];
  const option = input.options?.[key];
  if (option !== undefined) {
    return { raw: option, origin: { kind: 'option', name: row.option ?? key } };
  }
  const variable = input.env?.[row.env];
  if (variable !== undefined && variable !== '') {
    return { raw: variable, origin: { kind: 'environment', name: row.env } };
  }
  const field = input.file?.content[key];
  if (input.file && field !== undefined && field !== null) {
    return { raw: field, origin: { kind: 'file', name: input.file.path } };
  }
  return { raw: undefined, origin: { kind: 'default', name: 'default' } };
}

function parseValue(key: SettingKey, raw: unknown, origin: Origin): unknown {
  const { schema, expected } = SETTINGS[key];
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const value = showRaw(raw);
  const message = `Setting ${key} refused: ${value} (from ${placeOf(origin)}). Expected ${expected}.`;
  throw new SettingsError(message, { key, value, origin, expected });
}

function showRaw(raw: unknown): string {
  const shown = typeof raw === 'string' ? JSON.stringify(maskUrl(raw)) : (JSON.stringify(raw) ?? String(raw));
  return shown.length > 120 ? `${shown.slice(0, 119)}…` : shown;
}

function placeOf(origin: Origin): string {
  const kinds = {
    option: 'the option',
    environment: 'the variable',
    file: 'the file',
    default: 'the',
  } as const;
  return `${kinds[origin.kind]} ${origin.name}`;
}

function refuseUnknownKeys(given: Readonly<Record<string, unknown>>, origin: Origin): void {
  for (const [key, value] of Object.entries(given)) {
    if (Object.hasOwn(SETTINGS, key)) continue;
    const suggestion = findNearestName(key, SETTING_KEYS);
    const expected = suggestion === undefined ? `one of ${SETTING_KEYS.join(', ')}` : suggestion;
    const hint =
      suggestion === undefined ? `Known are ${SETTING_KEYS.join(', ')}.` : `Did you mean ${suggestion}?`;
    const shown = JSON.stringify(key.slice(0, 80));
    const fault = { key, value: showRaw(value), origin, expected };
    throw new SettingsError(`Setting ${shown} is unknown (from ${placeOf(origin)}). ${hint}`, fault);
  }
}

function unknownVariables(env: Readonly<Record<string, string | undefined>>): Resolved['unknownEnv'] {
  const known = SETTING_KEYS.map((key) => SETTINGS[key].env as string);
  const strange = Object.keys(env).filter(
    (name) => name.startsWith('WIREFOLD_') && !known.includes(name) && !OTHER_VARIABLES.has(name),
  );
  const bare = (name: string) => name.replace('WIREFOLD_', '');
  return strange.map((name) => {
    const nearest = findNearestName(bare(name), known.map(bare));
    const suggestion = known.find((one) => nearest !== undefined && bare(one) === nearest);
    return suggestion === undefined ? { name } : { name, suggestion };
  });
}
