import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemIdOf } from '@wirefold/contracts/ids';
import { connectRedis } from '@wirefold/redis';
import { openReader, openWriter } from '@wirefold/store';
import { temporaryFolder } from '@wirefold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { createNewsroom } from './newsroom.ts';
import { records, shell, wirefold } from './wirefold.ts';

let room: Awaited<ReturnType<typeof createNewsroom>>;
beforeAll(async () => {
  room = await createNewsroom();
});

const call = (...args: string[]) => wirefold(args, { cwd: room.cwd });
/** Control characters other than the line end. */
const CONTROLS = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('stories', () => {
  it('prints a table to standard output and what to do next to standard error', async () => {
    const { status, out, err } = await call('stories');
    expect(status).toBe(0);
    expect(out).toBe(
      [
        'story        headline                            articles  sources  first published',
        `${room.storyId('coast').slice(0, 11)}  Ferry runs aground off Port Ellery         3        3  2026-03-03 07:00`,
        `${room.storyId('tram').slice(0, 11)}  Marden votes for a tram line               1        1  2026-03-02`,
        `${room.storyId('hostile').slice(0, 11)}  Evil head line  txt                        1        1  2026-03-01 07:00`,
        '',
      ].join('\n'),
    );
    expect(err).toBe(`\n3 stories. Next: wirefold story ${room.storyId('coast').slice(0, 11)}\n`);
  });

  it('prints one JSON object a line with --json, and nothing else', async () => {
    const { out, err } = await call('stories', '--json');
    expect(err).toBe('');
    expect(out).not.toMatch(CONTROLS);
    expect(records(out)).toHaveLength(3);
    expect(records(out)[0]).toEqual({
      id: room.storyId('coast'),
      headline: 'Ferry runs aground off Port Ellery',
      lede: 'A ferry ran aground in fog.',
      language: 'en',
      articleCount: 3,
      sourceCount: 3,
      firstPublishedAt: '2026-03-03T07:00:00Z',
      lastPublishedAt: '2026-03-03T08:00:00Z',
      leadArticleId: room.articleId('coast'),
      originCredit: 'Coastal Wire',
    });
  });

  it.each([
    [['ferry'], ['coast']],
    [['"tram line"'], ['tram']],
    [['ferry', 'tram'], []],
    [['--since', '2026-03-03'], ['coast']],
    [['--since', '2026-03-02', '--until', '2026-03-03'], ['tram']],
    [['--source', 'metro.example'], ['coast']],
    [['--credit', 'Coastal Wire'], ['coast']],
    [['--language', 'de'], []],
    [['--min-articles', '2'], ['coast']],
    [['ferry', '--order', 'relevance'], ['coast']],
  ])('finds with %j the stories of %j', async (args, names) => {
    const { status, out } = await call('stories', '--json', ...args);
    expect(status).toBe(0);
    expect(records(out).map((story) => story.id)).toEqual(names.map((name) => room.storyId(name)));
  });

  it.each(['"', 'NEAR(a b) AND NOT ^', 'headline:x* OR "a', "'); DROP TABLE items; --", '\\ % _ 🚒 -'])(
    'never fails for the query %s',
    async (query) => {
      const { status, err } = await call('stories', '--quiet', '--', query);
      expect({ status, err }).toEqual({ status: 0, err: '' });
    },
  );

  it('says what to do where there is none', async () => {
    const { status, out, err } = await call('stories', 'unheard-of');
    expect({ status, out }).toEqual({ status: 0, out: '' });
    expect(err).toContain('wirefold ingest INPUT');
  });

  it('ends quietly with 0 where the reader of the pipe has left', async () => {
    const { status, out, err } = await shell('$WIREFOLD stories --quiet | head -1', { cwd: room.cwd });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out.split('\n')).toHaveLength(2);
  });
});

describe('one of them', () => {
  it('story: headline, text and variants with how each was matched', async () => {
    const { status, out } = await call('story', room.storyId('coast').slice(0, 11));
    expect(status).toBe(0);
    expect(out).toContain('Ferry runs aground off Port Ellery\n');
    expect(out).toContain(
      '3 articles of 3 sources · first published 2026-03-03 07:00 · en · goes back to Coastal Wire',
    );
    expect(out).toContain(
      '\n\nA passenger ferry ran aground in thick fog off Port Ellery early on Tuesday.\n\nNobody',
    );
    expect(out).toMatch(/island\.example .* near 0\.98 with ar_/);
    expect(out).toMatch(/metro\.example .* story 0\.91 with ar_/);
  });

  it('story --json: one object with its variants', async () => {
    const [story, ...more] = records((await call('story', '--json', room.storyId('coast'))).out);
    expect(more).toEqual([]);
    expect(story).toMatchObject({
      id: room.storyId('coast'),
      redirectedFrom: null,
      leadText: expect.any(String),
    });
    expect(story?.variants).toContainEqual(
      expect.objectContaining({ articleId: room.articleId('island'), matchedBy: 'near', score: 0.98 }),
    );
  });

  it('takes an id without its kind', async () => {
    const { status, out } = await call('story', '--json', room.storyId('tram').slice(3, 11));
    expect(status).toBe(0);
    expect(records(out)[0]?.id).toBe(room.storyId('tram'));
  });

  it('article: every field that was found', async () => {
    const { out } = await call('article', room.articleId('coast'));
    expect(out).toMatch(
      /by +Ines Caldwell\ncredit +Coastal Wire\npublished +2026-03-03T07:00:00Z\nlanguage +en/,
    );
    expect(out).not.toContain('canonical');
  });

  it('explain ARTICLE: the removed blocks in their places, and the pairs in words', async () => {
    const { out } = await call('explain', room.articleId('coast'));
    expect(out).toContain(
      [
        'The document: 2 blocks taken out (-)',
        '- Home News Weather [navigation:nav-element]',
        '  A passenger ferry ran aground in thick fog off Port Ellery early on Tuesday.',
        '- Read more: tides of the week [rail:related]',
        '  Nobody was hurt, the harbour master said.',
        '',
        'Compared: 3 pairs',
        `near 0.98  same story  ${room.articleId('island').slice(0, 11)}  Ferry runs aground off Port Ellery`,
        '    a copy, same day, shorter text in the longer 0.93 (weights w1)',
        `story 0.91  same story  ${room.articleId('metro').slice(0, 11)}  Passengers safe after ferry strands in fog`,
        '    same day, names 0.60, words 0.41 (weights w1)',
        `story 0.21  another story  ${room.articleId('tram').slice(0, 11)}  Marden votes for a tram line`,
      ].join('\n'),
    );
  });

  it('explain STORY: pairs within it and across its border', async () => {
    const { out } = await call('explain', room.storyId('coast'));
    expect(out).toContain('Within: 3 pairs of its articles\nnear 0.98');
    expect(out).toContain('Across: 1 pair with other stories, which did not join them\nstory 0.21');
    const [why] = records((await call('explain', '--json', room.storyId('coast'))).out);
    expect(Object.keys(why ?? {})).toEqual(['story', 'within', 'across', 'pairCounts', 'decisions', 'facts']);
  });

  it('diff: marks in a pipe, colours where they are forced, chunks with --json', async () => {
    const ids = [room.articleId('coast'), room.articleId('island')];
    expect((await call('diff', ...ids)).out).toContain('in [-thick-]{+dense+} fog off');
    const env = { FORCE_COLOR: '1' };
    const coloured = await wirefold(['diff', ...ids], { cwd: room.cwd, env });
    expect(coloured.out).toContain('\u001b[32mdense\u001b[39m');
    expect(records((await call('diff', '--json', ...ids)).out)).toContainEqual({
      kind: 'added',
      text: 'dense',
    });
  });

  it.each([
    [['story', 'st_zzzzzzzz'], 1, 'No story of that id'],
    [['article', 'ar_zzzzzzzz'], 1, '`wirefold story ID` lists the ids of articles'],
    [['explain', 'zzzz'], 1, 'No article or story of that id'],
    [['story', 'ar_zzzzzzzz'], 2, 'Not the id of a story (st_...): ar_zzzzzzzz. `wirefold stories` lists'],
    [['diff', 'st_1', 'st_2'], 2, 'Not the id of an article'],
    [['story', 'ilou\u001b[31m'], 2, 'Not the id of a story'],
    [['story', ''], 2, 'Not the id of a story'],
    [['quarantine', 'show', 'it_zzzz'], 1, '`wirefold quarantine list` lists the ids of items'],
  ])('%j ends with %i and says what to do next', async (args, expected, message) => {
    const { status, out, err } = await call(...args);
    expect({ status, out }).toEqual({ status: expected, out: '' });
    expect(err.toLowerCase()).toContain(message.toLowerCase());
    expect(err).toMatch(/^wirefold: /);
    expect(err).not.toMatch(CONTROLS);
  });
});

it('an id that several begin with is told with five of them', async () => {
  const cwd = await temporaryFolder();
  const writer = openWriter(join(cwd, 'wirefold.db'));
  const items = Array.from({ length: 400 }, (_, n) => {
    const url = `https://outlet.example/${n}`;
    return { id: itemIdOf(url), url, kind: 'page', kindForced: false, source: 'outlet.example' } as const;
  });
  writer.accept(items, '2026-03-03T09:00:00.000Z');
  writer.close();
  const sorted = items.map(({ id }) => id).sort();
  const prefix = (sorted[0] ?? '').slice(0, 4);
  const alike = sorted.filter((id) => id.startsWith(prefix));
  expect(alike.length).toBeGreaterThan(5);
  const { status, out, err } = await wirefold(['quarantine', 'show', prefix], { cwd });
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toBe(
    `wirefold: Several items have an id that begins so: ${prefix}. Type more of it: ${alike.slice(0, 5).join(', ')} and more.\n`,
  );
});

describe('text from outside', () => {
  it.each([['story'], ['article'], ['explain']])(
    'can do nothing to the terminal through %s',
    async (verb) => {
      const id = verb === 'story' ? room.storyId('hostile') : room.articleId('hostile');
      const plain = await call(verb, id);
      expect(plain.status).toBe(0);
      expect(plain.out).not.toMatch(CONTROLS);
      expect(plain.out).toContain('Evil head line  txt\n');
      const json = await call(verb, '--json', id);
      expect(json.out).not.toMatch(CONTROLS);
      expect(records(json.out)).toHaveLength(1);
    },
  );

  it.each([['sql', 'SELECT headline, text FROM articles'], ['quarantine', 'list'], ['diff']])(
    'can do nothing through %s %s',
    async (...args) => {
      const ids = args[0] === 'diff' ? [room.articleId('hostile'), room.articleId('tram')] : [];
      expect((await call(...args, ...ids)).out).not.toMatch(CONTROLS);
    },
  );
});

describe('sql', () => {
  const query =
    "SELECT source, credit, NULL AS blank, x'00ff' AS bytes FROM articles WHERE credit IS NOT NULL ORDER BY source";

  it('prints a table', async () => {
    const { status, out } = await call('sql', '--quiet', query);
    expect(status).toBe(0);
    expect(out).toBe(
      [
        'source           credit             blank  bytes',
        'coast.example    Coastal Wire              00ff',
        "hostile.example  =cmd|'/c calc'!A1         00ff",
        '',
      ].join('\n'),
    );
  });

  it('prints JSON lines', async () => {
    expect(records((await call('sql', '--json', query)).out)[0]).toEqual({
      source: 'coast.example',
      credit: 'Coastal Wire',
      blank: null,
      bytes: '00ff',
    });
  });

  it('prints CSV that no spreadsheet runs', async () => {
    expect((await call('sql', '--csv', query)).out).toBe(
      "source,credit,blank,bytes\r\ncoast.example,Coastal Wire,,00ff\r\nhostile.example,'=cmd|'/c calc'!A1,,00ff\r\n",
    );
  });

  it.each(['DELETE FROM articles', 'SELEC 1', "ATTACH 'x.db' AS x", 'SELECT 1; DROP TABLE items', ''])(
    'refuses %j in a line',
    async (statement) => {
      const { status, out, err } = await call('sql', statement);
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(err).toMatch(/^wirefold: The query was not run: .*SELECT \* FROM README\n$/);
    },
  );

  it('refuses two forms at once as wrong usage', async () => {
    expect((await call('sql', '--csv', '--json', 'SELECT 1')).status).toBe(2);
  });
});

describe('quarantine', () => {
  it('list and show: stage, reason and its meaning', async () => {
    const list = await call('quarantine', 'list');
    expect(list.out).toMatch(
      /^item +stage +reason +tries +since +address\nit_\w{8} +fetch +timeout +4 +2026-03-03 09:00/,
    );
    const show = await call('quarantine', 'show', room.itemId('silent').slice(0, 11));
    expect(show.out).toContain(
      'reason    timeout: the host answered too slowly\ndetail    no answer within 30 s\n',
    );
    expect(records((await call('quarantine', 'list', '--json')).out)[0]).toMatchObject({
      reason: 'timeout',
      attempts: 4,
    });
  });

  it('retry and drop need ids or --all', async () => {
    for (const action of ['retry', 'drop']) {
      expect((await call('quarantine', action)).status).toBe(2);
      expect((await call('quarantine', action, '--all', room.itemId('mute'))).status).toBe(2);
    }
  });

  it('retry accepts items again, drop ends them, and an item not there is told', async () => {
    const { cwd, itemId } = await createNewsroom();
    const retried = await wirefold(['quarantine', 'retry', itemId('silent')], { cwd });
    expect(retried).toMatchObject({ status: 0, out: `${itemId('silent')}\n` });
    expect(retried.err).toContain('1 item sent again. No worker runs: `wirefold worker` takes them up.\n');
    const again = await wirefold(['quarantine', 'retry', itemId('silent')], { cwd });
    expect(again).toMatchObject({ status: 1, out: '' });
    expect(again.err).toContain('1 item left alone: not in quarantine');
    const dropped = await wirefold(['quarantine', 'drop', '--all', '--json'], { cwd });
    expect(dropped).toMatchObject({ status: 0, out: '{"dropped":1}\n' });
    const reader = openReader(join(cwd, 'wirefold.db'));
    expect(reader.balance()).toMatchObject({ inFlight: 1, rejected: 1, quarantined: 0 });
    reader.close();
  });
});

describe('the state of things', () => {
  it('status works without Redis and says so', async () => {
    const { status, out } = await call('status');
    expect(status).toBe(0);
    expect(out).toContain('Redis: not running\n');
    expect(out).toContain(
      'Ledger: 7 accepted = 5 stored + 0 revised + 0 unchanged + 0 rejected + 2 quarantined + 0 in flight\n  2 timeout\n',
    );
  });

  it('status shows the queues of a private Redis that runs', async () => {
    const { cwd } = await createNewsroom();
    const redis = await connectRedis({ dataDir: join(cwd, '.wirefold') });
    try {
      const { status, out } = await wirefold(['status'], { cwd });
      expect(status).toBe(0);
      expect(out).toMatch(/^stage +waiting +active +delayed\nfetch +0 +0 +0\n/m);
    } finally {
      await redis.close();
    }
  });

  it('status --json is one object', async () => {
    const [status] = records((await call('status', '--json')).out);
    expect(status).toMatchObject({
      queues: { redis: 'not running', depths: null },
      ledger: {
        accepted: 7,
        quarantined: 2,
        reasons: { timeout: 2 },
        endedLastMinute: 0,
        feedsInTrouble: [],
      },
    });
  });

  it('verify finds nothing off, and ends with 0', async () => {
    const { status, out, err } = await call('verify');
    expect({ status, err: err.slice(0, 15) }).toEqual({ status: 0, err: 'Nothing is off:' });
    expect(out).toMatch(/^7 accepted = 5 stored/);
  });

  it('backup writes a database that can be read, and overwrites nothing', async () => {
    const file = join(await temporaryFolder(), 'copy.db');
    expect((await call('backup', file)).status).toBe(0);
    const copy = await wirefold(['stories', '--json', '--db', file], { cwd: room.cwd });
    expect(records(copy.out)).toHaveLength(3);
    expect(await call('backup', file)).toMatchObject({ status: 1, out: '' });
    expect((await call('backup', join(file, 'x', 'y.db'))).err).toContain('No such folder');
  });

  it('doctor names each check, and refuses a Redis that is not there', async () => {
    const env = { REDIS_URL: 'redis://me:s3cret@127.0.0.1:1' };
    const { status, out, err } = await wirefold(['doctor', '--json'], { cwd: room.cwd, env });
    const severity = Object.fromEntries(records(out).map((finding) => [finding.check, finding.severity]));
    expect(status).toBe(1);
    expect(severity).toMatchObject({ node: 'ok', redis: 'refuse', database: 'ok', clock: 'ok' });
    expect(out + err).not.toContain('s3cret');
  });

  it('doctor ends with 0 on a private Redis that it starts and ends', async () => {
    const { status, out } = await call('doctor');
    expect(out).toMatch(/^ok +redis persistence/m);
    expect(status).toBe(0);
  });
});

describe('a database that cannot be read', () => {
  it.each([
    ['stories'],
    ['verify'],
    ['quarantine', 'list'],
    ['quarantine', 'drop', '--all'],
    ['sql', 'SELECT 1'],
  ])('%s says how to make one where there is none, and makes none', async (...args) => {
    const cwd = await temporaryFolder();
    const { status, out, err } = await wirefold(args, { cwd });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(
      /^wirefold: There is no database at .*wirefold\.db\. Create it with `wirefold ingest INPUT`/,
    );
    expect((await shell('ls -A', { cwd })).out).toBe('');
  });

  it('names a file that is no database, with a stack only for --debug', async () => {
    const cwd = await temporaryFolder();
    writeFileSync(
      join(cwd, 'wirefold.db'),
      'This is no database, and long enough to be looked at. '.repeat(40),
    );
    const { status, err } = await wirefold(['stories'], { cwd });
    expect(status).toBe(1);
    expect(err).toMatch(/^wirefold: The database .*wirefold\.db cannot be trusted/);
    expect(err).not.toContain('    at ');
    expect((await wirefold(['stories', '--debug'], { cwd })).err).toContain('    at ');
  });
});
