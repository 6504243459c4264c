import { Command, type CommanderError, Help, Option, type OutputConfiguration } from 'commander';
import { usageError } from './cli-error.ts';
import type { CommonOptions } from './config.ts';
import type { Context, Verb } from './context.ts';
import type { Surroundings } from './surroundings.ts';
import { VERBS, type VerbSpec } from './verb-table.ts';

/** Reports the exit status of the verb that ran. */
type Ended = (status: number) => void;

/** Lays the whole command line; verbs are loaded when they are called, so that `--help` stays quick. */
export function layProgram(
  around: Surroundings,
  onContext: (context: Context) => void,
  onEnd: Ended,
): Command {
  const program = new Command('wirefold')
    .description('News in, stories out: feeds, pages and files become one story for every event.')
    .version('0.1.0', '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [verb]', 'print the help of a verb')
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions })
    .showSuggestionAfterError(true)
    .configureOutput(outputTo(around))
    .exitOverride();
  addCommonOptions(program);
  const wiring = { around, onContext, onEnd };
  for (const spec of VERBS) addVerb(program, spec, wiring);
  return program;
}

/** A verb's own option stands for the common one of the same name: `bench clean --data`. */
function visibleGlobalOptions(this: Help, command: Command): Option[] {
  const own = command.options.map((option) => option.long);
  return Help.prototype.visibleGlobalOptions
    .call(this, command)
    .filter((option) => !own.includes(option.long));
}

/** Columns of the help in a pipe; on a terminal it is as wide as that. */
const HELP_COLUMNS = 80;

/** Errors are thrown to `main`, which prints them. */
function outputTo({ stdout, stderr }: Surroundings): OutputConfiguration {
  return {
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
    getOutHelpWidth: () => (stdout.isTTY && stdout.columns) || HELP_COLUMNS,
    getErrHelpWidth: () => (stderr.isTTY && stderr.columns) || HELP_COLUMNS,
    outputError: () => {},
  };
}

interface Wiring {
  readonly around: Surroundings;
  readonly onContext: (context: Context) => void;
  readonly onEnd: Ended;
}

function addCommonOptions(program: Command): void {
  program
    .option('--db <path>', 'the database (WIREFOLD_DB; default wirefold.db)')
    .option('--redis <url>', 'the Redis server (REDIS_URL; default a private one)')
    .option('--data <dir>', 'the folder of the private Redis (WIREFOLD_DATA; default .wirefold)')
    .addOption(
      new Option(
        '--allow-private <cidr>',
        'a network that may be fetched from although it is not public',
      ).argParser((value, list: string[] | undefined) => [...(list ?? []), value]),
    )
    .option('--json', 'one JSON object a line on standard output')
    .option('--quiet', 'no progress and no advice on standard error')
    .option('--debug', 'stack traces with errors');
}

function addVerb(parent: Command, spec: VerbSpec, wiring: Wiring, before: readonly string[] = []): void {
  const command = parent.command(spec.name).description(spec.summary);
  command.copyInheritedSettings(parent).exitOverride(explaining(spec));
  if (spec.examples)
    command.addHelpText('after', `\nExamples:\n${spec.examples.map((one) => `  ${one}`).join('\n')}`);
  const path = [...before, spec.name.split(' ')[0] ?? ''];
  if (spec.verbs) {
    for (const inner of spec.verbs) addVerb(command, inner, wiring, path);
    return;
  }
  for (const option of spec.options ?? []) command.addOption(option());
  command.action(async () => {
    const { createContext } = await import('./context.ts');
    const context = createContext(command.optsWithGlobals<CommonOptions>(), wiring.around);
    wiring.onContext(context);
    const [file = '', ...rest] = path;
    const verb = await loadVerb(file);
    wiring.onEnd((await verb([...rest, ...command.args], command.opts(), context)) ?? 0);
  });
}

/** Says what to give where an argument is missing; commander alone would name it by a letter. */
function explaining({ name, needs }: VerbSpec): (error: CommanderError) => never {
  return (error) => {
    if (error.code !== 'commander.missingArgument' || needs === undefined) throw error;
    throw usageError('Something is missing', name.split(' ')[0] ?? '', needs);
  };
}

/** The verb's file under `verbs/`, which exports `run`. */
async function loadVerb(name: string): Promise<Verb> {
  const loaded = (await import(`./verbs/${name}.ts`)) as { run: Verb };
  return loaded.run;
}
