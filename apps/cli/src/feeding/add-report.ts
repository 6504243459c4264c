import { itemIdOf } from '@wirefold/contracts/ids';
import type { FeedAddition } from '@wirefold/contracts/ports';
import type { Candidate } from '@wirefold/fetch/discover';
import type { Context } from '../context.ts';
import { printable } from '../output/printable.ts';
import { shortId } from '../reading/short-id.ts';
import { POLLED_BY } from './add-to-polled.ts';
import { describe, type Look, type Offer, offerLine, whereabouts } from './candidates.ts';

/** What became of the candidates that were taken, by address. */
type Additions = ReadonlyMap<string, FeedAddition>;

const DONE: Readonly<Record<FeedAddition['result'], string>> = {
  new: 'Added',
  again: 'Polled again from now on',
  known: 'Polled already',
};

/** Lists what there is to choose from, under the address that leads to it. */
export function showLooks(looks: readonly Look[], offers: readonly Offer[], { out }: Context): void {
  for (const { address, candidates } of looks) {
    const offered = offers.filter(({ candidate }) => candidates.includes(candidate));
    if (offered.length === 0) continue;
    out.line(`${printable(address)} leads to ${offered.length}:`);
    for (const offer of offered) {
      out.line(`${String(offer.number).padStart(4)}  ${offerLine(offer)}`);
      out.line(out.paint.dim(`      ${whereabouts(offer.candidate)}`));
    }
  }
}

/** Says what became of each candidate that was taken. */
export function showAdded(taken: readonly Candidate[], additions: Additions, { out }: Context): void {
  for (const candidate of taken) {
    const addition = additions.get(candidate.url);
    if (addition === undefined) continue;
    out.line(`${DONE[addition.result]}: ${shortId(addition.id)}  ${describe(candidate)}`);
    out.line(out.paint.dim(`      ${whereabouts(candidate)}`));
  }
  if ([...additions.values()].some((one) => one.result !== 'known')) out.note(POLLED_BY);
}

/** The looks as `--json` gives them: an object a candidate, and one for an address that leads to nothing. */
export function recordLooks(
  looks: readonly Look[],
  offers: readonly Offer[],
  additions: Additions,
  { out }: Context,
): void {
  for (const { address, candidates, tried } of looks) {
    if (candidates.length === 0) out.record({ address, done: 'nothing-found', tried });
    for (const candidate of candidates) {
      const offer = offers.find((one) => one.candidate === candidate);
      const { id = itemIdOf(candidate.url), result } = additions.get(candidate.url) ?? {};
      const done = result ?? (offer?.isPolled ? 'known' : 'offered');
      out.record({ address, number: offer?.number ?? null, id, ...candidate, done });
    }
  }
}

/** How a call ended. */
export interface Outcome {
  readonly looks: readonly Look[];
  /** Nobody has said which of several are meant. */
  readonly isUndecided: boolean;
  /** Somebody was asked, and left. */
  readonly isLeft: boolean;
}

/** Says what is left to do, and why nothing was found where that is so; gives the exit status. */
export function tellRest({ looks, isUndecided, isLeft }: Outcome, context: Context): 0 | 1 {
  const { out } = context;
  const empty = looks.filter((look) => look.candidates.length === 0);
  for (const look of empty) tellNothing(look, context);
  if (isLeft) out.note('Nothing was chosen, and nothing added of what was offered.');
  else if (isUndecided) {
    const where = looks.filter((look) => look.candidates.length > 1).map((look) => look.address);
    const next = 'Type the same again with --choose and their numbers, such as --choose 1,3, or with --all.';
    out.fault('Several were found, and none of them was added', where.join(', '), next);
  }
  return isUndecided || empty.length > 0 ? 1 : 0;
}

function tellNothing({ address, tried }: Look, { out, around }: Context): void {
  const next = 'Give the address of a feed or a sitemap itself.';
  out.fault('No feed and no sitemap was found', address, tried.length > 0 ? `${next} Tried:` : next);
  for (const { url, why } of tried) around.stderr.write(`  ${printable(`${url}: ${why}`)}\n`);
}
