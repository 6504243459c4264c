import { type Candidate, FORM_NAMES, FOUND_BY } from '@wirefold/fetch/discover';
import { counted, shortTime } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';

/** What was found behind one address, and what was tried in vain. */
export interface Look {
  /** As a person gave it, without its secrets. */
  readonly address: string;
  readonly candidates: readonly Candidate[];
  readonly tried: readonly { readonly url: string; readonly why: string }[];
}

/** A candidate with its number in the list that a person chooses from. */
export interface Offer {
  readonly number: number;
  readonly candidate: Candidate;
  /** It is among those that are polled already. */
  readonly isPolled: boolean;
}

/** What is taken without a question: the address itself where it is a feed, or the only one that it leads to. */
export function takenOf({ candidates }: Look): readonly Candidate[] {
  const itself = candidates.filter((one) => one.foundBy === 'itself');
  if (itself.length > 0) return itself;
  return candidates.length === 1 ? candidates : [];
}

/** What is to be chosen from: numbered through all addresses that lead to several. */
export function offersOf(looks: readonly Look[], polled: ReadonlySet<string>): Offer[] {
  return looks
    .filter((look) => takenOf(look).length === 0)
    .flatMap((look) => look.candidates)
    .map((candidate, i) => ({ number: i + 1, candidate, isPolled: polled.has(candidate.url) }));
}

/** What a candidate is, in printable words: title, form, entries, newest. */
export function describe({ title = '', form, entries, newest, isComments }: Candidate): string {
  const facts = [
    FORM_NAMES[form],
    counted(entries, 'entry', 'entries'),
    ...(newest === undefined ? [] : [`newest ${shortTime(newest)}`]),
    ...(isComments ? ["readers' comments"] : []),
  ];
  const name = printable(title);
  return `${name === '' ? '' : `${name}: `}${facts.join(', ')}`;
}

/** An offer in a line: what it is, and whether it is polled already. */
export function offerLine({ candidate, isPolled }: Offer): string {
  return `${describe(candidate)}${isPolled ? ' [polled already]' : ''}`;
}

/** Where a candidate is and how it was found, in printable words. */
export function whereabouts({ url, foundBy }: Candidate): string {
  return printable(`${url} (${FOUND_BY[foundBy]})`);
}
