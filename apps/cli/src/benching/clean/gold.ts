import { CliError } from '../../cli-error.ts';

/** What is known to be right about a page; what is not known is not there, and not measured. */
export interface Gold {
  readonly text?: string;
  readonly title?: string;
  readonly authors: readonly string[];
  readonly date?: string;
  /** Snippets of the article. */
  readonly must: readonly string[];
  /** Snippets of the page that are not of the article. */
  readonly mustNot: readonly string[];
}

/** One page of a set, decoded. */
export interface BenchPage {
  readonly id: string;
  readonly format: 'html' | 'text';
  readonly content: string;
  readonly url?: string;
  readonly gold: Gold;
}

/** Reads one entry of a gold file; throws a CliError that names the entry and the field that will not do. */
export function readEntry(
  id: string,
  entry: unknown,
  file: string,
  readHtml: (path: string) => string,
): BenchPage {
  const refuse = (field: string, expected: string): CliError =>
    new CliError('Broken entry', `${id} in ${file}`, `Its "${field}" must be ${expected}.`);
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw new CliError('Broken entry', `${id} in ${file}`, 'It must be an object with "html" or "lines".');
  }
  const fields = entry as Record<string, unknown>;
  const text = (field: string): string | undefined => {
    const value = fields[field] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    throw refuse(field, 'a text');
  };
  const texts = (field: string): readonly string[] => {
    const value = fields[field] ?? [];
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
    throw refuse(field, 'a list of texts');
  };
  const html = text('html');
  if (html === undefined && !fields.lines) throw refuse('html', 'the path of its page (or give "lines")');
  const author = typeof fields.author === 'string' ? [fields.author] : texts('author');
  const gold = {
    ...optional('text', text('text')),
    ...optional('title', text('title')),
    ...optional('date', text('date')),
    authors: (fields.authors ? texts('authors') : author).filter((name) => name !== ''),
    must: texts('must'),
    mustNot: texts('mustNot'),
  };
  const document =
    html === undefined
      ? { format: 'text' as const, content: texts('lines').join('\n') }
      : { format: 'html' as const, content: readHtml(html) };
  return { id, ...document, ...optional('url', text('url') || undefined), gold };
}

function optional<K extends string>(key: K, value: string | undefined): { [key in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: string };
}
