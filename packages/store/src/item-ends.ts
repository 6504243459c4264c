import type { ItemEnd } from '@wirefold/contracts/ports';
import type { Reason } from '@wirefold/contracts/reasons';
import type { Connection } from './connection.ts';

interface EndRow {
  readonly id: string;
  readonly state: ItemEnd['state'];
  readonly reason: Reason | null;
  readonly story_id: string | null;
}

/** How items ended, in the order asked for; ids in flight or unknown are left out. */
export function endReader(db: Connection): (itemIds: readonly string[]) => ItemEnd[] {
  const end = db.prepare<[string], EndRow>(
    `SELECT i.id, i.state, i.reason, a.story_id FROM items i LEFT JOIN articles a ON a.item_id = i.id
     WHERE i.id = ? AND i.state <> 'accepted'`,
  );
  const children = db
    .prepare<[string], string>(
      `SELECT c.id FROM items p JOIN items c ON c.parent_id = p.id AND c.parent_id IS NOT NULL
       WHERE p.id = ? AND c.accepted_at >= p.accepted_at ORDER BY c.rowid`,
    )
    .pluck();
  return (itemIds) =>
    itemIds.flatMap((itemId) => {
      const row = end.get(itemId);
      if (row === undefined) return [];
      const { state, reason, story_id: storyId } = row;
      return [
        { itemId, state, reason, storyId, childIds: reason === 'expanded' ? children.all(itemId) : [] },
      ];
    });
}
