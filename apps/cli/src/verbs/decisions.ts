import type { Context } from '../context.ts';
import { wholeNumber } from '../option-values.ts';
import { decisionLine, tellDecision } from '../reading/decision-lines.ts';
import { withReader, withWriter } from '../reading/open-store.ts';

const ACTIONS = { list, undo } as const;

/** `wirefold decisions list|undo`; the first input names which. */
export async function run(inputs: readonly string[], _options: object, context: Context): Promise<void> {
  const [action = '', ...rest] = inputs;
  await ACTIONS[action as keyof typeof ACTIONS](rest, context);
}

async function list(_inputs: readonly string[], context: Context): Promise<void> {
  const { out } = context;
  const decisions = await withReader(context, (reader) => reader.decisions());
  for (const decision of decisions) {
    if (out.json) out.record(decision);
    else out.line(decisionLine(decision));
  }
  if (decisions.length === 0)
    out.note('Nobody has decided anything: the stories follow from the evidence alone.');
}

async function undo([typed = '']: readonly string[], context: Context): Promise<void> {
  const number = wholeNumber(1, 999_999_999)(typed);
  const outcome = await withWriter(context, (writer) =>
    writer.undoDecision(number, new Date().toISOString()),
  );
  await tellDecision(outcome, context);
}
