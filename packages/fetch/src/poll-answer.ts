import type { FeedPace, PollAnswer, PollRequest } from '@wirefold/contracts/jobs';
import { askedSeconds } from './asked-seconds.ts';
import type { HttpAnswer } from './http-client.ts';
import { validatorsOf } from './validators.ts';

/** What a feed that was polled says of itself; a sitemap says nothing. */
export interface SelfPortrait {
  readonly title?: string;
  readonly pace?: FeedPace;
}

/**
 * Puts together what a poll heard that brought the whole feed. `now` in ISO 8601 UTC. A server whose entity tag is
 * another each time is believed: then every poll costs the whole body, and its entries are known all the same.
 */
export function pollAnswerOf(
  answer: HttpAnswer,
  { title, pace = {} }: SelfPortrait,
  now: string,
): PollAnswer {
  const asked = askedSeconds(answer.headers, pace, now);
  return {
    ...validatorsOf(answer.headers),
    ...(title === undefined ? {} : { title }),
    ...(asked === undefined ? {} : { askedSeconds: asked }),
    ...(Object.keys(pace).length === 0 ? {} : { pace }),
    ...(answer.movedTo === undefined ? {} : { movedTo: answer.movedTo }),
    wireBytes: answer.wireBytes,
  };
}

/**
 * Puts together what a poll heard that found nothing changed: validators and freshness that the 304 brings take the
 * place of those before, and validators that it leaves out stand (RFC 9111 section 4.3.4). What the feed itself had
 * said of its pace still holds.
 */
export function unchangedAnswerOf(answer: HttpAnswer, asked: PollRequest, now: string): PollAnswer {
  const { etag, lastModified, pace } = asked;
  const before = {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
  return { ...before, ...pollAnswerOf(answer, pace === undefined ? {} : { pace }, now) };
}
