import { Option } from 'commander';
import { isoTime, wholeNumber, wholeNumbers } from './option-values.ts';

/** One verb as the command line shows it; its code is `verbs/<name>.ts`. */
export interface VerbSpec {
  /** Name and arguments, in commander's notation. */
  readonly name: string;
  readonly summary: string;
  /** What to give and where to find it, to end an error where an argument is missing. */
  readonly needs?: string;
  readonly options?: readonly (() => Option)[];
  readonly examples?: readonly string[];
  /** Verbs under this one; its code is then one file, given their name as first input. */
  readonly verbs?: readonly VerbSpec[];
}

const flag = (flags: string, meaning: string) => () => new Option(flags, meaning);
const choice = (flags: string, meaning: string, choices: string[]) => () =>
  new Option(flags, meaning).choices(choices);
const number =
  (flags: string, meaning: string, fallback: number | undefined, min: number, max: number) => () =>
    new Option(flags, meaning).argParser(wholeNumber(min, max)).default(fallback);
const time = (flags: string, meaning: string) => () => new Option(flags, meaning).argParser(isoTime);

const asKind = choice('--as <kind>', 'what the inputs are, where the guess would be wrong', [
  'page',
  'feed',
  'sitemap',
  'opml',
  'warc',
  'jsonl',
  'text',
  'html',
]);

const WRITING: readonly VerbSpec[] = [
  {
    name: 'ingest <inputs...>',
    summary: 'take the inputs in, run all stages here until everything has ended, show the stories',
    options: [asKind],
    examples: [
      'wirefold ingest articles/',
      'wirefold ingest https://example.org/feed.xml https://example.org/news.xml.gz',
      'wirefold ingest subscriptions.opml crawl.warc.gz',
      'cat a.txt | wirefold ingest -',
    ],
  },
  {
    name: 'add <inputs...>',
    summary: 'accept the inputs only; running workers do the rest',
    options: [asKind],
  },
  {
    name: 'worker',
    summary: 'run stages until stopped; without the store stage it needs Redis alone',
    options: [
      flag('--stages <list>', 'stages parted by commas, of fetch, clean, dedupe, store (default: all)'),
    ],
    examples: ['wirefold worker', 'wirefold worker --stages fetch,clean,dedupe --redis redis://home:6379'],
  },
];

const FEEDING: readonly VerbSpec[] = [
  {
    name: 'feed',
    summary: 'feeds and sitemaps that workers poll',
    verbs: [
      {
        name: 'add <urls...>',
        summary: 'find the feeds behind addresses of feeds, sitemaps and pages, and poll them from now on',
        needs: 'Give an address: `wirefold feed add https://example.org/`.',
        options: [
          flag('--all', 'all that a page leads to'),
          flag(
            '--choose <numbers>',
            'these of what a page leads to, by their numbers in the list, such as 1,3',
          ),
        ],
        examples: [
          'wirefold feed add https://example.org/',
          'wirefold feed add https://example.org/ --choose 1,3',
          'wirefold feed add https://example.org/feed.xml https://example.org/news-sitemap.xml',
        ],
      },
      {
        name: 'list',
        summary: 'the feeds that are polled, and how each of them does',
        options: [flag('--all', 'those that were taken off as well, and why')],
      },
      {
        name: 'remove <feeds...>',
        summary: 'poll feeds no more; what they brought stays',
        needs:
          'Give the id or the address of a feed: `wirefold feed remove FEED`; `wirefold feed list` lists both.',
      },
      {
        name: 'poll [feeds...]',
        summary:
          'poll feeds now, those that are due where none is named, and run all stages until all has ended',
        options: [flag('--all', 'all of them, due or not')],
        examples: ['wirefold feed poll', 'wirefold feed poll it_wa35mkzd https://example.org/feed.xml'],
      },
      {
        name: 'import <files...>',
        summary: 'add every feed that OPML lists name; workers poll them',
        needs: 'Give an OPML file, or - for standard input: `wirefold feed import subscriptions.opml`.',
        examples: ['wirefold feed import subscriptions.opml'],
      },
      {
        name: 'export [file]',
        summary: 'write the feeds that are polled as an OPML list, to a file or standard output',
        examples: ['wirefold feed export subscriptions.opml'],
      },
    ],
  },
];

const storyFilters = [
  time('--since <time>', 'published at or after (ISO 8601)'),
  time('--until <time>', 'first published before (ISO 8601)'),
  flag('--source <name>', 'with an article of this outlet'),
  flag('--language <tag>', 'in this language (BCP 47, such as de)'),
  flag('--credit <name>', 'that go back to this agency'),
  number('--min-articles <n>', 'with at least so many articles', undefined, 1, 1_000_000),
];

const READING: readonly VerbSpec[] = [
  {
    name: 'stories [query...]',
    summary: 'stories, newest first, or those that tell of the words of the query',
    options: [
      ...storyFilters,
      number('--limit <n>', 'at most so many', 20, 1, 1_000_000),
      choice('--order <order>', 'newest first, or the best match of the query first', [
        'newest',
        'relevance',
      ]),
    ],
    examples: [
      'wirefold stories',
      'wirefold stories harbour fire --since 2026-01-01',
      'wirefold stories --json | jq .headline',
    ],
  },
  { name: 'story <id>', summary: 'one story whole, with its variants and how each was matched' },
  { name: 'article <id>', summary: 'one article whole' },
  {
    name: 'explain <id>',
    summary: 'why: what was taken out of an article and what it was compared with, or how a story was folded',
  },
  { name: 'diff <a> <b>', summary: "two articles' texts, differences by word" },
  {
    name: 'status',
    summary: 'the queues and the balance of the ledger',
    options: [flag('--watch', 'again every second until Ctrl-C')],
  },
  {
    name: 'quarantine',
    summary: 'items that could not be processed',
    verbs: [
      {
        name: 'list',
        summary: 'items in quarantine, newest first, with stage, reason and attempts',
        options: [number('--limit <n>', 'at most so many', 50, 1, 1_000_000)],
      },
      { name: 'show <id>', summary: 'one item whole' },
      {
        name: 'retry [ids...]',
        summary: 'send items through the stages again',
        options: [flag('--all', 'all of them')],
      },
      {
        name: 'drop [ids...]',
        summary: 'end items for good, as rejected',
        options: [flag('--all', 'all of them')],
      },
    ],
  },
  {
    name: 'verify',
    summary: 'check the conservation law, the database, and the stories against evidence and decisions',
  },
  {
    name: 'export [query...]',
    summary: "the stories' documents as they were received, as a WARC file that `ingest` reads again",
    options: [
      () => choice('--format <format>', 'the form of the result', ['warc'])().makeOptionMandatory(),
      flag('--output <file>', 'a new file; packed, unless it ends in .warc (default: standard output)'),
      ...storyFilters,
      number('--limit <n>', 'of at most so many stories, the newest (default: all)', undefined, 1, 1_000_000),
      flag('--all', 'every document that is kept, also those that no article came of'),
    ],
    examples: [
      'wirefold export --format warc --output stories.warc.gz',
      'wirefold export harbour fire --format warc --since 2026-01-01 > fire.warc.gz',
      'wirefold export --format warc --all --output archive.warc.gz',
    ],
  },
  {
    name: 'sql <query>',
    summary: 'a read-only query on the database',
    options: [flag('--csv', 'comma-separated values (RFC 4180)')],
    examples: [
      'wirefold sql "SELECT name, meaning FROM README"',
      'wirefold sql --csv "SELECT * FROM story_articles"',
    ],
  },
];

const UPKEEP: readonly VerbSpec[] = [
  {
    name: 'reindex',
    summary: 'build the dedupe index and the evidence about its articles again, beside running workers',
    options: [
      flag('--renew-weights', "count the term weights anew over the database's newest articles first"),
      flag('--dry-run', 'say what would change, and change nothing'),
    ],
    examples: ['wirefold reindex', 'wirefold reindex --renew-weights --dry-run'],
  },
  { name: 'doctor', summary: 'check Node, Redis, database, disk and clock; each with its remedy' },
  { name: 'config', summary: 'every setting with its value and where that comes from' },
  { name: 'backup <file>', summary: 'a consistent copy of the database while it is in use' },
];

const reason = flag('--reason <text>', 'why, kept with the decision');

const DECIDING: readonly VerbSpec[] = [
  {
    name: 'merge <a> <b>',
    summary: 'two stories are one event: decide it, against any evidence to come',
    needs:
      'Give the ids of two stories: `wirefold merge STORY STORY`; `wirefold stories` lists the ids of stories.',
    options: [reason],
    examples: ['wirefold merge st_wa35mkzd st_0d8xq2vn --reason "one fire, two towns"'],
  },
  {
    name: 'split <story> <ids...>',
    summary: 'articles tell another event than the rest of their story: decide it',
    needs:
      'Give the id of a story and those of the articles to take out of it: `wirefold split STORY ARTICLE`; `wirefold story ID` lists the ids of its articles.',
    options: [reason],
    examples: ['wirefold split st_wa35mkzd ar_77n2c4yx --reason "last year\'s fire"'],
  },
  {
    name: 'decisions',
    summary: 'what persons decided about stories',
    verbs: [
      { name: 'list', summary: 'every merge and split, newest first, with what later ones leave of it' },
      {
        name: 'undo <number>',
        summary: 'take a decision back; the evidence decides again',
        needs:
          "Give a decision's number: `wirefold decisions undo NUMBER`; `wirefold decisions list` lists the numbers.",
      },
    ],
  },
];

const FILTERS: readonly VerbSpec[] = [
  {
    name: 'clean',
    summary: 'the clean stage alone, as a filter of JSON lines',
    options: [
      flag('--jsonl', 'JSON lines in and out (the only form)'),
      flag('--host-memory', 'remember the pages of each host, and remove what comes back on them'),
    ],
    examples: ['wirefold clean --jsonl < pages.jsonl > articles.jsonl'],
  },
  {
    name: 'dedupe',
    summary: 'the dedupe stage and the folding alone, as a filter of JSON lines',
    options: [
      flag('--jsonl', 'JSON lines in and out (the only form)'),
      flag('--pairs', 'write the evidence about pairs instead'),
    ],
    examples: ['wirefold dedupe --jsonl < articles.jsonl > stories.jsonl'],
  },
];

const MEASURING: readonly VerbSpec[] = [
  {
    name: 'bench',
    summary: 'the benchmarks',
    verbs: [
      {
        name: 'flow <inputs...>',
        summary: 'take the inputs through all stages, into a database of its own, beside the bare queues',
        examples: ['wirefold bench flow articles.jsonl.gz'],
      },
      {
        name: 'fetch',
        summary: 'measure the fetch stage on a farm of loopback hosts: its speed, and how it keeps manners',
        options: [
          () =>
            new Option(
              '--only <part...>',
              'throughput: pages a second; gap: how near requests come; polling: bytes and delays of a day',
            ).choices(['throughput', 'gap', 'polling']),
          number('--hosts <n>', 'hosts of the farm (default: 200)', undefined, 1, 250),
          number(
            '--pages <n>',
            'pages (default: 6000 for throughput, 20000 for gap)',
            undefined,
            1,
            1_000_000,
          ),
          number('--rounds <n>', 'how often to time throughput (default: 3)', undefined, 1, 99),
          number('--workers <n>', 'worker processes for gap (default: 4)', undefined, 1, 32),
          number('--feeds <n>', 'feeds that are polled for a day (default: 500)', undefined, 1, 10_000),
          number('--seed <n>', 'another farm (default: 1)', undefined, 0, 999_999_999),
          number(
            '--soak <minutes>',
            'instead: keep all stages at work so long, and watch memory',
            undefined,
            1,
            100_000,
          ),
          number(
            '--rate <n>',
            'with --soak: pages a second that come in (default: 20)',
            undefined,
            1,
            10_000,
          ),
        ],
        examples: [
          'wirefold bench fetch',
          'wirefold bench fetch --only gap --pages 5000 --workers 2',
          'wirefold bench fetch --soak 30',
        ],
      },
      {
        name: 'clean',
        summary: 'measure the clean stage on pages with known articles, beside its peers',
        options: [
          flag('--data <dir>', 'a set (gold.json and its pages), or a folder of sets'),
          flag('--set <name...>', 'these sets only'),
          flag('--against <name...>', 'these peers only; "none" for none'),
          number('--rounds <n>', 'how often to time each one', 3, 0, 99),
          number(
            '--worst <n>',
            'list so many of the worst pages, with what went wrong',
            undefined,
            0,
            10_000,
          ),
        ],
        examples: [
          'wirefold bench clean --data extraction/',
          'wirefold bench clean --data extraction/ --set fundus --against readability --worst 10',
        ],
      },
      {
        name: 'dedupe [files...]',
        summary: 'measure the folding on articles with known stories, beside its peers, or on made-up ones',
        options: [
          flag('--data <file...>', 'sets with labels, or a folder of which all *_dev and *_pairs are run'),
          flag('--against <name...>', 'these peers only; "none" for none'),
          number('--orders <n>', 'random orders of arrival (default: 5)', undefined, 1, 99),
          () =>
            new Option(
              '--synthetic <n...>',
              'the cost of so many made-up articles, one size after another',
            ).argParser(wholeNumbers(100, 10_000_000)),
          number('--seed <n>', 'makes up other articles (default: 1)', undefined, 0, 999_999_999),
          flag('--in-redis', 'with --synthetic: the index in a private Redis too'),
        ],
        examples: [
          'wirefold bench dedupe --data dedupe/',
          'wirefold bench dedupe --data events.jsonl copies.jsonl.gz --against minhash tfidf',
          'wirefold bench dedupe --synthetic 10000 100000 --in-redis',
        ],
      },
    ],
  },
];

/** Every verb, in the order of the help. */
export const VERBS: readonly VerbSpec[] = [
  ...WRITING,
  ...FEEDING,
  ...READING,
  ...DECIDING,
  ...UPKEEP,
  ...FILTERS,
  ...MEASURING,
];
