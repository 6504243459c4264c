import picocolors from 'picocolors';
import type { TerminalTraits } from '../config.ts';
import type { Surroundings } from '../surroundings.ts';
import { wrap } from './fit.ts';
import { jsonLine, printable, printableParagraphs } from './printable.ts';
import { type Column, layTable } from './table.ts';

/** Width of running text: comfortable to read, and what a pipe gets. */
const TEXT_COLUMNS = 80;

/** Where a verb prints: results to standard output, everything else to standard error. */
export interface Output {
  readonly terminal: TerminalTraits;
  /** True with `--json`: then `line` and `table` are not for results. */
  readonly json: boolean;
  readonly quiet: boolean;
  readonly paint: ReturnType<typeof picocolors.createColors>;
  readonly paintError: ReturnType<typeof picocolors.createColors>;
  /** A line of the result. What comes from data must have gone through `printable`. */
  line(text?: string): void;
  /** A result as one JSON object on a line. */
  record(value: unknown): void;
  table(head: readonly Column[], rows: readonly (readonly string[])[]): void;
  /** A text from outside: made printable, wrapped, paragraphs parted by a blank line. */
  text(text: string): void;
  /** Progress and advice, to standard error; silent with `--quiet`. */
  note(text: string): void;
  /** What went wrong without ending the verb, to standard error, also with `--quiet`. */
  fault(what: string, where: string, next: string): void;
}

/** Lays the output for one call. */
export function createOutput(
  terminal: TerminalTraits,
  options: { json?: boolean | undefined; quiet?: boolean | undefined },
  { stdout, stderr }: Pick<Surroundings, 'stdout' | 'stderr'>,
): Output {
  const paint = picocolors.createColors(terminal.color);
  const paintError = picocolors.createColors(terminal.colorOnError);
  const line = (text = '') => void stdout.write(`${text}\n`);
  const quiet = options.quiet === true;
  return {
    terminal,
    json: options.json === true,
    quiet,
    paint,
    paintError,
    line,
    record: (value) => line(jsonLine(value)),
    table(head, rows) {
      const [title = '', ...body] = layTable(head, rows, terminal.columns);
      line(paint.bold(title));
      for (const row of body) line(row);
    },
    text(text) {
      const columns = Math.min(terminal.columns ?? TEXT_COLUMNS, TEXT_COLUMNS);
      line(
        printableParagraphs(text)
          .map((paragraph) => wrap(paragraph, columns).join('\n'))
          .join('\n\n'),
      );
    },
    note(text) {
      if (!quiet) stderr.write(`${paintError.dim(text)}\n`);
    },
    fault(what, where, next) {
      stderr.write(`wirefold: ${printable(`${what}: ${where}. ${next}`)}\n`);
    },
  };
}
