import type { Context } from '../context.ts';
import { tellDecision } from '../reading/decision-lines.ts';
import { resolveId, withWriter } from '../reading/open-store.ts';

/** `wirefold split STORY ARTICLE…`: the articles leave the story, whatever the evidence says, until it is undone. */
export async function run(
  inputs: readonly string[],
  options: { reason?: string },
  context: Context,
): Promise<void> {
  const reason = options.reason ?? null;
  const outcome = await withWriter(context, (writer, reader) => {
    const [story = '', ...articles] = inputs.map((typed, at) =>
      resolveId(reader, typed, [at === 0 ? 'st' : 'ar']),
    );
    return writer.split(story, articles, reason, new Date().toISOString());
  });
  await tellDecision(outcome, context);
}
