import type { Output } from '../output/output.ts';
import type { Column } from '../output/table.ts';

/** A column with what stands in it for each contestant; nothing where the measure does not apply. */
export interface Measure<S> {
  readonly title: string;
  readonly show: (standing: S) => string | null | undefined;
}

/** A table of the measures that apply to anyone, with those to whom one of them applies. */
export function showTable<S extends { readonly name: string }>(
  measures: readonly Measure<S>[],
  standings: readonly S[],
  out: Output,
): void {
  const applies = (measure: Measure<S>, one: S) => (measure.show(one) ?? undefined) !== undefined;
  const shown = measures.filter((measure) => standings.some((one) => applies(measure, one)));
  const rows = standings.filter((one) => shown.some((measure) => applies(measure, one)));
  if (shown.length === 0) return;
  const head: Column[] = [{ title: '' }, ...shown.map(({ title }) => ({ title, align: 'right' as const }))];
  out.line();
  out.table(
    head,
    rows.map((one) => [one.name, ...shown.map(({ show }) => show(one) ?? '-')]),
  );
}
