import type { QuarantinedItem } from '@wirefold/contracts/read-model';
import { REASONS } from '@wirefold/contracts/reasons';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { counted, shortTime } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { found, resolveId, withReader, withWriter } from '../reading/open-store.ts';
import { shortId } from '../reading/short-id.ts';
import type { SentAgain } from '../send-again.ts';

/** Options of the verbs under `wirefold quarantine`. */
export interface QuarantineOptions {
  readonly limit?: number;
  readonly all?: boolean;
}

/** More than any quarantine that a person goes through by hand. */
const ALL = 1_000_000;

const ACTIONS = { list, show, retry, drop } as const;

/** `wirefold quarantine list|show|retry|drop`; the first input names which. */
export async function run(
  inputs: readonly string[],
  options: QuarantineOptions,
  context: Context,
): Promise<0 | 1> {
  const [action = '', ...ids] = inputs;
  return ACTIONS[action as keyof typeof ACTIONS](ids, options, context);
}

async function list(_ids: readonly string[], options: QuarantineOptions, context: Context): Promise<0> {
  const { out } = context;
  const items = await withReader(context, (reader) => reader.quarantine(options.limit ?? ALL));
  if (out.json) {
    for (const item of items) out.record(item);
    return 0;
  }
  const [first] = items;
  if (first === undefined) {
    out.note('Nothing is in quarantine.');
    return 0;
  }
  out.table(
    [
      { title: 'item' },
      { title: 'stage' },
      { title: 'reason' },
      { title: 'tries', align: 'right' },
      { title: 'since' },
      { title: 'address', flexible: true },
    ],
    items.map(cells),
  );
  out.note(`\n${counted(items.length, 'item')}. Next: wirefold quarantine show ${shortId(first.id)}`);
  return 0;
}

function cells(item: QuarantinedItem): string[] {
  const { id, stage, reason, attempts, endedAt, url } = item;
  return [shortId(id), stage ?? '-', printable(reason), String(attempts), shortTime(endedAt), printable(url)];
}

async function show(ids: readonly string[], _options: QuarantineOptions, context: Context): Promise<0> {
  const { out } = context;
  const item = await withReader(context, (reader) => {
    const id = resolveId(reader, ids[0] ?? '', ['it']);
    return found(reader.item(id), 'item', id);
  });
  if (out.json) {
    out.record(item);
    return 0;
  }
  const meaning = Object.entries(REASONS).find(([reason]) => reason === item.reason)?.[1];
  const fields = {
    item: item.id,
    address: item.url,
    kind: item.kind,
    state: item.state,
    stage: item.stage,
    reason: item.reason && (meaning ? `${item.reason}: ${meaning}` : item.reason),
    detail: item.detail,
    accepted: item.acceptedAt,
    ended: item.endedAt,
  };
  for (const [name, value] of Object.entries(fields)) {
    if (value) out.line(`${out.paint.dim(name.padEnd(9))} ${printable(value)}`);
  }
  if (item.state === 'quarantined')
    out.note(`\nNext: wirefold quarantine retry ${shortId(item.id)}, or drop it.`);
  return 0;
}

async function retry(ids: readonly string[], options: QuarantineOptions, context: Context): Promise<0 | 1> {
  const { out } = context;
  const chosen = await choose(ids, options, 'retry', context);
  const { sendAgain } = await import('../send-again.ts');
  const again = await sendAgain(chosen, context);
  for (const id of again.ids) out.json ? out.record({ id, state: 'accepted' }) : out.line(id);
  if (again.ids.length > 0) out.note(whatHappensNext(again));
  return tellMissed(chosen.length - again.ids.length, context);
}

function whatHappensNext({ ids, sent, why }: SentAgain): string {
  const items = counted(ids.length, 'item');
  if (sent === 'not-yet') {
    return `${items} accepted again, not sent yet: ${printable(why ?? '')}\nThe next \`wirefold worker\` or \`wirefold ingest\` sends them.`;
  }
  if (sent === 'no-worker') return `${items} sent again. No worker runs: \`wirefold worker\` takes them up.`;
  return `${items} sent again; running workers do the rest (\`wirefold worker\` runs one).`;
}

async function drop(ids: readonly string[], options: QuarantineOptions, context: Context): Promise<0 | 1> {
  const { out } = context;
  const chosen = await choose(ids, options, 'drop', context);
  const dropped = await withWriter(context, (writer) => writer.drop(chosen, new Date().toISOString()));
  if (out.json) out.record({ dropped });
  else out.line(`${counted(dropped, 'item')} dropped: now rejected.`);
  return tellMissed(chosen.length - dropped, context);
}

function tellMissed(missed: number, { out }: Context): 0 | 1 {
  if (missed === 0) return 0;
  out.note(`${counted(missed, 'item')} left alone: not in quarantine. See \`wirefold quarantine list\`.`);
  return 1;
}

/** Full ids of the items meant; the database must be there, so that none is created by mistake. */
async function choose(
  ids: readonly string[],
  options: QuarantineOptions,
  action: string,
  context: Context,
): Promise<string[]> {
  if (ids.length > 0 === (options.all === true)) {
    throw usageError('Which items?', `quarantine ${action}`, 'Name ids, or --all; not both.');
  }
  return withReader(context, (reader) =>
    options.all
      ? reader.quarantine(ALL).map((item) => item.id)
      : [...new Set(ids.map((typed) => resolveId(reader, typed, ['it'])))],
  );
}
