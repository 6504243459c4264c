import { clean, cleanOnHost, createHostMemory } from '@wirefold/clean';
import type { CleanInput } from '@wirefold/contracts/article';
import { QuarantineError } from '@wirefold/contracts/outcome';
import type { HostMemory } from '@wirefold/contracts/ports';
import type { Reason } from '@wirefold/contracts/reasons';
import { withCanonical } from '@wirefold/pipeline/canonical-article';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { parseObject, readLines, writeRecord } from '../filter/json-lines.ts';
import { counted } from '../output/phrases.ts';

/** The longest line that is read: a document of the default limit (20 MiB) in JSON's longer spelling. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * `wirefold clean --jsonl`: the clean stage as a filter; a line out for a line in, in order. Each line is
 * cleaned for itself, unless `--host-memory` lets it know the lines before it.
 */
export async function run(
  _inputs: readonly string[],
  options: { jsonl?: boolean; hostMemory?: boolean },
  { out, around }: Context,
): Promise<void> {
  if (!options.jsonl) {
    throw usageError(
      'No form named',
      'clean',
      'Type `wirefold clean --jsonl` and give JSON lines on standard input.',
    );
  }
  const memory = options.hostMemory ? createHostMemory({ now: () => Date.now() }) : null;
  let lines = 0;
  let articles = 0;
  for await (const line of readLines(around.stdin, MAX_LINE_BYTES)) {
    const answer = await cleanRecord(parseObject(line), memory);
    lines += 1;
    if (answer.article !== null) articles += 1;
    await writeRecord(around.stdout, answer);
  }
  out.note(`${counted(lines, 'line')} read, ${counted(articles, 'article')} written.`);
}

/** What one record becomes. */
export interface CleanAnswer {
  readonly id: unknown;
  readonly article: object | null;
  readonly reason?: Reason;
  readonly detail?: string;
  readonly removed: readonly { readonly text: string; readonly rule: string }[];
}

/** Cleans one record; what cannot be cleaned has `article` null and the reason. Never throws. */
export async function cleanRecord(
  record: Record<string, unknown> | null,
  memory: HostMemory | null = null,
): Promise<CleanAnswer> {
  const id = record?.id ?? null;
  const input = record === null ? null : inputOf(record);
  if (input === null) return refused(id, 'broken-record');
  try {
    const outcome = memory === null ? clean(input) : await cleanOnHost(input, memory);
    if (outcome.kind === 'dropped') return refused(id, outcome.reason, outcome.detail);
    if (outcome.kind === 'deferred') return refused(id, 'stage-threw', outcome.why);
    const { article, removed } = outcome.value;
    return {
      id,
      article: withCanonical(article),
      removed: removed.map(({ text, rule }) => ({ text, rule })),
    };
  } catch (error) {
    const reason = error instanceof QuarantineError ? error.reason : 'stage-threw';
    return refused(id, reason, error instanceof Error ? error.message : String(error));
  }
}

/** The document of a record: `html` or `text`, unless `contentType` says that it is the other. */
function inputOf(record: Record<string, unknown>): CleanInput | null {
  const { html, text, url, contentType } = record;
  const content = typeof html === 'string' ? html : text;
  if (typeof content !== 'string') return null;
  const type = typeof contentType === 'string' ? contentType.split(';')[0]?.trim().toLowerCase() : undefined;
  const told = type === 'text/plain' ? 'text' : type === 'text/html' ? 'html' : undefined;
  const format = told ?? (typeof html === 'string' ? 'html' : 'text');
  return { format, content, ...(typeof url === 'string' && url !== '' ? { url } : {}) };
}

function refused(id: unknown, reason: Reason, detail?: string): CleanAnswer {
  return { id, article: null, reason, ...(detail ? { detail } : {}), removed: [] };
}
