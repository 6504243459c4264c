import type { BenchPage } from './gold.ts';
import { htmlText } from './html-text.ts';

/** What was found on a page. */
export interface Prediction {
  readonly text: string;
  readonly title?: string | undefined;
  readonly authors: readonly string[];
  readonly date?: string | undefined;
  /** Why there is nothing, where there is nothing. */
  readonly refusal?: string;
}

/** A program that is measured. */
export interface Contestant {
  readonly name: string;
  /** The packages it needs beside those that Wirefold itself needs. */
  readonly packages: readonly string[];
  /** What it finds: only that is scored. The bare parse finds nothing: it is there for its speed. */
  readonly finds: readonly ('text' | 'metadata')[];
  readonly formats: readonly BenchPage['format'][];
  load(importPackage: ImportPackage): Promise<Extractor>;
}

export type ImportPackage = <T>(name: string) => Promise<T>;

/** `extract` is what is timed; `read` brings its result into the form that is scored. */
export interface Extractor {
  extract(page: BenchPage): unknown;
  read(result: unknown): Prediction;
}

const NOTHING: Prediction = { text: '', authors: [] };

/** For pages without an address: some peers refuse to work without one. */
const ANY_ADDRESS = 'https://www.example.org/';

const wirefold: Contestant = {
  name: 'wirefold',
  packages: [],
  finds: ['text', 'metadata'],
  formats: ['html', 'text'],
  async load() {
    const { clean } = await import('@wirefold/clean');
    return {
      extract: ({ format, content, url }) =>
        clean({ format, content, ...(url === undefined ? {} : { url }) }),
      read(result) {
        const outcome = result as ReturnType<typeof clean>;
        if (outcome.kind === 'dropped') return { ...NOTHING, refusal: outcome.reason };
        if (outcome.kind === 'deferred') return { ...NOTHING, refusal: outcome.why };
        const { headline, text, byline = [], publishedAt } = outcome.value.article;
        return { text, title: headline, authors: byline, date: publishedAt };
      },
    };
  },
};

interface Linkedom {
  parseHTML(html: string): { document: Record<string, unknown> };
}
interface HtmlArticle {
  readonly title?: string | null;
  readonly content?: string | null;
  readonly byline?: string | null;
  readonly author?: string | null;
  readonly publishedTime?: string | null;
  readonly published?: string | null;
}
type Parsing = new (document: unknown, options?: object) => { parse(): HtmlArticle | null };

/** Content as HTML and the metadata beside it, as three of the peers give them. */
function readHtmlArticle(result: unknown): Prediction {
  const article = result as HtmlArticle | null;
  if (article === null) return { ...NOTHING, refusal: 'found no article' };
  return {
    text: htmlText(article.content ?? ''),
    title: article.title ?? undefined,
    authors: splitNames(article.byline ?? article.author ?? ''),
    date: (article.publishedTime ?? article.published) || undefined,
  };
}

/** The names in one line of text: peers give all authors in one. */
export function splitNames(line: string): string[] {
  return line
    .split(/[,;|&/]|\s(?:and|und|et|y|e)\s/i)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const readability: Contestant = {
  name: 'readability',
  packages: ['@mozilla/readability', 'linkedom'],
  finds: ['text', 'metadata'],
  formats: ['html'],
  async load(importPackage) {
    const { parseHTML } = await importPackage<Linkedom>('linkedom');
    const { Readability } = await importPackage<{ Readability: Parsing }>('@mozilla/readability');
    return {
      extract: ({ content }) => new Readability(parseHTML(content).document).parse(),
      read: readHtmlArticle,
    };
  },
};

const defuddle: Contestant = {
  name: 'defuddle',
  packages: ['defuddle', 'linkedom'],
  finds: ['text', 'metadata'],
  formats: ['html'],
  async load(importPackage) {
    const { parseHTML } = await importPackage<Linkedom>('linkedom');
    const { default: Defuddle } = await importPackage<{ default: Parsing }>('defuddle');
    return {
      extract({ content, url = ANY_ADDRESS }) {
        const { document } = parseHTML(content);
        // The two of a browser's properties that it asks for and linkedom lacks (its own utils/linkedom-compat).
        document.styleSheets ??= [];
        document.URL = url;
        return new Defuddle(document, { url }).parse();
      },
      read: readHtmlArticle,
    };
  },
};

const articleExtractor: Contestant = {
  name: 'article-extractor',
  packages: ['@extractus/article-extractor'],
  finds: ['text', 'metadata'],
  formats: ['html'],
  async load(importPackage) {
    type Extract = (html: string, url: string) => Promise<HtmlArticle | null>;
    const loaded = await importPackage<{ extractFromHtml: Extract }>('@extractus/article-extractor');
    return {
      extract: ({ content, url = ANY_ADDRESS }) => loaded.extractFromHtml(content, url),
      read: readHtmlArticle,
    };
  },
};

const METASCRAPER_RULES = ['author', 'date', 'title', 'url'].map((rule) => `metascraper-${rule}`);

const metascraper: Contestant = {
  name: 'metascraper',
  packages: ['metascraper', ...METASCRAPER_RULES],
  finds: ['metadata'],
  formats: ['html'],
  async load(importPackage) {
    interface Found {
      readonly title?: string | null;
      readonly author?: string | null;
      readonly date?: string | null;
    }
    type Scrape = (page: { html: string; url: string; validateUrl: false }) => Promise<Found>;
    type Rules = { default: () => unknown };
    const { default: compose } = await importPackage<{ default: (rules: unknown[]) => Scrape }>(
      'metascraper',
    );
    const rules = await Promise.all(METASCRAPER_RULES.map((name) => importPackage<Rules>(name)));
    const scrape = compose(rules.map((rule) => rule.default()));
    return {
      extract: ({ content, url = ANY_ADDRESS }) => scrape({ html: content, url, validateUrl: false }),
      read(result) {
        const { title, author, date } = result as Found;
        const authors = splitNames(author ?? '');
        return { text: '', title: title ?? undefined, authors, date: date ?? undefined };
      },
    };
  },
};

const htmlparser2: Contestant = {
  name: 'htmlparser2',
  packages: [],
  finds: [],
  formats: ['html'],
  async load() {
    const { parseDocument } = await import('htmlparser2');
    return { extract: ({ content }) => parseDocument(content), read: () => NOTHING };
  },
};

/** Everything that is measured, Wirefold first. */
export const CONTESTANTS: readonly Contestant[] = [
  wirefold,
  readability,
  defuddle,
  articleExtractor,
  metascraper,
  htmlparser2,
];

/** The one that differences and worst pages are about. */
export const OURS = wirefold.name;
/** The one whose speed is the measure of an extractor. */
export const YARDSTICK = readability.name;
/** The one whose speed is the limit: nothing that reads a page can be faster than its parser. */
export const BARE_PARSE = htmlparser2.name;
