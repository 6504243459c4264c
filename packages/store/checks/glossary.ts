import { END_NOTES, QUARANTINE_REASONS, REJECT_REASONS } from '@wirefold/contracts/reasons';
import Database from 'better-sqlite3';
import { TABLES } from '../src/meanings.ts';
import { migrateSchema } from '../src/migration.ts';
import { METADATA } from './metadata-fields.ts';

/** Tables of FTS5, drizzle and SQLite itself, which hold nothing of their own. */
const INTERNAL = /^(?:article_search_|article_terms$|__drizzle|sqlite_)/u;

/** The text of docs/glossary.md: tables, reasons and metadata fields, from the places that define them. */
export function glossary(): string {
  const db = new Database(':memory:');
  migrateSchema(db, ':memory:');
  const tables = Object.keys(TABLES)
    .filter((table) => !INTERNAL.test(table))
    .map((table) => tableSection(db, table));
  db.close();
  return [
    '# Glossary',
    'Written by `npx tsx packages/store/checks/write-glossary.ts` from `packages/store/src/meanings.ts`, `packages/contracts/src/reasons.ts` and `packages/store/checks/metadata-fields.ts`; a test of the store holds this file against them. The tables stand in every database too, in its table `README`.',
    'Times are ISO 8601 text in UTC, ids are text. A column that may be empty is marked “or NULL”.',
    '## Metadata of an article',
    'What `wirefold clean` gives and the table `articles` keeps. What was not found is left out, never invented.',
    tableOf(['field', 'is', 'is not'], METADATA),
    '## Reasons',
    reasonSection('Rejected: the input is at fault, and trying again changes nothing', REJECT_REASONS),
    reasonSection(
      'Quarantined: it could not be processed now; `quarantine retry` runs it again',
      QUARANTINE_REASONS,
    ),
    reasonSection('Ended well without an article of its own', END_NOTES),
    '## Tables and views',
    ...tables,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

function tableSection(db: Database.Database, table: string): string {
  const [meaning = '', columns = {}] = TABLES[table] ?? [];
  const present = db
    .prepare<[string], ColumnRow>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)')
    .all(table);
  const isStored = present.some(({ notnull, pk }) => notnull + pk > 0);
  const rows = present.map(({ name, type, notnull, pk }): string[] => [
    `\`${name}\``,
    `${type.toLowerCase()}${isStored && notnull + pk === 0 ? ' or NULL' : ''}`,
    columns[name] ?? '',
  ]);
  return `### \`${table}\`\n\n${meaning}\n\n${tableOf(['column', 'type', 'meaning'], rows)}`;
}

function reasonSection(title: string, reasons: Readonly<Record<string, string>>): string {
  const rows = Object.entries(reasons).map(([reason, meaning]) => [`\`${reason}\``, meaning]);
  return `### ${title}\n\n${tableOf(['reason', 'meaning'], rows)}`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
