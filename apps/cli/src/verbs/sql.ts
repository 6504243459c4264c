import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { csvLine } from '../output/csv.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { withReader } from '../reading/open-store.ts';

/** `wirefold sql QUERY`: a read-only query; a table, `--json` or `--csv`. */
export async function run(
  inputs: readonly string[],
  options: { readonly csv?: boolean },
  context: Context,
): Promise<void> {
  const { out } = context;
  if (options.csv && out.json) throw usageError('Two forms named', '--csv --json', 'Name one of them.');
  await withReader(context, (reader) => {
    const { columns, rows } = reader.sql(inputs[0] ?? '');
    if (out.json) {
      for (const row of rows) out.record(Object.fromEntries(columns.map((name, i) => [name, plain(row[i])])));
    } else if (options.csv) {
      context.around.stdout.write(csvLine(columns));
      for (const row of rows) context.around.stdout.write(csvLine(row.map(cellText)));
    } else {
      const head = columns.map((name) => ({ title: printable(name), flexible: true }) as const);
      out.table(
        head,
        rows.map((row) => row.map((value) => printable(cellText(value)))),
      );
      out.note(`\n${counted(rows.length, 'row')}.`);
    }
  });
}

/** A value as text; a blob as hex, NULL as nothing. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}

/** A value as JSON takes it: a blob as hex, a 64-bit number as text where a double cannot hold it. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return cellText(value);
  if (typeof value !== 'bigint') return value ?? null;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
