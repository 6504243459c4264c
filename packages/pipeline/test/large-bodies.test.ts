import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLargeBodies } from '../src/large-bodies.ts';

/** Whether a promise has been kept by the next turn of the event loop. */
async function isKept(promise: Promise<void>): Promise<boolean> {
  let kept = false;
  void promise.then(() => {
    kept = true;
  });
  await turn();
  return kept;
}

describe('places for large bodies', () => {
  it('are given up to their number, and then as they come free, in the order of asking', async () => {
    const bodies = createLargeBodies(1);
    const [first, second, third] = [bodies.ticket(), bodies.ticket(), bodies.ticket()];
    expect(await isKept(first.take())).toBe(true);
    const waits = [second.take(), third.take()] as const;
    expect(await isKept(waits[0])).toBe(false);
    first.end();
    expect(await isKept(waits[0])).toBe(true);
    expect(await isKept(waits[1])).toBe(false);
    second.end();
    expect(await isKept(waits[1])).toBe(true);
  });

  it('are taken once by a ticket that asks twice, and come back once', async () => {
    const bodies = createLargeBodies(1);
    const [first, second, third] = [bodies.ticket(), bodies.ticket(), bodies.ticket()];
    await Promise.all([first.take(), first.take()]);
    first.end();
    first.end();
    await second.take();
    expect(await isKept(third.take())).toBe(false);
  });

  it('pass by a ticket that ended while it waited', async () => {
    const bodies = createLargeBodies(1);
    const [first, second, third] = [bodies.ticket(), bodies.ticket(), bodies.ticket()];
    await first.take();
    void second.take();
    const last = third.take();
    second.end();
    first.end();
    expect(await isKept(last)).toBe(true);
  });

  it('are not held by a ticket that asks after its end', async () => {
    const bodies = createLargeBodies(1);
    const [first, second] = [bodies.ticket(), bodies.ticket()];
    first.end();
    await first.take();
    expect(await isKept(second.take())).toBe(true);
  });
});
