import type { Evidence } from '@wirefold/contracts/evidence';
import type { StoreWriter } from '@wirefold/contracts/ports';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { dedupe } from '@wirefold/dedupe/stage';
import type { StoreReader } from '@wirefold/store';
import type { Hands } from './hands.ts';

/** Pairs written in one transaction. */
const SLICE = 500;
const DAY_MS = 86_400_000;

/**
 * Sends the database's articles through the dedupe stage again, so that an index which has lost them
 * (Redis emptied, a new data folder) knows them, and pairs that met while it was empty are found after
 * all. Only articles that the index would still hold are sent. Returns their number.
 */
export async function reindex(hands: Hands, reader: StoreReader, writer: StoreWriter): Promise<number> {
  const since = new Date(Date.parse(hands.now()) - DEFAULT_RULE.nearWindowDays * DAY_MS).toISOString();
  let found: Evidence[] = [];
  let articles = 0;
  for (const input of reader.dedupeInputs(since)) {
    const { evidence } = await dedupe(input, hands.index(), hands.weights());
    found.push(...evidence);
    articles += 1;
    if (found.length < SLICE) continue;
    writer.addEvidence(found, hands.now());
    found = [];
  }
  writer.addEvidence(found, hands.now());
  return articles;
}
