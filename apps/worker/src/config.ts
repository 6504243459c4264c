import { loadConfigFile, type Resolved, resolveSettings } from '@wirefold/settings';

/** The settings of this process: its environment and the settings file of its folder; it takes no other options. */
export function readSettings(): Resolved {
  const cwd = process.cwd();
  return resolveSettings({ env: process.env, file: loadConfigFile(cwd), cwd });
}
