import type { Context, Verb } from '../context.ts';

/** Options of the verbs under `wirefold feed`. */
export interface FeedOptions {
  readonly all?: boolean;
  readonly choose?: string;
}

/** Each verb's own file is loaded when it is called. */
const ACTIONS: Readonly<Record<string, () => Promise<{ run: Verb<FeedOptions> }>>> = {
  add: () => import('../feeding/add.ts'),
  list: () => import('../feeding/list.ts'),
  remove: () => import('../feeding/remove.ts'),
  poll: () => import('../feeding/poll.ts'),
  import: () => import('../feeding/import.ts'),
  export: () => import('../feeding/export.ts'),
};

/** `wirefold feed add|list|remove|poll|import|export`; the first input names which. */
export async function run(inputs: readonly string[], options: FeedOptions, context: Context) {
  const [action = '', ...rest] = inputs;
  const load = ACTIONS[action];
  if (load === undefined) throw new RangeError(`There is no verb ${action} under feed`);
  return (await load()).run(rest, options, context);
}
