import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type DemoPlace, freshPlace, ingestAll, rows, wirefold } from '../src/demo-run.ts';
import {
  addressOf,
  addressOfUrl,
  type Expectation,
  expectedTexts,
  readExpectation,
} from '../src/expectation.ts';
import { findingsOf } from '../src/findings.ts';
import { type Newsstand, startOutlets } from '../src/index.ts';
import { balanceLines, foldingLines, nextLines, removedLines, storyLines, WIDTH } from '../src/report.ts';

interface ArticleRow {
  readonly url: string;
  readonly storyId: string;
  readonly headline: string | null;
  readonly text: string;
  readonly credit: string | null;
  readonly dateline: string | null;
  readonly publishedAt: string | null;
  readonly language: string | null;
  readonly byline: string | null;
}

const ARTICLES = `SELECT url, story_id AS storyId, headline, text, credit, dateline,
  published_at AS publishedAt, language, byline FROM articles`;

/** Outlets that set the place before the first words of a story that has one. */
const PRINT_DATELINE = new Set([
  'ellery-courier',
  'osk-valley-record',
  'kaldmark-today',
  'coastline-mirror',
  'grauwinkler-bote',
]);

let folder: string;
let place: DemoPlace;
let stand: Newsstand;
let expectation: Expectation;
let ingested: Answer;
const articles = new Map<string, ArticleRow>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirefold-demo-'));
  place = await freshPlace(join(folder, 'run'));
  stand = await startOutlets();
  expectation = await readExpectation();
  ingested = await ingestAll(place, stand);
  for (const row of await rows<ArticleRow>(place, ARTICLES))
    articles.set(addressOfUrl(row.url, stand.bases), row);
}, 120_000);

afterAll(async () => {
  await stand.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the demonstration, end to end', () => {
  it('ends with status 0 although a page is cut off and a link is dead', () => {
    expect(ingested.exitCode).toBe(0);
  });

  it('stores every article and every text, and nothing else', () => {
    expect([...articles.keys()].sort()).toEqual(Object.values(expectation.stories).flat().sort());
  });

  it('folds exactly the expected stories: wordings and copies together, look-alikes and the follow-up apart', () => {
    const found = new Map<string, string[]>();
    for (const [address, { storyId }] of articles)
      found.set(storyId, [...(found.get(storyId) ?? []), address]);
    const asSets = (groups: Iterable<readonly string[]>) =>
      [...groups].map((group) => [...group].sort()).sort();
    expect(asSets(found.values())).toEqual(asSets(Object.values(expectation.stories)));
  });

  it('leaves of each page the text that its author wrote: no menu, rail, promotion, caption or comment', async () => {
    for (const [address, text] of await expectedTexts(stand.pieces)) {
      expect.soft(articles.get(address)?.text, address).toBe(text);
    }
  });

  it('finds the headline, the date and the language of every page', () => {
    for (const piece of stand.pieces) {
      const address = addressOf(piece);
      const row = articles.get(address);
      expect.soft(row?.headline, address).toBe(piece.headline);
      expect.soft(row?.publishedAt?.slice(0, 10), address).toBe(piece.published.slice(0, 10));
      expect
        .soft(row?.language?.slice(0, 2), address)
        .toBe(piece.outlet === 'grauwinkler-bote' ? 'de' : 'en');
    }
  });

  it('finds the names of every page whose outlet prints them', () => {
    for (const piece of stand.pieces.filter(
      (each) => each.outlet !== 'kaldmark-today' && each.key !== 'rail-strike-copy',
    )) {
      const names = JSON.parse(articles.get(addressOf(piece))?.byline ?? '[]') as string[];
      const plain = (name: string) => name.toLowerCase();
      expect.soft(names.map(plain), addressOf(piece)).toEqual(piece.byline.map(plain));
    }
  });

  it('finds the agency, and the place where the outlet prints it', () => {
    for (const piece of stand.pieces) {
      const address = addressOf(piece);
      const { credit, dateline } = articles.get(address) ?? {};
      if (piece.agency) expect.soft([piece.agency, piece.agencyCode], address).toContain(credit);
      if (PRINT_DATELINE.has(piece.outlet)) expect.soft(dateline ?? undefined, address).toBe(piece.dateline);
    }
  });

  it('finds headline, credit, dateline and date of every text file that has them', () => {
    for (const [address, expected] of Object.entries(expectation.texts)) {
      const row = articles.get(address);
      expect.soft(row?.headline, address).toBe(expected.headline);
      expect.soft(row?.dateline ?? undefined, address).toBe(expected.dateline);
      if (expected.credit) expect.soft(row?.credit, address).toBe(expected.credit);
      if (expected.publishedAt)
        expect.soft(row?.publishedAt?.slice(0, 16), address).toBe(expected.publishedAt);
    }
  });

  it('rejects the broken page and the dead link under their reasons, and quarantines nothing', async () => {
    const ends = await rows<{ url: string; state: string; reason: string }>(
      place,
      "SELECT url, state, reason FROM items WHERE state NOT IN ('stored', 'revised', 'unchanged')",
    );
    const byAddress = new Map(ends.map((end) => [addressOfUrl(end.url, stand.bases), end]));
    expect([...byAddress.keys()].sort()).toEqual(Object.keys(expectation.rejected).sort());
    for (const [address, reasons] of Object.entries(expectation.rejected)) {
      expect(byAddress.get(address)?.state).toBe('rejected');
      expect(reasons).toContain(byAddress.get(address)?.reason);
    }
  });

  it('balances: what was accepted is the feeds, the articles, the texts and the two rejected', async () => {
    const [{ accepted } = { accepted: 0 }] = await rows<{ accepted: number }>(
      place,
      'SELECT count(*) AS accepted FROM items',
    );
    expect(accepted).toBe(stand.feeds.length + articles.size + Object.keys(expectation.rejected).length);
    expect((await wirefold(place, ['verify'])).exitCode).toBe(0);
  });

  it('reports within 100 columns, with commands that name the database', async () => {
    const findings = await findingsOf(place);
    const lines = [
      ...storyLines(findings),
      ...foldingLines(findings),
      ...removedLines(findings),
      ...balanceLines(findings),
    ];
    for (const line of lines) expect([...line].length, line).toBeLessThanOrEqual(WIDTH);
    expect(findings.variants.length).toBe(4);
    expect(findings.removed.length).toBeGreaterThan(0);
    expect(nextLines(findings, place.db).join('\n')).toContain(`--db ${place.db} story ${findings.storyId}`);
  });

  it('starts afresh in a folder that holds an earlier run', async () => {
    const again = await freshPlace(place.folder);
    expect((await ingestAll(again, stand)).exitCode).toBe(0);
    const [{ stories } = { stories: 0 }] = await rows<{ stories: number }>(
      again,
      'SELECT count(*) AS stories FROM stories',
    );
    expect(stories).toBe(Object.keys(expectation.stories).length);
  }, 120_000);
});
