import { shippedWeights } from '@wirefold/dedupe/weights';
import { describeSettings, type SettingRow } from '@wirefold/settings';
import type { Context } from '../context.ts';
import { printable } from '../output/printable.ts';

/** `wirefold config`: every setting with its value and where that comes from; credentials are masked. */
export async function run(_inputs: readonly string[], _options: object, context: Context): Promise<void> {
  const { out } = context;
  const resolved = context.settings();
  const rows = describeSettings(resolved).map(withOwnPenalty);
  if (out.json) {
    for (const row of rows) out.record(row);
  } else {
    out.table(
      [
        { title: 'setting' },
        { title: 'value' },
        { title: 'unit' },
        { title: 'from' },
        { title: 'meaning', flexible: true },
      ],
      rows.map(cells),
    );
  }
  for (const { name, suggestion } of resolved.unknownEnv) {
    const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
    out.note(`The variable ${printable(name)} is set and no setting has that name.${hint}`);
  }
}

/** Names the penalty that stands in the weights, where none is set. */
function withOwnPenalty(row: SettingRow): SettingRow {
  if (row.key !== 'dayPenalty' || row.value !== null) return row;
  return { ...row, value: -shippedWeights().days.furtherDay };
}

function cells(row: SettingRow): string[] {
  const value = Array.isArray(row.value) ? row.value.join(',') : String(row.value ?? '');
  const from = row.origin === 'default' ? `default (${row.env})` : row.from;
  return [row.key, printable(value) || '-', row.unit || '-', printable(from), row.meaning];
}
