import type { Connection } from './connection.ts';
import { QueryRefusedError } from './errors/query-refused-error.ts';

/** Rows of a query as lists, in the order of `columns`; `truncated` where there were more than asked for. */
export interface SqlResult {
  readonly columns: string[];
  readonly rows: unknown[][];
  readonly truncated: boolean;
}

const COMMENT_OR_SPACE = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)/u;
const READING = /^(?:select|with|values|explain)\b/iu;

/** Pragmas that only describe: each answers the same before and after. */
const DESCRIBING =
  /^pragma\s+(?:(?:table_info|table_xinfo|index_list|index_info|foreign_key_list)\s*\([^()=]*\)|table_list|database_list|compile_options|user_version|application_id|page_count|page_size)\s*;?\s*$/iu;

/**
 * Runs one reading statement: SELECT, WITH, VALUES, EXPLAIN, or a pragma that describes. The connection
 * is read-only as well, so this check is for the message's sake and for what reading cannot undo (ATTACH
 * makes files). Rows stop at `maxRows`.
 *
 * @throws QueryRefusedError for anything else, and for what SQLite cannot compile.
 */
export function sqlReader(db: Connection): (query: string, maxRows?: number) => SqlResult {
  return (query, maxRows = Number.POSITIVE_INFINITY) => {
    const statement = compile(db, query);
    const rows: unknown[][] = [];
    for (const row of statement.raw().iterate()) {
      if (rows.length >= maxRows) return { columns: columnsOf(statement), rows, truncated: true };
      rows.push(row);
    }
    return { columns: columnsOf(statement), rows, truncated: false };
  };
}

function columnsOf(statement: { columns(): { name: string }[] }): string[] {
  return statement.columns().map(({ name }) => name);
}

function compile(db: Connection, query: string) {
  const text = withoutLeadingComments(query);
  if (!READING.test(text) && !DESCRIBING.test(text)) {
    throw new QueryRefusedError('only a reading statement (SELECT, WITH, VALUES, EXPLAIN) may run here');
  }
  const statement = prepared(db, query);
  if (!statement.reader || !statement.readonly) throw new QueryRefusedError('the statement would write');
  return statement;
}

function prepared(db: Connection, query: string) {
  try {
    return db.prepare<[], unknown[]>(query);
  } catch (error) {
    throw new QueryRefusedError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function withoutLeadingComments(query: string): string {
  let text = query;
  for (let match = COMMENT_OR_SPACE.exec(text); match !== null; match = COMMENT_OR_SPACE.exec(text)) {
    text = text.slice(match[0].length);
  }
  return text;
}
