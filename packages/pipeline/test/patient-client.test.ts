import type { HttpAnswer } from '@wirefold/fetch';
import { DeferError } from '@wirefold/fetch/defer-error';
import { describe, expect, it } from 'vitest';
import { HostKeepsWaitingError, patientClient } from '../src/manners/patient-client.ts';

const URL_ASKED = 'http://slow.example/';
const ANSWER: HttpAnswer = {
  ...{ finalUrl: URL_ASKED, status: 200, headers: {}, body: new Uint8Array(), wireBytes: 0 },
  ...{ conditional: false, redirects: [] },
};
const never = new AbortController().signal;

/** Throws what it is given, one at a request, and answers when nothing is left. */
function mannersThatThrow(errors: readonly unknown[]) {
  const left = [...errors];
  const asked: string[] = [];
  return {
    asked,
    clientFor: (itemId: string) => ({
      async get() {
        asked.push(itemId);
        if (left.length > 0) throw left.shift();
        return ANSWER;
      },
    }),
  };
}

describe('a person who waits', () => {
  it('gets the answer after what had to be waited for, under one name', async () => {
    const manners = mannersThatThrow([new DeferError(0, 'its turn'), new DeferError(60, 'its turn')]);
    const startedAt = performance.now();
    expect(await patientClient(manners, never).get(URL_ASKED)).toBe(ANSWER);
    expect(performance.now() - startedAt).toBeGreaterThan(75);
    expect(manners.asked).toHaveLength(3);
    expect(new Set(manners.asked).size).toBe(1);
  });

  it('has another name at another request, which so waits for its own turn', async () => {
    const manners = mannersThatThrow([]);
    const client = patientClient(manners, never);
    await Promise.all([client.get(URL_ASKED), client.get(URL_ASKED)]);
    expect(new Set(manners.asked).size).toBe(2);
  });

  it('is told at once where the wait would be too long', async () => {
    const why = new DeferError(600_000, 'slow.example asked for ten minutes');
    const asking = patientClient(mannersThatThrow([why]), never).get(URL_ASKED);
    await expect(asking).rejects.toThrow(HostKeepsWaitingError);
    await expect(asking).rejects.toThrow(
      `${URL_ASKED} could not be asked within 120 s: slow.example asked for ten minutes. Try again later.`,
    );
    await expect(asking).rejects.toMatchObject({ cause: why });
  });

  it('is told when short waits have come to a long one', async () => {
    const manners = mannersThatThrow(Array.from({ length: 1_000 }, () => new DeferError(40, 'its turn')));
    await expect(patientClient(manners, never, 200).get(URL_ASKED)).rejects.toThrow(HostKeepsWaitingError);
    expect(manners.asked.length).toBeLessThan(10);
  });

  it('is told of everything else as it is', async () => {
    const error = new Error('not found');
    await expect(patientClient(mannersThatThrow([error]), never).get(URL_ASKED)).rejects.toBe(error);
  });

  it('may give up, before a request and while it waits', async () => {
    const manners = mannersThatThrow([new DeferError(30_000, 'its turn')]);
    const giving = new AbortController();
    const asking = patientClient(manners, giving.signal).get(URL_ASKED);
    setTimeout(() => giving.abort(new Error('enough')), 20);
    await expect(asking).rejects.toMatchObject({ name: 'AbortError', cause: new Error('enough') });
    expect(manners.asked).toHaveLength(1);
    await expect(patientClient(manners, giving.signal).get(URL_ASKED)).rejects.toThrow('enough');
    expect(manners.asked).toHaveLength(1);
  });
});
