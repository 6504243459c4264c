import type { Context } from '../context.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { balanceLine } from '../reading/balance-line.ts';
import { withReader } from '../reading/open-store.ts';

/** `wirefold verify`: every fault in ledger, database and stories; status 1 where there is one. */
export async function run(_inputs: readonly string[], _options: object, context: Context): Promise<0 | 1> {
  const { out } = context;
  const { faults, balance } = await withReader(context, (reader) => ({
    faults: reader.verify(),
    balance: reader.balance(),
  }));
  if (out.json) {
    for (const fault of faults) out.record(fault);
  } else {
    for (const { check, detail } of faults)
      out.line(`${out.paint.red(printable(check))}  ${printable(detail)}`);
    out.line(balanceLine(balance));
  }
  if (faults.length === 0) {
    out.note(
      'Nothing is off: the ledger balances, the database is sound, the stories follow from evidence and decisions.',
    );
    return 0;
  }
  out.note(`${counted(faults.length, 'fault')}. Keep a copy first: wirefold backup FILE`);
  return 1;
}
