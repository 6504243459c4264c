import { repairJson } from './json-ld-repair.ts';
import { LIMITS } from './limits.ts';
import { parsePage } from './parse-page.ts';
import { textOf } from './tree.ts';

/** What JSON-LD says about the article; every field may be missing. */
export interface LinkedArticle {
  /** `news` for a NewsArticle, `article` for any other kind, `page` where only the WebPage is described. */
  kind: 'news' | 'article' | 'page';
  headline?: string;
  description?: string;
  /** All that are named as authors, in order, those of `organizations` with them. */
  authors: string[];
  /** The authors of whom the markup says that they are no people. */
  organizations: string[];
  published?: string;
  modified?: string;
  section?: string;
  keywords: string[];
  image?: string;
  language?: string;
  body?: string;
  publisher?: string;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function get(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Entities in a script mean that the whole of it was escaped as text: no JSON has `&quot;` for its quotes. */
const ESCAPED_QUOTES = /^[\s[{]{0,20}&(?:quot|#34|#x22);/;

function parseLoosely(script: string): Json | undefined {
  const unescaped = ESCAPED_QUOTES.test(script) ? textOf(parsePage(script), script.length) : script;
  for (const candidate of [() => unescaped, () => repairJson(unescaped)]) {
    try {
      return JSON.parse(candidate()) as Json;
    } catch {
      // The next candidate is the repaired one; a script beyond repair says nothing.
    }
  }
  return undefined;
}

function types(object: JsonObject): string[] {
  const type = get(object, '@type');
  const list = Array.isArray(type) ? type : [type];
  return list.filter((item): item is string => typeof item === 'string');
}

const ARTICLE_TYPE = /(?:article|posting|report|blogpost|review|liveblog)/i;
const PAGE_TYPE = /webpage/i;
const ORGANIZATION_TYPE = /organi[sz]ation|corporation/i;

/** All objects in a JSON-LD value, graphs and lists opened; iterative and bounded. */
function* objectsIn(roots: readonly Json[]): Generator<JsonObject> {
  const queue: Json[] = [...roots];
  for (let at = 0; at < queue.length && at < LIMITS.jsonLdNodes; at += 1) {
    const value = queue[at];
    if (Array.isArray(value)) queue.push(...value.slice(0, 1000));
    if (!isObject(value)) continue;
    yield value;
    for (const key of [
      '@graph',
      'mainEntity',
      'mainEntityOfPage',
      'itemListElement',
      'item',
      'hasPart',
      'review',
    ]) {
      const inner = get(value, key);
      if (inner !== undefined && typeof inner === 'object') queue.push(inner);
    }
  }
}

/** Characters of a field that are read; the article's body alone is taken whole. */
const TEXT_CHARS = 20_000;

/** A string without the entities and tags that publishers leave in it (`Sea &amp; wall`, `<em>`). */
function plainText(raw: string): string {
  const short = raw.length > TEXT_CHARS ? raw.slice(0, TEXT_CHARS) : raw;
  return /[&<]/.test(short) ? textOf(parsePage(short), TEXT_CHARS).trim() : short.trim();
}

function text(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return plainText(value) || undefined;
  if (Array.isArray(value)) return text(value[0]);
  if (isObject(value)) return text(get(value, '@value') ?? get(value, 'name'));
  return undefined;
}

function list(value: Json | undefined): string[] {
  const items = Array.isArray(value) ? value : [value];
  return items
    .flatMap((item) => text(item) ?? [])
    .flatMap((item) => item.split(/[,;]/))
    .map((item) => item.trim());
}

function imageUrl(value: Json | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  if (isObject(first)) return text(get(first, 'url') ?? get(first, 'contentUrl'));
  return text(first);
}

function readAuthors(value: Json | undefined, byId: Map<string, JsonObject>, into: LinkedArticle): void {
  for (const entry of (Array.isArray(value) ? value : [value]).slice(0, 30)) {
    const id = isObject(entry) ? get(entry, '@id') : undefined;
    const author =
      isObject(entry) && get(entry, 'name') === undefined && typeof id === 'string' ? byId.get(id) : entry;
    const nested = isObject(author) ? get(author, 'name') : author;
    const names = (Array.isArray(nested) ? nested : [nested]).flatMap((name) =>
      typeof name === 'string' ? plainText(name) || [] : [],
    );
    into.authors.push(...names);
    if (isObject(author) && isOrganization(author)) into.organizations.push(...names);
  }
}

/** WordPress plugins type a lone writer as Person and Organization at once: a person first. */
function isOrganization(author: JsonObject): boolean {
  const kinds = types(author);
  return kinds.some((kind) => ORGANIZATION_TYPE.test(kind)) && !kinds.includes('Person');
}

function kindOf(object: JsonObject): LinkedArticle['kind'] {
  const kinds = types(object);
  if (kinds.some((kind) => /news/i.test(kind))) return 'news';
  return kinds.some((kind) => ARTICLE_TYPE.test(kind)) ? 'article' : 'page';
}

function readArticle(object: JsonObject, byId: Map<string, JsonObject>): LinkedArticle {
  const article: LinkedArticle = {
    kind: kindOf(object),
    authors: [],
    organizations: [],
    keywords: list(get(object, 'keywords')).filter(Boolean),
  };
  readAuthors(get(object, 'author') ?? get(object, 'creator'), byId, article);
  const body = get(object, 'articleBody');
  const fields = {
    headline: text(get(object, 'headline')) ?? text(get(object, 'name')),
    description: text(get(object, 'description')),
    published: text(get(object, 'datePublished')) ?? text(get(object, 'dateCreated')),
    modified: text(get(object, 'dateModified')),
    section: text(get(object, 'articleSection')),
    image: imageUrl(get(object, 'image')),
    language: text(get(object, 'inLanguage')),
    body: typeof body === 'string' && body.trim() !== '' ? body : undefined,
    publisher: text(get(object, 'publisher')),
  };
  for (const [key, value] of Object.entries(fields))
    if (value !== undefined) Object.assign(article, { [key]: value });
  return article;
}

/**
 * Reads the article out of a page's JSON-LD scripts (schema.org Article and its kinds, else WebPage).
 * Broken scripts are repaired cheaply or passed over; only own properties are read, so `__proto__` is a key.
 */
export function readJsonLd(scripts: readonly string[]): LinkedArticle | undefined {
  const roots: Json[] = [];
  let budget: number = LIMITS.jsonLdChars;
  for (const script of scripts) {
    budget -= script.length;
    if (budget < 0) break;
    const value = parseLoosely(script);
    if (value !== undefined) roots.push(value);
  }
  const objects = [...objectsIn(roots)];
  const byId = new Map<string, JsonObject>();
  for (const object of objects) {
    const id = get(object, '@id');
    if (typeof id === 'string' && get(object, 'name') !== undefined) byId.set(id, object);
  }
  const articles = objects.filter((object) => types(object).some((type) => ARTICLE_TYPE.test(type)));
  const best =
    articles.find(
      (object) => get(object, 'headline') !== undefined && get(object, 'datePublished') !== undefined,
    ) ??
    articles[0] ??
    objects.find((object) => types(object).some((type) => PAGE_TYPE.test(type)));
  return best === undefined ? undefined : readArticle(best, byId);
}
