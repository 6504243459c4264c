import type { Context } from '../context.ts';
import { tellDecision } from '../reading/decision-lines.ts';
import { resolveId, withWriter } from '../reading/open-store.ts';

/** `wirefold merge A B`: two stories become one, whatever the evidence says, until it is undone. */
export async function run(
  inputs: readonly string[],
  options: { reason?: string },
  context: Context,
): Promise<void> {
  const reason = options.reason ?? null;
  const outcome = await withWriter(context, (writer, reader) => {
    const [a = '', b = ''] = inputs.map((typed) => resolveId(reader, typed, ['st']));
    return writer.merge(a, b, reason, new Date().toISOString());
  });
  await tellDecision(outcome, context);
}
