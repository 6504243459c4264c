import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Article, RemovedBlock } from '@wirefold/contracts/article';
import type { Evidence } from '@wirefold/contracts/evidence';
import { articleIdOf, itemIdOf, storyIdOf } from '@wirefold/contracts/ids';
import type { StoreTask } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { openWriter } from '@wirefold/store';
import { temporaryFolder } from '@wirefold/testing';

const ESC = '\u001b';
const ACCEPTED_AT = '2026-03-03T09:00:00.000Z';

/** Ids of what the newsroom holds. */
const itemId = (name: string) => itemIdOf(`https://${name}.example/report`);
const articleId = (name: string) => articleIdOf(itemId(name));
const storyId = (name: string) => storyIdOf(articleId(name));

interface Report {
  readonly article: Article;
  readonly removed?: readonly RemovedBlock[];
  readonly evidence?: readonly Evidence[];
}

function pair(
  a: string,
  b: string,
  kind: Evidence['kind'],
  score: number,
  signals: Evidence['signals'],
): Evidence {
  const [first = '', second = ''] = [articleId(a), articleId(b)].sort();
  return { articleId: first, otherArticleId: second, kind, score, signals, weightsVersion: 'w1' };
}

/** Three reports of a ferry (one a copy, one in other words), one on a tram line, one that is hostile to terminals. */
const REPORTS: Readonly<Record<string, Report>> = {
  coast: {
    article: {
      headline: 'Ferry runs aground off Port Ellery',
      lede: 'A ferry ran aground in fog.',
      text: 'A passenger ferry ran aground in thick fog off Port Ellery early on Tuesday.\n\nNobody was hurt, the harbour master said.',
      byline: ['Ines Caldwell'],
      credit: 'Coastal Wire',
      publishedAt: '2026-03-03T07:00:00Z',
      publishedPrecision: 'second',
      language: 'en',
    },
    removed: [
      { position: 0, text: 'Home News Weather', rule: 'navigation:nav-element' },
      { position: 2, text: 'Read more: tides of the week', rule: 'rail:related' },
    ],
  },
  island: {
    article: {
      headline: 'Ferry runs aground off Port Ellery',
      text: 'A passenger ferry ran aground in dense fog off Port Ellery early on Tuesday.\n\nNobody was hurt, the harbour master said.',
      publishedAt: '2026-03-03T07:30:00Z',
      language: 'en',
    },
    evidence: [pair('coast', 'island', 'near', 0.98, { copy: 1, containment: 0.93, days: 0 })],
  },
  metro: {
    article: {
      headline: 'Passengers safe after ferry strands in fog',
      text: 'All on board are safe after a ferry stranded near Port Ellery in fog.',
      publishedAt: '2026-03-03T08:00:00Z',
      language: 'en',
    },
    evidence: [
      pair('coast', 'metro', 'story', 0.91, { stems: 0.41, names: 0.6, days: 0 }),
      pair('island', 'metro', 'story', 0.9, { stems: 0.4, names: 0.6, days: 0 }),
    ],
  },
  tram: {
    article: {
      headline: 'Marden votes for a tram line',
      text: 'The council of Marden voted for a tram line to the university.',
      publishedAt: '2026-03-02',
      language: 'en',
    },
    evidence: [pair('coast', 'tram', 'story', 0.21, { stems: 0.05 })],
  },
  hostile: {
    article: {
      headline: `Evil${ESC}[2J${ESC}]0;owned\u0007 head\r\nline \u202etxt`,
      text: `First${ESC}[31m red\rreturn.\n\nSecond\u009b1A paragraph.`,
      publishedAt: '2026-03-01T07:00:00Z',
      credit: `=cmd|'/c calc'!A1`,
    },
    removed: [{ position: 0, text: `Ad${ESC}[5m\nvert`, rule: 'ad' }],
  },
};

function storedTask(name: string, { article, removed = [], evidence = [] }: Report): StoreTask {
  const url = `https://${name}.example/report`;
  const body = Buffer.from(`<p>${article.text}</p>`);
  const document = {
    url,
    finalUrl: url,
    fetchedAt: ACCEPTED_AT,
    httpStatus: 200,
    mediaType: 'text/html',
    charset: 'utf-8',
    sha256: createHash('sha256').update(body).digest('hex'),
    byteLength: body.byteLength,
  };
  return {
    job: {
      ...{ v: PAYLOAD_VERSION, itemId: itemId(name), articleId: articleId(name), source: `${name}.example` },
      ...{ kind: 'page', end: 'article', document },
    },
    body,
    cleaned: { article, removed: [...removed], cleanerVersion: 'c1' },
    verdict: { evidence: [...evidence], weightsVersion: 'w1' },
  };
}

function quarantinedTask(name: string): StoreTask {
  const ids = { v: PAYLOAD_VERSION, itemId: itemId(name), articleId: articleId(name) } as const;
  const detail = `no answer\n${ESC}[31mwithin 30 s`;
  return { job: { ...ids, end: 'quarantined', stage: 'fetch', reason: 'timeout', detail, attempts: 4 } };
}

/** A database of a few invented reports, in a folder of its own as `wirefold.db`. */
export async function createNewsroom() {
  const cwd = await temporaryFolder();
  const writer = openWriter(join(cwd, 'wirefold.db'));
  const names = [...Object.keys(REPORTS), 'silent', 'mute'];
  writer.accept(
    names.map((name) => ({
      ...{ id: itemId(name), url: `https://${name}.example/report`, kind: 'page', kindForced: false },
      source: `${name}.example`,
    })),
    ACCEPTED_AT,
  );
  const stored = Object.entries(REPORTS).map(([name, report]) => storedTask(name, report));
  writer.commit([...stored, quarantinedTask('silent'), quarantinedTask('mute')], ACCEPTED_AT);
  writer.close();
  return { cwd, itemId, articleId, storyId };
}
