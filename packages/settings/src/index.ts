export { type ConfigFile, loadConfigFile } from './config-file.ts';
export { describeSettings, type SettingRow } from './describe-settings.ts';
export { maskUrl } from './mask-url.ts';
export { type Resolved, resolveSettings } from './resolve-settings.ts';
export { SettingsError } from './settings-error.ts';
export { SETTINGS, type Settings } from './table.ts';
