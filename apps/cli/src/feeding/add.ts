import type { Candidate } from '@wirefold/fetch/discover';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import type { FeedOptions } from '../verbs/feed.ts';
import { recordLooks, showAdded, showLooks, tellRest } from './add-report.ts';
import { addToPolled, newFeed, polledAddresses } from './add-to-polled.ts';
import { ask } from './ask.ts';
import { type Offer, offerLine, offersOf, takenOf, whereabouts } from './candidates.ts';
import { lookAt } from './look-at.ts';

/**
 * `wirefold feed add URL…`: looks for feeds and sitemaps behind the addresses and adds those that are meant; status 1
 * where nothing is found behind one, or nobody has said which of several are meant.
 */
export async function run(
  addresses: readonly string[],
  options: FeedOptions,
  context: Context,
): Promise<0 | 1> {
  const numbers = parseChoice(options);
  const looks = await lookAt(addresses, context);
  if (looks === null) return 1;
  const offers = offersOf(looks, await polledAddresses(context));
  if (numbers !== 'all') assertOffered(numbers ?? [], offers.length);
  const isAsking = numbers === null && offers.length > 0 && canAsk(context);
  if (!context.out.json) showLooks(looks, isAsking ? [] : offers, context);
  const chosen = isAsking ? await askFor(offers, context) : pick(offers, numbers);
  const taken = distinct([...looks.flatMap(takenOf), ...(chosen ?? [])]);
  const feeds = taken.map(({ url, kind, title }) => newFeed(url, kind, title));
  const additions = new Map(
    (await addToPolled(feeds, context)).map((one, i) => [taken[i]?.url ?? '', one] as const),
  );
  if (context.out.json) recordLooks(looks, offers, additions, context);
  else showAdded(taken, additions, context);
  const outcome = { looks, isUndecided: chosen === null, isLeft: chosen === null && isAsking };
  return tellRest(outcome, context);
}

/**
 * What `--choose 1,3` and `--all` say; null where neither is given.
 * @throws CliError of status 2 where both are, or the numbers are none
 */
function parseChoice({ all, choose }: FeedOptions): readonly number[] | 'all' | null {
  if (choose === undefined) return all ? 'all' : null;
  if (all) throw usageError('Which of them?', 'feed add', 'Give --all or --choose, not both.');
  if (!/^\d{1,5}(?:,\d{1,5})*$/.test(choose.replaceAll(' ', ''))) {
    const next = 'Give numbers of the list, parted by commas, such as --choose 1,3.';
    throw usageError('Not a list of numbers', `--choose ${JSON.stringify(choose.slice(0, 80))}`, next);
  }
  return choose.split(',').map(Number);
}

/** @throws CliError of status 2 where a number is none of the list */
function assertOffered(numbers: readonly number[], count: number): void {
  const wrong = numbers.find((number) => number < 1 || number > count);
  if (wrong === undefined) return;
  const range = count === 0 ? 'there is nothing to choose from' : `the list ends at ${count}`;
  throw usageError(
    'No such number',
    `--choose ${wrong}: ${range}`,
    'Run it without --choose to see what there is.',
  );
}

function canAsk({ out }: Context): boolean {
  return out.terminal.canAsk && !out.json && !out.quiet;
}

/** Those of the offers that are meant; null where there are some and nobody has said which. */
function pick(offers: readonly Offer[], numbers: ReturnType<typeof parseChoice>): Candidate[] | null {
  if (numbers === null && offers.length > 0) return null;
  return offers
    .filter(({ number }) => numbers === 'all' || numbers?.includes(number))
    .map(({ candidate }) => candidate);
}

async function askFor(offers: readonly Offer[], context: Context): Promise<Candidate[] | null> {
  const options = offers.map((offer) => ({
    ...{ number: offer.number, label: offerLine(offer), hint: whereabouts(offer.candidate) },
  }));
  const numbers = await ask('Which of them are to be polled?', options, context);
  return numbers === null ? null : pick(offers, numbers);
}

/** Each address once: a page and its feed may both have been given. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((one) => [one.url, one])).values()];
}
