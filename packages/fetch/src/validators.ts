import type { Validators } from '@wirefold/contracts/jobs';
import type { Redirect } from './redirect.ts';

/** Longest that is kept, in characters: the bound of the contract. */
const MAX_LENGTH = 1_000;

/** What a field may hold: visible characters, blanks, and bytes over 127 (RFC 9110 section 5.5), each as one character. */
const FIELD = /^[\t\x20-\x7e\x80-\xff]+$/;

/**
 * Takes what an answer gives to ask with the next time, verbatim: weak marks, quotes, and spellings that are no
 * entity tag or date at all, since only the server has to know them again. What no field could carry is left out,
 * and so is the tag `*`, which would match whatever is there (RFC 9110 section 13.1.2).
 */
export function validatorsOf(headers: Readonly<Record<string, string>>): Validators {
  return soundValidators({ etag: headers.etag, lastModified: headers['last-modified'] });
}

/** The fields that make a request conditional (RFC 9110 section 13.1); none where there is nothing to ask with. */
export function conditionalFields(validators: Validators): Readonly<Record<string, string>> {
  const { etag, lastModified } = soundValidators(validators);
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

/**
 * Decides what the next request of a chain asks with. Validators belong to what stood at the end of the chain the
 * last time; beyond a permanent move, which is only now learned of, another document stands, and a 304 there
 * would hide it.
 */
export function validatorsFor(redirects: readonly Redirect[], validators: Validators = {}): Validators {
  return redirects.some(({ permanent }) => permanent) ? {} : validators;
}

function soundValidators(given: {
  etag?: string | undefined;
  lastModified?: string | undefined;
}): Validators {
  const { etag, lastModified } = given;
  return {
    ...(isSound(etag) && etag !== '*' ? { etag } : {}),
    ...(isSound(lastModified) ? { lastModified } : {}),
  };
}

function isSound(value: string | undefined): value is string {
  return value !== undefined && value.length <= MAX_LENGTH && FIELD.test(value);
}
