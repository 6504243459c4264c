import { temporaryFolder } from '@wirefold/testing';
import { describe, expect, it } from 'vitest';
import { records, shell, wirefold } from './wirefold.ts';

const HEADLINE = 'Ferry runs aground off Port Ellery';
const LEAD =
  'A passenger ferry with 212 people on board ran aground in thick fog off Port Ellery early on Tuesday, the harbour master Ines Caldwell said.';
const REST =
  'Nobody was hurt, and three tugs were expected to pull the 84-metre vessel free with the evening tide, she added. The ferry company Norlink said that its other crossings would run as planned.';
const PAGE = `<html lang="en"><head><title>${HEADLINE}</title></head><body><nav><a href="/">Home</a></nav><article><h1>${HEADLINE}</h1><p>${LEAD}</p><p>${REST}</p></article></body></html>`;
const TRAM =
  'The town council of Marden voted by 24 to 11 on Monday evening for a tram line to the university, which is to open in 2031.';

const jsonl = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('clean --jsonl', () => {
  it('answers a line for a line, in order, and goes on after broken ones', async () => {
    const input = [
      jsonl({ id: 'page', html: PAGE, url: 'https://news.example/ferry' }),
      'no json\n\n[1]\n"text"\n',
      jsonl({ id: 'bare' }, { id: 7, text: 5 }, { html: '' }),
      jsonl({ id: 'text', text: `${HEADLINE}\n\n${LEAD}\n\n${REST}` }),
    ].join('');
    const { status, out } = await wirefold(['clean', '--jsonl', '--quiet'], {
      cwd: await temporaryFolder(),
      input,
    });
    const answers = records(out);
    expect(status).toBe(0);
    expect(answers.map(({ id, reason }) => [id, reason])).toEqual([
      ['page', undefined],
      [null, 'broken-record'],
      [null, 'broken-record'],
      [null, 'broken-record'],
      ['bare', 'broken-record'],
      [7, 'broken-record'],
      [null, 'empty'],
      ['text', undefined],
    ]);
    for (const answer of [answers[0], answers.at(-1)]) {
      expect(answer?.article).toMatchObject({
        headline: HEADLINE,
        text: `${LEAD}\n\n${REST}`,
        language: 'en',
      });
    }
    expect(answers[1]).toEqual({ id: null, article: null, reason: 'broken-record', removed: [] });
    expect(answers[0]?.removed).toContainEqual({ text: 'Home', rule: expect.any(String) });
  });

  it('writes the address that a page names for itself as the pipeline does', async () => {
    const html = PAGE.replace(
      '<head>',
      '<head><link rel="canonical" href="HTTPS://News.Example:443/ferry?utm_source=x#top">',
    );
    const input = jsonl({ id: 1, html, url: 'https://news.example/ferry?from=rss' });
    const { out } = await wirefold(['clean', '--jsonl'], { cwd: await temporaryFolder(), input });
    expect(records(out)).toMatchObject([{ article: { canonicalUrl: 'https://news.example/ferry' } }]);
  });

  it.each([
    [
      'contentType names plain text',
      { html: `${LEAD}\n\n${REST} <b>`, contentType: 'text/plain; charset=utf-8' },
      '<b>',
    ],
    [
      'contentType names HTML',
      { text: `<p>${LEAD}</p><p>${REST}</p>`, contentType: 'text/html' },
      'Ines Caldwell',
    ],
  ])('believes the record where its %s', async (_name, record, expected) => {
    const cwd = await temporaryFolder();
    const { out } = await wirefold(['clean', '--jsonl'], { cwd, input: jsonl({ id: 1, ...record }) });
    expect(JSON.stringify(records(out)[0]?.article)).toContain(expected);
    expect(JSON.stringify(records(out)[0]?.article)).not.toContain('<p>');
  });

  it('takes out what comes back on the third page of a host with --host-memory, and not without', async () => {
    const notice = 'Letters to the Coast Gazette are answered by its desk every other Thursday afternoon.';
    const pageOf = (thing: string) => ({
      id: thing,
      url: `https://coast.example/${thing}`,
      text: `A new ${thing} for Port Ellery\n\nThe ${thing} was opened on Monday by the harbour master, who called the ${thing} overdue.\n\n${notice}`,
    });
    const input = jsonl(...['lighthouse', 'fish market', 'footbridge', 'library'].map(pageOf));
    const cwd = await temporaryFolder();
    const heldBy = async (...options: string[]) =>
      records((await wirefold(['clean', '--jsonl', ...options], { cwd, input })).out).map(({ article }) =>
        JSON.stringify(article).includes(notice),
      );
    expect(await heldBy()).toEqual([true, true, true, true]);
    expect(await heldBy('--host-memory')).toEqual([true, true, false, false]);
  });

  it('needs neither Redis nor database nor valid settings, and leaves nothing behind', async () => {
    const cwd = await temporaryFolder();
    const env = { REDIS_URL: 'redis://127.0.0.1:1', WIREFOLD_ATTEMPTS: 'many' };
    const { status } = await wirefold(['clean', '--jsonl'], {
      cwd,
      env,
      input: jsonl({ id: 1, text: LEAD }),
    });
    expect(status).toBe(0);
    expect((await shell('ls -A', { cwd })).out).toBe('');
  });

  it('ends quietly where the reader of the pipe has left', async () => {
    const cwd = await temporaryFolder();
    const line = `yes '${JSON.stringify({ id: 1, text: TRAM })}' | head -500 | $WIREFOLD clean --jsonl | head -1`;
    const { err, out } = await shell(line, { cwd });
    expect(err).toBe('');
    expect(records(out)).toHaveLength(1);
  });
});

describe('dedupe --jsonl', () => {
  const articles = jsonl(
    {
      id: 1,
      title: HEADLINE,
      text: `${LEAD}\n\n${REST}`,
      date: '2026-03-03T08:00:00Z',
      source: 'coast.example',
    },
    {
      id: 'b',
      title: HEADLINE,
      text: `${LEAD}\n\n${REST}`,
      date: '2026-03-03T07:00:00Z',
      source: 'b.example',
    },
    { id: 'c', title: 'Council votes for a tram line', text: TRAM, date: '2026-03-03' },
  );

  it('names the first article of each story and of each group of copies', async () => {
    const { status, out } = await wirefold(['dedupe', '--jsonl'], {
      cwd: await temporaryFolder(),
      input: articles,
    });
    expect(status).toBe(0);
    expect(records(out)).toEqual([
      { id: 1, story: 'b', duplicate: 'b' },
      { id: 'b', story: 'b', duplicate: 'b' },
      { id: 'c', story: 'c', duplicate: 'c' },
    ]);
  });

  it('writes the evidence with --pairs', async () => {
    const cwd = await temporaryFolder();
    const { out } = await wirefold(['dedupe', '--jsonl', '--pairs'], { cwd, input: articles });
    expect(records(out)).toEqual([
      expect.objectContaining({ articleId: 1, otherArticleId: 'b', kind: 'exact', score: 1 }),
    ]);
  });

  it('tells of a broken line by its number, does the others, and ends with 1', async () => {
    const input = `\nnope\n${articles}${jsonl({ title: 'no id' }, { id: 'd' })}`;
    const { status, out, err } = await wirefold(['dedupe', '--jsonl'], {
      cwd: await temporaryFolder(),
      input,
    });
    expect(status).toBe(1);
    expect(records(out)).toHaveLength(3);
    for (const number of [2, 6, 7])
      expect(err).toContain(`wirefold: Line left out: ${number} of standard input.`);
  });

  it('writes nothing for nothing', async () => {
    const { status, out } = await wirefold(['dedupe', '--jsonl'], { cwd: await temporaryFolder() });
    expect({ status, out }).toEqual({ status: 0, out: '' });
  });
});
