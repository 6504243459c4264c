import { cut, widthOf } from './fit.ts';

/** A column of a table; `flexible` ones give way where the terminal is narrow. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
  readonly flexible?: true;
}

const GAP = '  ';
const LEAST_FLEXIBLE = 12;

/**
 * Lays rows of printable cells out in aligned columns. On a terminal (`columns` given) the flexible
 * columns are cut so that a line fits; without, nothing is cut.
 */
export function layTable(
  head: readonly Column[],
  rows: readonly (readonly string[])[],
  columns: number | null,
): string[] {
  const widths = fitWidths(head, rows, columns);
  const lay = (cells: readonly string[]) =>
    head
      .map((column, i) => pad(cells[i] ?? '', widths[i] ?? 0, column.align))
      .join(GAP)
      .trimEnd();
  return [lay(head.map((column) => column.title)), ...rows.map(lay)];
}

function pad(cell: string, width: number, align: 'right' | undefined): string {
  const fitted = cut(cell, width);
  const space = ' '.repeat(Math.max(0, width - widthOf(fitted)));
  return align === 'right' ? space + fitted : fitted + space;
}

function fitWidths(
  head: readonly Column[],
  rows: readonly (readonly string[])[],
  columns: number | null,
): number[] {
  const widths = head.map((column, i) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? '')), widthOf(column.title)),
  );
  if (columns === null) return widths;
  let excess = widths.reduce((sum, width) => sum + width, GAP.length * (head.length - 1)) - columns;
  const byWidth = head
    .map((column, i) => ({ i, flexible: column.flexible === true }))
    .filter((one) => one.flexible)
    .toSorted((a, b) => (widths[b.i] ?? 0) - (widths[a.i] ?? 0));
  for (const { i } of byWidth) {
    const give = Math.min(Math.max(0, excess), Math.max(0, (widths[i] ?? 0) - LEAST_FLEXIBLE));
    widths[i] = (widths[i] ?? 0) - give;
    excess -= give;
  }
  return widths;
}
