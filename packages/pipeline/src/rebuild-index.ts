import { signatureOf } from '@wirefold/dedupe/signature';
import type { Hands, Notice } from './hands.ts';

/**
 * Registers the database's articles with an index that has lost them (Redis emptied, a new data
 * folder): without it, new articles would not meet the old ones. Returns how many were registered.
 */
export async function rebuildIndex(hands: Hands, db: string, notice: Notice): Promise<number> {
  const { openReader } = await import('@wirefold/store');
  const reader = openReader(db);
  try {
    const known = reader.articleCount();
    const index = hands.index();
    if (known === 0 || (await index.size()) >= known) return 0;
    notice(`the dedupe index knows fewer articles than the database (${known}): building it again`);
    let registered = 0;
    for (const input of reader.dedupeInputs()) {
      await index.registerAndFind(signatureOf(input, hands.weights()));
      registered += 1;
    }
    return registered;
  } finally {
    reader.close();
  }
}
