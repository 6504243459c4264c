import { readFileSync } from 'node:fs';

/** The command that installs packages at the versions that this program is measured against; all of its own for none. */
export function installLine(packages: readonly string[]): string {
  if (packages.length === 0) return 'npm ci';
  const path = new URL('../../../package.json', import.meta.url);
  const { devDependencies } = JSON.parse(readFileSync(path, 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const versioned = packages.map((name) =>
    devDependencies[name] === undefined ? name : `${name}@${devDependencies[name]}`,
  );
  return `npm install --no-save ${versioned.join(' ')}`;
}
