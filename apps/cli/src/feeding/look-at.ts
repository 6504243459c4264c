import { canonicalizeUrl } from '@wirefold/fetch';
import { createAddressGuard } from '@wirefold/fetch/address-guard';
import { discoverFeeds } from '@wirefold/fetch/discover';
import { RejectError } from '@wirefold/fetch/reject-error';
import { parseRequestAddress } from '@wirefold/fetch/request-address';
import type { Home } from '@wirefold/pipeline';
import { maskUrl } from '@wirefold/settings';
import type { Context } from '../context.ts';
import { atHome } from '../ingesting/at-home.ts';
import { printable } from '../output/printable.ts';
import type { Look } from './candidates.ts';

/**
 * Looks for feeds and sitemaps behind each address, one after another, by the manners of all workers; null where it was
 * stopped. What may not be asked for at all is refused before anything is opened.
 */
export async function lookAt(named: readonly string[], context: Context): Promise<Look[] | null> {
  const asked = [...new Set(named.map((one) => one.trim()))].map((one) => prepare(one, context));
  if (asked.every((one) => typeof one !== 'string')) return asked;
  const telling = { notice: context.out.note, onStop: 'Stopping: nothing is added.' };
  return atHome(context, telling, async (home, signal) => {
    const stopped = new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    // A request under way would have its time: closing the home cuts it.
    return Promise.race([stopped, lookAtEach(asked, home, signal, context)]);
  });
}

async function lookAtEach(
  asked: readonly (string | Look)[],
  home: Home,
  signal: AbortSignal,
  context: Context,
): Promise<Look[] | null> {
  const looks: Look[] = [];
  try {
    for (const one of asked) {
      looks.push(typeof one === 'string' ? await lookAtOne(one, home, signal, context) : one);
    }
    return looks;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function lookAtOne(address: string, home: Home, signal: AbortSignal, { out }: Context): Promise<Look> {
  out.note(`Looking for feeds behind ${printable(address)}`);
  const { candidates, tried } = await discoverFeeds(address, {
    ...{ client: home.client(signal), signal, now: new Date().toISOString() },
    readFeed: home.hands.feedPool().read,
  });
  signal.throwIfAborted();
  return { address, candidates, tried };
}

/** An address without its scheme, as people write them: a host name with a dot, perhaps a port, perhaps a path. */
const BARE_ADDRESS = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d{1,5})?(?:[/?#].*)?$/u;

/** The canonical address; or why it may not be asked for, in a look that has found nothing. */
function prepare(named: string, { settings }: Context): string | Look {
  const text = BARE_ADDRESS.test(named) ? `https://${named}` : named;
  try {
    const url = parseRequestAddress(text, createAddressGuard(settings().values.allowPrivate));
    return canonicalizeUrl(url.href) ?? url.href;
  } catch (error) {
    if (!(error instanceof RejectError)) throw error;
    const address = maskUrl(named).slice(0, 200);
    return { address, candidates: [], tried: [{ url: address, why: error.message }] };
  }
}
