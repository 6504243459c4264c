/** What the decision depends on; gathered by {@link inspectHost}, or made up by a test. */
export interface Host {
  /** Package managers on the search path. */
  readonly managers: ReadonlySet<PackageManager>;
  readonly isRoot: boolean;
  /** Whether `sudo -n true` succeeds: sudo is there and asks for no password. */
  readonly hasFreeSudo: boolean;
  /** `ID` and `VERSION_ID` of /etc/os-release; empty where there is none. */
  readonly distribution: { readonly id: string; readonly version: string };
}

export type PackageManager = 'apt-get' | 'dnf' | 'apk' | 'brew';

/** How Redis gets onto this machine. */
export interface InstallPlan {
  /** The line that a person types, with sudo where it is needed; or, without a known manager, what to do. */
  readonly line: string;
  /** Whether it may be run without asking anyone. */
  readonly mayRun: boolean;
  /** Commands to try until one succeeds, as argument lists; each is one whole attempt of one or more commands. */
  readonly attempts: readonly (readonly (readonly string[])[])[];
  /** Run afterwards; their failure does not matter. */
  readonly afterwards: readonly (readonly string[])[];
}

/** Decides how to install a Redis here and whether that may be done unasked; pure. */
export function installPlan(host: Host): InstallPlan {
  const manager = managers.find((name) => host.managers.has(name));
  if (!manager) return unknownSystem;
  if (manager === 'brew') return brewPlan(host);
  const { commands, line, afterwards } = recipes[manager](host);
  const prefix = host.isRoot ? [] : ['sudo', '-n'];
  return {
    line: line.map((part) => (host.isRoot ? part : `sudo ${part}`)).join(' && '),
    mayRun: host.isRoot || host.hasFreeSudo,
    attempts: commands.map((attempt) => attempt.map((command) => [...prefix, ...command])),
    afterwards: afterwards.map((command) => [...prefix, ...command]),
  };
}

interface Recipe {
  readonly commands: readonly (readonly (readonly string[])[])[];
  /** What a person types, without sudo. */
  readonly line: readonly string[];
  readonly afterwards: readonly (readonly string[])[];
}

/** The system's own manager goes before brew, which also runs on Linux. */
const managers: readonly PackageManager[] = ['apt-get', 'dnf', 'apk', 'brew'];

const unknownSystem: InstallPlan = {
  line: 'install redis-server or valkey-server 6.2 or newer, or set REDIS_URL',
  mayRun: false,
  attempts: [],
  afterwards: [],
};

const recipes: Readonly<Record<Exclude<PackageManager, 'brew'>, (host: Host) => Recipe>> = {
  'apt-get': aptRecipe,
  dnf: dnfRecipe,
  apk: () => ({
    commands: [[['apk', 'add', '--no-cache', 'redis']]],
    line: ['apk add redis'],
    afterwards: [],
  }),
};

/**
 * The package's service is not wanted: the private server is ours. RUNLEVEL=1 keeps invoke-rc.d from starting
 * it where there is no systemd. Under systemd it is stopped and disabled right after; a policy-rc.d would also
 * prevent the moment it runs, but is a change to the whole system that an interrupted install leaves behind.
 * Lists that are missing or stale make the first attempt fail in a second; only then are they fetched.
 */
function aptRecipe(): Recipe {
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', 'redis-server'];
  const attempt = [...environment, ...install];
  return {
    commands: [[attempt], [[...environment, 'apt-get', 'update'], attempt]],
    line: ['apt-get update', install.join(' ')],
    afterwards: [['systemctl', 'disable', '--now', 'redis-server']],
  };
}

function dnfRecipe(host: Host): Recipe {
  const name = hasOnlyValkey(host.distribution) ? 'valkey' : 'redis';
  return {
    commands: [[['dnf', 'install', '-y', name]]],
    line: [`dnf install -y ${name}`],
    afterwards: [],
  };
}

/** Fedora replaced redis by valkey in 41, RHEL and its kin in 10; Amazon Linux names its redis `redis6`. */
function hasOnlyValkey({ id, version }: Host['distribution']): boolean {
  if (id === 'amzn') return true;
  return Number.parseInt(version, 10) >= (id === 'fedora' ? 41 : 10);
}

/** brew installs as the user and refuses root. */
function brewPlan(host: Host): InstallPlan {
  return {
    line: 'brew install redis',
    mayRun: !host.isRoot,
    attempts: [[['brew', 'install', 'redis']]],
    afterwards: [],
  };
}
