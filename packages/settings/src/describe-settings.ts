import { maskUrl } from './mask-url.ts';
import type { Resolved } from './resolve-settings.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey } from './table.ts';

/** A setting as `wirefold config` prints it. */
export interface SettingRow {
  readonly key: SettingKey;
  /** Null where nothing is set; the credentials of a URL are masked. */
  readonly value: string | number | boolean | readonly string[] | null;
  readonly unit: string;
  readonly origin: 'option' | 'environment' | 'file' | 'default';
  /** The option, variable or file by name. */
  readonly from: string;
  readonly env: string;
  readonly meaning: string;
}

/** Lists every setting in the order of the table, with its value and where that comes from. */
export function describeSettings(resolved: Resolved): SettingRow[] {
  return SETTING_KEYS.map((key) => {
    const { unit, env, meaning } = SETTINGS[key];
    const { kind, name } = resolved.origins[key];
    const value = resolved.values[key];
    const shown = key === 'redis' && typeof value === 'string' ? maskUrl(value) : value;
    return { key, value: shown, unit, origin: kind, from: name, env, meaning };
  });
}
