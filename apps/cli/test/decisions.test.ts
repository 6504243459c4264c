import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNewsroom } from './newsroom.ts';
import { records, wirefold } from './wirefold.ts';

type Room = Awaited<ReturnType<typeof createNewsroom>>;

const short = (id: string) => id.slice(0, 11);
const call = (room: Room, ...args: string[]) => wirefold(args, { cwd: room.cwd });

type Sqlite = new (path: string) => { exec(sql: string): void; close(): void };

function insert(room: Room, sql: string): void {
  const Database = createRequire(import.meta.resolve('@wirefold/store'))('better-sqlite3') as Sqlite;
  const db = new Database(join(room.cwd, 'wirefold.db'));
  db.exec(sql);
  db.close();
}

async function storyIds(room: Room): Promise<unknown[]> {
  return records((await call(room, 'stories', '--json')).out).map((story) => story.id);
}

describe('merge', () => {
  it('makes one story of two, says how to take it back, and leads the old id to the new', async () => {
    const room = await createNewsroom();
    const [coast, tram] = [room.storyId('coast'), room.storyId('tram')];
    const { status, out, err } = await call(
      room,
      'merge',
      short(coast),
      short(tram),
      '--reason',
      'one day\u001b[2J',
    );
    expect(status).toBe(0);
    expect(out).toMatch(
      new RegExp(
        `^1 {2}\\S+ \\S+ {2}merge {2}${coast} and ${tram} tell one story \\(3 and 1 articles\\): one day\n`,
      ),
    );
    expect(out).not.toContain('\u001b');
    expect(out).toContain(`${short(tram)}  `);
    expect(err).toContain('1 story. It outlives every folding. Take it back: wirefold decisions undo 1');
    expect(await storyIds(room)).toEqual([tram, room.storyId('hostile')]);
    expect((await call(room, 'story', coast)).err).toContain(
      `${short(coast)} was merged into ${short(tram)}.`,
    );
    expect((await call(room, 'verify')).status).toBe(0);
  });

  it('shows in explain of the story and of its article', async () => {
    const room = await createNewsroom();
    await call(room, 'merge', room.storyId('hostile'), room.storyId('tram'), '--reason', 'why not');
    for (const id of [room.storyId('hostile'), room.articleId('tram')]) {
      const { out } = await call(room, 'explain', id);
      expect(out).toMatch(/A person's decisions\n1 {2}.* {2}merge {2}.*: why not\n/);
    }
    const { out } = await call(room, 'explain', room.storyId('hostile'));
    expect(out).toMatch(/hostile\.example .* a person's decision\n/);
    const [why] = records((await call(room, 'explain', '--json', room.storyId('hostile'))).out);
    expect(why?.decisions).toMatchObject([
      { number: 1, action: 'merge', reason: 'why not', standing: 'holds' },
    ]);
  });
});

describe('split', () => {
  it('takes articles out of a story, and explain says which pairs it keeps apart', async () => {
    const room = await createNewsroom();
    const [coast, metro] = [room.storyId('coast'), room.storyId('metro')];
    const { status, out } = await call(room, 'split', coast, short(room.articleId('metro')));
    expect(status).toBe(0);
    expect(out).toContain(`split  1 of the 3 articles of ${coast} tells another story\n`);
    expect(await storyIds(room)).toEqual(expect.arrayContaining([coast, metro]));
    const explained = (await call(room, 'explain', metro)).out;
    expect(explained).toMatch(/story 0\.91 .* other story \S+ {2}kept apart by decision 1\n/);
    expect((await call(room, 'verify')).status).toBe(0);
  });

  it('is overridden by a later merge, which says so', async () => {
    const room = await createNewsroom();
    const [coast, metro] = [room.storyId('coast'), room.storyId('metro')];
    await call(room, 'split', coast, room.articleId('metro'));
    const { out } = await call(room, 'merge', coast, metro);
    expect(out).toContain('Decision 1 (split: 1 of the 3 articles of');
    expect(out).toContain('tells another story) now overridden\n');
    expect((await call(room, 'decisions', 'list')).out).toMatch(
      /^2 {2}.* merge .*\n1 {2}.* split .*\(overridden\)\n$/,
    );
  });
});

describe('decisions', () => {
  it('lists none where nobody decided', async () => {
    const { status, out, err } = await call(await createNewsroom(), 'decisions', 'list');
    expect({ status, out }).toEqual({ status: 0, out: '' });
    expect(err).toContain('Nobody has decided anything');
  });

  it('undo brings the stories of the evidence back, and the list keeps what was undone', async () => {
    const room = await createNewsroom();
    const before = await storyIds(room);
    await call(room, 'split', room.storyId('coast'), room.articleId('coast'));
    const [undone] = records((await call(room, 'decisions', 'undo', '1', '--json')).out);
    expect(undone).toMatchObject({
      decision: { number: 1, standing: 'undone' },
      storyIds: [room.storyId('coast')],
      affected: [],
    });
    expect(await storyIds(room)).toEqual(before);
    const listed = records((await call(room, 'decisions', 'list', '--json')).out);
    expect(listed).toMatchObject([{ number: 1, action: 'split', standing: 'undone' }]);
  });
});

describe('a decision that makes no sense changes nothing', () => {
  const id = (room: Room) => ({ coast: room.storyId('coast'), tram: room.storyId('tram') });
  const ar = (room: Room, name: string) => room.articleId(name);
  it.each<[string, (room: Room) => string[], number, string]>([
    ['of an unknown story', (r) => ['merge', id(r).coast, 'st_zzzz'], 1, 'No story of that id: st_zzzz'],
    ['of one story twice', (r) => ['merge', id(r).coast, id(r).coast], 1, 'they are one story already'],
    ['of an article as a story', (r) => ['merge', id(r).coast, ar(r, 'tram')], 2, 'Not the id of a story'],
    [
      'of one id',
      (r) => ['merge', id(r).coast],
      2,
      'Give the ids of two stories: `wirefold merge STORY STORY`; `wirefold stories`',
    ],
    ['of three ids', (r) => ['merge', id(r).coast, id(r).tram, id(r).coast], 2, 'too many arguments'],
    [
      'without articles',
      (r) => ['split', id(r).coast],
      2,
      'missing: split. Give the id of a story and those of the articles to take out of it',
    ],
    ['of an unknown article', (r) => ['split', id(r).coast, 'ar_zzzz'], 1, 'No article of that id: ar_zzzz'],
    [
      "of another story's article",
      (r) => ['split', id(r).coast, ar(r, 'tram')],
      1,
      'Name articles of that story: `wirefold story ID` lists them.',
    ],
    [
      'of a whole story',
      (r) => ['split', id(r).coast, ar(r, 'coast'), ar(r, 'island'), ar(r, 'metro')],
      1,
      'that would leave nothing of it. Name some of its articles, and leave at least one.',
    ],
    ['of a number that is none', () => ['decisions', 'undo', 'x'], 2, 'Expected a whole number'],
    [
      'of a number that nobody gave',
      () => ['decisions', 'undo', '9'],
      1,
      'decision 9: there is none of that number',
    ],
    [
      'of nothing',
      () => ['decisions', 'undo'],
      2,
      "missing: undo. Give a decision's number: `wirefold decisions undo NUMBER`",
    ],
  ])('%s', async (_, args, status, words) => {
    const room = await createNewsroom();
    const before = await storyIds(room);
    const ended = await call(room, ...args(room));
    expect({ status: ended.status, out: ended.out }).toEqual({ status, out: '' });
    expect(ended.err).toContain(words);
    expect(ended.err).not.toMatch(/ {4}at |--debug/);
    expect(await storyIds(room)).toEqual(before);
  });

  it('of a beginning that several ids have names them', async () => {
    const room = await createNewsroom();
    const gone = ['st_zz1', 'st_zz2'];
    const rows = gone.map((one) => `('${one}', '${room.storyId('coast')}', '2026-03-03')`).join();
    insert(room, `INSERT INTO story_redirects (old_id, new_id, merged_at) VALUES ${rows}`);
    const ended = await call(room, 'merge', room.storyId('tram'), 'zz');
    expect(ended).toMatchObject({ status: 1, out: '' });
    expect(ended.err).toBe(
      'wirefold: Several stories have an id that begins so: zz. Type more of it: st_zz1, st_zz2.\n',
    );
  });

  it('without a database, and makes none', async () => {
    const room = await createNewsroom();
    for (const args of [['merge', 'st_1', 'st_2'], ['decisions', 'undo', '1'], ['reindex']]) {
      const ended = await wirefold([...args, '--db', 'none.db'], { cwd: room.cwd });
      expect(ended).toMatchObject({ status: 1, out: '' });
      expect(ended.err).toMatch(/^wirefold: There is no database at .*none\.db/);
    }
  });
});

describe('origin and related stories', () => {
  it('story shows who was first, and the related stories with days apart', async () => {
    const room = await createNewsroom();
    const { out } = await call(room, 'story', room.storyId('coast'));
    expect(out).toContain('goes back to Coastal Wire · first at coast.example');
    expect(out).toMatch(/^related .*days apart {2}score$/m);
    expect(out).toMatch(new RegExp(`^${short(room.storyId('tram'))} .* 1 {3}0\\.21$`, 'm'));
  });

  it('explain says whom it credits, who was first, and who has how much of whom', async () => {
    const room = await createNewsroom();
    const { out } = await call(room, 'explain', room.storyId('coast'));
    expect(out).toContain(
      [
        'Origin',
        'credited   Coastal Wire (1 article)',
        `first      coast.example  2026-03-03 07:00  ${short(room.articleId('coast'))}`,
        `${short(room.articleId('island'))}  is a copy of ${short(room.articleId('coast'))}: 93 % of the shorter stands in the longer`,
      ].join('\n'),
    );
    const [story] = records((await call(room, 'story', '--json', room.storyId('coast'))).out);
    expect(story).toMatchObject({
      origin: {
        credits: [{ credit: 'Coastal Wire', articles: 1 }],
        first: [{ source: 'coast.example' }],
        borrowings: [{ shape: 'copy', share: 0.93 }],
      },
      related: [{ id: room.storyId('tram'), score: 0.21, daysApart: 1 }],
    });
  });
});
