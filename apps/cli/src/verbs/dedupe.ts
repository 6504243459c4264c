import type { Evidence } from '@wirefold/contracts/evidence';
import { type DedupeRecord, dedupeAll } from '@wirefold/dedupe/filter';
import { shippedWeights, withDayPenalty } from '@wirefold/dedupe/weights';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { recordOf } from '../filter/dedupe-record.ts';
import { type Line, parseObject, readLines, writeRecord } from '../filter/json-lines.ts';
import { counted } from '../output/phrases.ts';

/** The longest line that is read: an article is a few kilobytes, a book a few megabytes. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * `wirefold dedupe --jsonl [--pairs]`: the dedupe stage and the folding as a filter. All records are held
 * until the last has come, since any may belong to a story of the first. A line that is no record is told
 * on standard error and left out, and the status is then 1.
 */
export async function run(
  _inputs: readonly string[],
  options: { readonly jsonl?: boolean; readonly pairs?: boolean },
  { out, around, settings }: Context,
): Promise<0 | 1> {
  if (!options.jsonl) {
    const next = 'Type `wirefold dedupe --jsonl` and give JSON lines on standard input.';
    throw usageError('No form named', 'dedupe', next);
  }
  const ids = new Map<string, unknown>();
  let broken = 0;
  const records = recordsOf(readLines(around.stdin, MAX_LINE_BYTES), ids, (number) => {
    broken += 1;
    out.fault(
      'Line left out',
      `${number} of standard input`,
      'Give a JSON object with id and title or text.',
    );
  });
  const { lines, pairs } = await dedupeAll(
    records,
    withDayPenalty(shippedWeights(), settings().values.dayPenalty),
  );
  if (options.pairs) for (const pair of pairs) await writeRecord(around.stdout, pairWithOwnIds(pair, ids));
  else for (const line of lines) await writeRecord(around.stdout, withOwnIds(line, ids));
  out.note(`${counted(lines.length, 'article')}, ${counted(countStories(lines), 'story', 'stories')}.`);
  return broken === 0 ? 0 : 1;
}

/** Reads records; notes each id as it was written, and reports the number of each line that is none. */
async function* recordsOf(
  lines: AsyncIterable<Line>,
  ids: Map<string, unknown>,
  report: (number: number) => void,
): AsyncGenerator<DedupeRecord> {
  for await (const line of lines) {
    const fields = parseObject(line);
    const record = fields === null ? null : recordOf(fields);
    if (record === null) report(line.number);
    else {
      ids.set(record.id, fields?.id);
      yield record;
    }
  }
}

type Answer = Awaited<ReturnType<typeof dedupeAll>>['lines'][number];

/** Ids as they came in: a number stays a number. */
function withOwnIds({ id, story, duplicate }: Answer, ids: ReadonlyMap<string, unknown>): object {
  return { id: ids.get(id), story: ids.get(story), duplicate: ids.get(duplicate) };
}

function pairWithOwnIds(pair: Evidence, ids: ReadonlyMap<string, unknown>): object {
  return { ...pair, articleId: ids.get(pair.articleId), otherArticleId: ids.get(pair.otherArticleId) };
}

function countStories(lines: readonly Answer[]): number {
  return new Set(lines.map((line) => line.story)).size;
}
