import { findAgency } from './agencies.ts';
import type { Block, Label, Verdict } from './blocks.ts';
import { comparable, normalizeLine } from './characters.ts';
import { beforeDate, signedNames, stampPieces } from './credit-lines.ts';
import { type Byline, isPersonName, parseByline, stripLeadIn } from './names.ts';
import type { PageFacts } from './page-facts.ts';
import { trimEndOf } from './trimming.ts';

const AUTHOR_META = [
  'author',
  'article:author',
  'sailthru.author',
  'parsely-author',
  'dc.creator',
  'dcterms.creator',
  'citation_author',
  'byl',
  'article:author_name',
  'articleauthor',
  'dcsext.author',
  'cxenseparse:author',
];
/** Labels under which WordPress's SEO plugins give the author in `twitter:data1` (Yoast, Rank Math). */
const WRITTEN_BY = /\b(?:by|von|par|por|di|door|av|af|przez|author|autor|auteur|autore)\b|[\u0400-\u9fff]/i;
/** What software puts where nobody is named. */
const NOBODY =
  /^(?:(?:the |web|site|super)?(?:admin|administrator|master|user|root)\d*|authors?|unknown|anonym\p{L}*|null|undefined|none|n\/a|guest|default|test|editor|author name|by|von)$/iu;
/** A login name such as `mqpg2ma0ci`. */
const LOGIN = /^(?=\S*\d)[\p{Ll}\d_.-]+$/u;
/** Lines signed by somebody who did not write the article. */
const OTHER_WORK =
  /^(?:photo|foto|bild|image|picture|illustration|video|updated|edited|translat|überset|(?:\w+ )?(?:fact.?check|review))/i;
/** What marks a printed byline without a person's name as a byline all the same. */
const DESK =
  /\b(?:staff|team|desk|newsdesk|newsroom|editors|correspondent|reporters?|redaktion|redacci[oó]n|r[eé]daction|redazione|redactie|redakcja|redaktionen)\b/i;
/** Marks after which somebody is named, person or not. */
const SIGNED = /^(?:posted |written |published )?(?:by|von|par|por|di|av|af|\p{L}{4,12}:)\s(\S.{1,80})$/iu;
/** Longest byline that is no person's name, such as `Redaktion Kultur und Medien`. */
const LONGEST = { chars: 60, words: 7 } as const;
/** Longest line, in characters, that is read as a byline. */
const LONGEST_STAMP = 200;

type Blocks = readonly Block[];
type Verdicts = readonly Verdict[];

const isAddress = (entry: string): boolean => /^(?:https?:|www\.|\/|@)|@[\w-]+\.\w/.test(entry.trim());

function twitterAuthors(meta: PageFacts['meta']): string[] {
  return ['1', '2'].flatMap((number) => {
    const label = meta.get(`twitter:label${number}`)?.[0];
    return label !== undefined && WRITTEN_BY.test(label) ? (meta.get(`twitter:data${number}`) ?? []) : [];
  });
}

function printedLines(blocks: Blocks, verdicts: Verdicts, labels: readonly Label[]): string[] {
  return blocks
    .filter((block) => labels.includes(verdicts[block.index]?.label ?? 'hidden'))
    .map((block) => block.text)
    .filter((line) => line.length < LONGEST_STAMP && !OTHER_WORK.test(line));
}

/** What a printed byline names that is no person's full name: `by ibby`, `Autor: Redaktion`, `Coast Post Team`. */
function printedOther(line: string): string | undefined {
  const signed = SIGNED.exec(normalizeLine(line))?.[1];
  const name = otherName(beforeDate(signed ?? line));
  if (name === undefined || /\d{2}|[%:|]/.test(name)) return undefined;
  return DESK.test(name) || (signed !== undefined && name.split(' ').length <= 3) ? name : undefined;
}

/** The pieces of a stamp line that are names by themselves: `Nora Quill | Senior Writer | July 2, 2025`. */
function barredNames(line: string): string[] {
  const pieces = stampPieces(line);
  return pieces.length < 2 ? [] : pieces.filter(isPersonName);
}

/** A name that is no person's but stands where the author is named: a desk, a mononym, an outlet. */
function otherName(entry: string): string | undefined {
  const name = trimEndOf(stripLeadIn(normalizeLine(entry.slice(0, 300))), ',;:|');
  if (name.length < 2 || name.length > LONGEST.chars || name.split(' ').length > LONGEST.words)
    return undefined;
  if (!/\p{L}/u.test(name) || isAddress(name) || NOBODY.test(name) || LOGIN.test(name)) return undefined;
  return name;
}

function unique(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const form = comparable(name);
    if (form === '' || seen.has(form)) return false;
    seen.add(form);
    return true;
  });
}

/** Everybody whom a list of authors in the markup names, people and others, in its order. */
function readList(
  entries: readonly string[],
  outlets: readonly string[],
): { names: string[]; hasPeople: boolean } {
  const { people } = parseByline(entries, outlets);
  const names = entries.slice(0, 30).flatMap((entry) => {
    const own = parseByline([entry], outlets).people.filter((name) => people.includes(name));
    if (own.length > 0) return own;
    const other = otherName(entry);
    const isOutlet =
      other !== undefined && outlets.some((outlet) => comparable(outlet) === comparable(other));
    return other === undefined || (isOutlet && people.length > 0) ? [] : [other];
  });
  return { names: unique(names), hasPeople: people.length > 0 };
}

/** The author fields of the markup, best first. */
function markedSources(facts: PageFacts): (readonly string[])[] {
  return [
    facts.linked?.authors ?? [],
    ...AUTHOR_META.map((name) => facts.meta.get(name) ?? []),
    twitterAuthors(facts.meta),
    facts.itemprops.get('author') ?? [],
  ].map((source) => source.filter((entry) => !isAddress(entry)));
}

/** Outlets that the page names as its own; no writers where somebody else is named too. */
function outletsOf(facts: PageFacts): string[] {
  const named = ['og:site_name', 'application-name'].flatMap((name) => facts.meta.get(name) ?? []);
  return facts.linked?.publisher === undefined ? named : [...named, facts.linked.publisher];
}

/**
 * Who wrote it: the first source that names people, markup before print; where none does, what the markup's
 * author field says (an agency, a desk, a mononym). An agency among the names is the credit as well.
 */
export function findByline(facts: PageFacts, blocks: Blocks, verdicts: Verdicts): Byline {
  const outlets = outletsOf(facts);
  const marked = markedSources(facts).map((source) => readList(source, outlets));
  const stamps = printedLines(blocks, verdicts, ['byline', 'date']);
  const printed = printedLines(blocks, verdicts, ['byline']);
  const agency = [
    ...marked.flatMap(({ names }) => names),
    ...stamps.flatMap(signedNames),
    ...printed.slice(0, 3),
  ]
    .map(findAgency)
    .find((found) => found !== undefined);
  const people = [
    ...marked.filter(({ hasPeople }) => hasPeople).map(({ names }) => names),
    ...[stamps.flatMap(signedNames), facts.authorLinks, printed.slice(0, 3), stamps.flatMap(barredNames)].map(
      (lines) => parseByline(lines, outlets).people,
    ),
    ...marked.map(({ names }) => names),
    unique(facts.authorLinks.flatMap((link) => otherName(link) ?? [])),
    stamps
      .slice(0, 4)
      .flatMap((line) => printedOther(line) ?? [])
      .slice(0, 1),
  ].find((names) => names.length > 0);
  return agency === undefined ? { people: people ?? [] } : { people: people ?? [], agency };
}
