import type { EndRow, Findings, PairRow, RemovedRow, VariantRow } from './findings.ts';

/** Columns that a line of the report may take. */
export const WIDTH = 100;

const KINDS: Readonly<Record<PairRow['kind'], string>> = {
  exact: 'the same text, word for word',
  near: 'a copy, cut short or edited',
  story: 'the same event in other words',
};

/** Signals that a pair is told by, in this order, each a share of 0 to 1. */
const LIKENESS = { names: 'names', numbers: 'numbers', stems: 'words' } as const;

/** Every story on a line, the newest first. */
export function storyLines({ stories }: Findings): string[] {
  const line = (id: string, articles: string, outlets: string, headline: string) =>
    cutToWidth(`${id.padEnd(19)}  ${articles.padStart(8)}  ${outlets.padStart(7)}  ${headline}`);
  const total = stories.reduce((count, story) => count + story.articles, 0);
  return [
    `${total} articles are ${stories.length} stories, the newest first`,
    line('id', 'articles', 'outlets', 'headline'),
    ...stories.map(({ id, articles, outlets, headline }) =>
      line(id, `${articles}`, `${outlets}`, headline ?? '(no headline)'),
    ),
  ];
}

/** Why the largest story is one: its variants by letter, and each pair in words, the surest first. */
export function foldingLines({ headline, variants, pairs }: Findings): string[] {
  const letters = new Map(variants.map((variant, i) => [variant.id, letterOf(i)]));
  return [
    cutToWidth(`Why ${variants.length} articles are one story: ${headline}`),
    ...variants.map((variant, i) => cutToWidth(`  ${letterOf(i)}  ${variantText(variant)}`)),
    ...pairs.map((pair) => cutToWidth(`  ${pairName(letters, pair.a, pair.b)}  ${reasonOf(pair)}`)),
  ];
}

/** Why two articles belong together, in words, with the measurements that say so. */
function reasonOf({ kind, score, signals }: PairRow): string {
  if (kind === 'exact') return KINDS.exact;
  const { containment } = signals;
  if (kind === 'near' && containment !== undefined) {
    return `${KINDS.near}: ${percent(containment)} of the shorter one's phrases are in the other`;
  }
  const alike = Object.entries(LIKENESS).flatMap(([signal, name]) => {
    const share = signals[signal];
    return share === undefined ? [] : [`${name} ${percent(share)}`];
  });
  return alike.length > 0
    ? `${KINDS[kind]}: alike in ${alike.join(', ')}`
    : `${KINDS[kind]}, by a score of ${score}`;
}

/** What was taken out of a page: a line for each rule, with its first block. */
export function removedLines({ pageUrl, removed }: Findings, limit = 8): string[] {
  const byRule = new Map<string, RemovedRow[]>();
  for (const block of removed) byRule.set(block.rule, [...(byRule.get(block.rule) ?? []), block]);
  const rules = [...byRule].slice(0, limit);
  const width = Math.max(0, ...rules.map(([rule]) => rule.length));
  const lines = rules.map(([rule, blocks]) => {
    const text = blocks[0]?.text.split(/\s+/).join(' ') ?? '';
    const more = blocks.length > 1 ? ` (and ${blocks.length - 1} more)` : '';
    return `${cutToWidth(`  ${rule.padEnd(width)}  ${text}`, WIDTH - more.length)}${more}`;
  });
  const rest = byRule.size - rules.length;
  return [
    cutToWidth(`Taken out of ${pageUrl}: ${removed.length} blocks`),
    ...lines,
    ...(rest > 0 ? [`  and by ${rest} more ${rest === 1 ? 'rule' : 'rules'}`] : []),
  ];
}

/** The conservation law in figures, and the reasons of what was turned away. */
export function balanceLines({ ends }: Findings): string[] {
  const count = (state: string) => sum(ends.filter((end) => end.state === state));
  const states = ['stored', 'revised', 'unchanged', 'rejected', 'quarantined'];
  const terms = states.map((state) => `${count(state)} ${state}`);
  const feeds = sum(ends.filter((end) => end.reason === 'expanded'));
  const rejected = ends.filter((end) => end.state === 'rejected');
  return [
    'The balance',
    `  ${sum(ends)} accepted = ${[...terms, `${count('accepted')} in flight`].join(' + ')}`,
    `  ${feeds} of the stored are feeds, ${count('stored') - feeds} are articles`,
    `  rejected: ${rejected.map(({ reason, count: n }) => `${n} ${reason}`).join(', ')}`,
    '  (both belong to the demonstration: a page that was cut off, and a dead link in a feed)',
  ];
}

/** Commands to go on with, as they can be typed at the root. */
export function nextLines({ storyId, pageId }: Findings, db: string): string[] {
  const commands = [
    ['stories', 'every story'],
    [`story ${storyId}`, 'the story above with its variants'],
    [`explain ${pageId || storyId}`, 'all that was taken out, and each comparison'],
    ['sql "SELECT name, meaning FROM README"', 'what the tables hold'],
    ['verify', 'check the balance and the stories'],
  ];
  return [
    'What to type next',
    ...commands.flatMap(([verb, why]) => [`  # ${why}`, `  npx wirefold --db ${db} ${verb}`]),
  ];
}

/** A line cut to the width, with an ellipsis where something is missing. */
export function cutToWidth(line: string, width = WIDTH): string {
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}

function letterOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

function pairName(letters: ReadonlyMap<string, string>, a: string, b: string): string {
  return [letters.get(a) ?? '?', letters.get(b) ?? '?'].sort().join(' = ');
}

function variantText({ source, url, words, headline }: VariantRow): string {
  const place = url.startsWith('file:') ? url.slice(url.lastIndexOf('/') + 1) : source;
  return `${place}, ${words} words: ${headline ?? '(no headline)'}`;
}

/** Never "100 %" for what is only nearly so. */
function percent(score: number): string {
  return `${score === 1 ? 100 : Math.min(99, Math.round(score * 100))} %`;
}

function sum(ends: readonly EndRow[]): number {
  return ends.reduce((total, end) => total + end.count, 0);
}
