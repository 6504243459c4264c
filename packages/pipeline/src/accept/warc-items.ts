import { createHash } from 'node:crypto';
import type { Hints } from '@wirefold/contracts/article';
import { itemIdOf } from '@wirefold/contracts/ids';
import type { NewItem } from '@wirefold/contracts/ports';
import { sourceOf } from '@wirefold/fetch/url';
import { readWarcAnswer, splitWarc, type WarcAnswer } from '@wirefold/fetch/warc';
import type { Input, LeftOut } from './inputs.ts';

/** A WARC file on its way in. */
export interface WarcFile {
  /** `file:` address, or `stdin:`. */
  readonly url: string;
  /** Outlet of records that are broken, or of no outlet's address; the others have their own. */
  readonly source: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

type Answer = Extract<WarcAnswer, { kind: 'answer' }>;

/**
 * Reads the answers and resources of a WARC file as items of their own addresses, with the times at which they were
 * fetched. A record that cannot be read is an item all the same, of the file and the record's place, and is
 * rejected; what else is no answer with a page or a feed is counted, and told at the end. One record is
 * held at a time.
 */
export async function* readWarc(file: WarcFile, maxBytes: number): AsyncGenerator<Input | LeftOut> {
  const counts = new Map<string, number>();
  for await (const frame of splitWarc(file.stream, maxBytes)) {
    const answer = await readWarcAnswer(frame, maxBytes);
    if (answer.kind === 'skipped') counts.set(answer.what, (counts.get(answer.what) ?? 0) + 1);
    else if (answer.kind === 'fault') yield faultInput(file, answer);
    else yield { item: answerItem(answer, file) };
  }
  if (counts.size > 0) yield { named: file.url, leftOut: Object.fromEntries(counts) };
}

function answerItem(answer: Answer, file: WarcFile): NewItem {
  const { url, bytes, contentType, fetchedAt, httpStatus, finalUrl, item } = answer;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const hints = hintsOf(answer);
  return {
    ...{ id: itemIdOf(url), url, kind: item?.kind ?? 'page', kindForced: item?.kindForced ?? false },
    source: item?.source || sourceOf(url) || file.source,
    ...(hints === undefined ? {} : { hints }),
    provided: {
      ...{ bytes, sha256, receivedAt: fetchedAt },
      ...(httpStatus === undefined ? {} : { httpStatus }),
      ...(finalUrl === undefined ? {} : { finalUrl }),
      ...(contentType === undefined ? {} : { mediaType: contentType }),
    },
  };
}

/** What was said with it when it was first accepted, and what its headers reserve. */
function hintsOf({ item, reservations }: Answer): Hints | undefined {
  const { reservations: _noted, ...said } = item?.hints ?? {};
  const hints = reservations.length === 0 ? said : { ...said, reservations: [...reservations] };
  return Object.keys(hints).length === 0 ? undefined : hints;
}

function faultInput(
  file: WarcFile,
  { reason, detail, offset }: Extract<WarcAnswer, { kind: 'fault' }>,
): Input {
  const url = `${file.url}#record-at-${offset}`;
  const item: NewItem = { id: itemIdOf(url), url, kind: 'page', kindForced: false, source: file.source };
  return { item, failure: { end: 'rejected', reason, detail } };
}
