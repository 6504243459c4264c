import { Transform } from 'node:stream';
import type { Context } from '../context.ts';
import { cut } from '../output/fit.ts';
import type { Sink } from '../surroundings.ts';

/** One thing that can be chosen, in printable words. */
export interface Option {
  readonly number: number;
  readonly label: string;
  readonly hint: string;
}

/** Columns that the prompt puts before an option. */
const PROMPT_COLUMNS = 8;

/** Asks which of several are meant, on the terminal of standard error; null where the person leaves with Ctrl-C. */
export async function ask(
  message: string,
  options: readonly Option[],
  { around, out }: Context,
): Promise<number[] | null> {
  const { isCancel, multiselect } = await import('@clack/prompts');
  const columns = Math.max(40, around.stderr.columns || 80) - PROMPT_COLUMNS;
  const output = screenOf(around.stderr, out.paintError.isColorSupported);
  const answer = await multiselect({
    message,
    options: options.map(({ number, label, hint }) => ({
      value: number,
      label: cut(label, columns),
      hint: cut(hint, columns),
    })),
    required: true,
    ...{ input: around.stdin, output },
  });
  return isCancel(answer) ? null : answer;
}

const COLOURS = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]*m`, 'g');

/** The terminal as the prompt is to see it: without colours where none are wanted, and never of no size. */
function screenOf(sink: Sink, isColoured: boolean): Transform {
  const screen = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, isColoured ? chunk : chunk.toString().replace(COLOURS, ''));
    },
  });
  screen.pipe(sink, { end: false });
  return Object.assign(screen, { isTTY: sink.isTTY, columns: sink.columns || 80, rows: sink.rows || 24 });
}
