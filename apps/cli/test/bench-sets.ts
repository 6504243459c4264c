import { gzipSync } from 'node:zlib';
import type { BenchPage, Gold } from '../src/benching/clean/gold.ts';

/** A page of which only the gold matters. */
export function pageWith(gold: Partial<Gold>): BenchPage {
  return { id: 'p', format: 'html', content: '', gold: { authors: [], must: [], mustNot: [], ...gold } };
}

const STORIES = [
  {
    title: 'Lighthouse at Carrow Point is sold for one crown',
    author: 'Mira Tolland',
    date: '2026-02-11',
    paragraphs: [
      'The lighthouse at Carrow Point, dark since its lamp was put out in 1998, was sold on Wednesday for a single crown to three brothers who keep bees on the headland.',
      'The harbour board, which had looked for a buyer for eleven years, set one condition: that the tower be painted white every fourth summer, as the charts describe it.',
      '“We shall need a long ladder and a calm week,” said Edvin Hale, the oldest of the three, who intends to sleep in the lamp room and to store honey in the cellar.',
    ],
  },
  {
    title: 'Night trains return to the Ostrava line',
    author: 'Pavel Duro',
    date: '2026-01-30',
    paragraphs: [
      'Sleeping cars will run again between the capital and the eastern mines from the first of May, the state railway said on Friday, nine years after the last of them was sent to the scrapyard.',
      'Two trains will leave each night, at ten and at a quarter past eleven, with six cars apiece; a berth is to cost less than the cheapest room near either station.',
      'The railway bought the cars second-hand from the north, where they had stood in a shed for two winters, and had their brakes and bedding renewed in Zilina.',
    ],
  },
] as const;

type Story = (typeof STORIES)[number];

function pageOf({ title, author, date, paragraphs }: Story): string {
  const body = paragraphs.map((one) => `<p>${one}</p>`).join('\n');
  return `<!doctype html><html lang="en"><head><title>${title}</title><meta name="author" content="${author}"><meta property="article:published_time" content="${date}T09:00:00Z"></head><body><nav><a href="/">Front page</a> <a href="/sea">Sea</a></nav><article><h1>${title}</h1>${body}</article><footer>All words are our own.</footer></body></html>`;
}

const goldOf = ({ title, author, date, paragraphs }: Story, html: string) => ({
  ...{ html, url: `https://news.example/${html}`, title, author, date, text: paragraphs.join('\n\n') },
  ...{ must: [paragraphs[0].slice(0, 40)], mustNot: ['All words are our own'] },
});

/** Files of a set of two pages, one of them zipped, under this folder. */
export function pagesSet(folder: string): Record<string, string | Uint8Array> {
  const [one, other] = STORIES;
  return {
    [`${folder}/gold.json`]: JSON.stringify({
      lighthouse: goldOf(one, 'html/lighthouse.html.gz'),
      trains: goldOf(other, 'html/trains.html'),
    }),
    [`${folder}/html/lighthouse.html.gz`]: gzipSync(pageOf(one)),
    [`${folder}/html/trains.html`]: pageOf(other),
  };
}

/** Files of a set of one page of plain text under this folder, its gold zipped. */
export function linesSet(folder: string): Record<string, Uint8Array> {
  const [{ title, paragraphs }] = STORIES;
  const gold = { dump: { lines: [title, ...paragraphs], text: paragraphs.join('\n\n'), url: null } };
  return { [`${folder}/gold.json.gz`]: gzipSync(JSON.stringify(gold)) };
}
