/**
 * A WARC file of many invented pages through all stages, written back, and read again: how much memory the program and
 * Redis take after each fifth, and whether both databases hold the same.
 *
 *   npx tsx apps/cli/checks/warc-memory.ts [pages, default 10000]
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { connectRedis } from '@wirefold/redis';
import { openReader, type StoreReader } from '@wirefold/store';
import { inventNews } from '@wirefold/testing/invented-news';

const BIN = fileURLToPath(new URL('../bin/wirefold.mjs', import.meta.url));
const pages = Number(process.argv[2] ?? 10_000);
const MB = 1024 ** 2;

/** Sizes from 5 to 100 KB, as made-up furniture around an invented article. */
function pageOf(n: number): string {
  const [{ title, text } = { title: '', text: '' }] = inventNews(1, 1, n + 1);
  const paragraphs = text.split('\n\n').map((one) => `<p>${one}</p>`);
  const size = 3_000 + ((n * 7919) % 95_000);
  const link = (i: number) =>
    `<li><a href="/${n % 200}/${i}">Link ${createHash('md5').update(`${n} ${i}`).digest('hex')}</a></li>`;
  const links: string[] = [];
  for (let length = 0, i = 0; length < size; i++) length += links[links.push(link(i)) - 1]?.length ?? 0;
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body><nav><ul>${links.join('')}</ul></nav><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`;
}

async function writeWarc(path: string): Promise<void> {
  const out = createWriteStream(path);
  for (let n = 0; n < pages; n++) {
    const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${pageOf(n)}`;
    const at = new Date(Date.UTC(2026, 4, 1) + n * 60_000).toISOString();
    const fields = `WARC-Type: response\r\nWARC-Target-URI: https://outlet-${n % 200}.example/${n}\r\nWARC-Date: ${at}`;
    const record = `WARC/1.1\r\n${fields}\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`;
    if (!out.write(gzipSync(record, { level: 1 }))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

/** Memory of a process in MB, as Linux tells it; 0 where it has ended. */
function residentMb(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

interface Sample {
  readonly done: number;
  readonly mb: number;
  readonly redisMb: number;
}

/** Runs the program; `progress` says how far it has come, and samples are taken all the way. */
async function watched(
  args: readonly string[],
  env: Record<string, string>,
  progress: () => number,
  redisMb: () => Promise<number>,
): Promise<{ samples: Sample[]; seconds: number }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [BIN, ...args, '--quiet', '--json'], {
    ...{ env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] },
  });
  const samples: Sample[] = [];
  while (child.exitCode === null && child.signalCode === null) {
    await sleep(200);
    const mb = residentMb(child.pid);
    if (mb > 0) samples.push({ done: progress(), mb, redisMb: await redisMb() });
  }
  if (child.exitCode !== 0) throw new Error(`wirefold ${args.join(' ')} ended with ${child.exitCode}`);
  return { samples, seconds: (performance.now() - startedAt) / 1000 };
}

/** A line a fifth: the middle and the highest of what was seen in it. */
function show(
  title: string,
  { samples, seconds }: { samples: readonly Sample[]; seconds: number },
  all: number,
): void {
  console.log(`${title}: ${seconds.toFixed(0)} s`);
  for (let fifth = 1; fifth <= 5; fifth++) {
    const [from, to] = [((fifth - 1) * all) / 5, (fifth * all) / 5];
    const seen = samples.filter(({ done }) => done >= from && (done < to || fifth === 5));
    const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const cells = [seen.map(({ mb }) => mb), seen.map(({ redisMb }) => redisMb)].map(
      (values) => `middle ${middle(values).toFixed(0)} MB, highest ${Math.max(0, ...values).toFixed(0)} MB`,
    );
    console.log(`  to ${to}: program ${cells[0]}; Redis ${cells[1]}`);
  }
}

/** One hash of all that both databases must have alike. */
function contentsOf(db: string): string {
  const reader = openReader(db);
  const hash = createHash('sha256');
  for (const query of [
    'SELECT id, url, kind, state, reason, source FROM items ORDER BY id',
    'SELECT id, item_id, final_url, fetched_at, http_status, media_type, charset, sha256 FROM documents ORDER BY id',
    'SELECT id, story_id, source, url, headline, text, published_at, language FROM articles ORDER BY id',
    'SELECT * FROM stories ORDER BY id',
  ])
    hash.update(JSON.stringify(reader.sql(query, 10_000_000).rows));
  const faults = reader.verify();
  reader.close();
  if (faults.length > 0) throw new Error(`${db}: ${faults.length} faults, ${faults[0]?.check}`);
  return hash.digest('hex');
}

const folder = await mkdtemp(join(tmpdir(), 'wirefold-warc-'));
const redis = await connectRedis({ dataDir: folder });
try {
  const connection = redis.newConnection();
  const redisMb = async () =>
    Number(/used_memory:(\d+)/.exec(await connection.info('memory'))?.[1] ?? 0) / MB;
  const path = (name: string) => join(folder, name);
  await writeWarc(path('in.warc.gz'));
  console.log(`${pages} pages, ${(statSync(path('in.warc.gz')).size / MB).toFixed(0)} MB packed`);
  const env = (name: string) => ({
    REDIS_URL: String(redis.options.path),
    WIREFOLD_DB: path(`${name}.db`),
    WIREFOLD_REDIS_PREFIX: `{${name}}`,
    WIREFOLD_HOST_MEMORY_PAGES: '0',
  });
  const ended = (name: string) => {
    let reader: StoreReader | undefined;
    return () => {
      try {
        reader ??= openReader(path(`${name}.db`));
        return reader.endedSince('');
      } catch {
        return 0;
      }
    };
  };
  show('ingest', await watched(['ingest', path('in.warc.gz')], env('one'), ended('one'), redisMb), pages);
  const size = () => {
    try {
      return statSync(path('out.warc.gz.part')).size;
    } catch {
      return 0;
    }
  };
  const out = await watched(
    ['export', '--format', 'warc', '--output', path('out.warc.gz')],
    env('one'),
    size,
    redisMb,
  );
  show('export, by bytes written', out, statSync(path('out.warc.gz')).size);
  show(
    'ingest again',
    await watched(['ingest', path('out.warc.gz')], env('two'), ended('two'), redisMb),
    pages,
  );
  const same = contentsOf(path('one.db')) === contentsOf(path('two.db'));
  console.log(same ? 'both databases hold the same' : 'THE DATABASES DIFFER');
  process.exitCode = same ? 0 : 1;
  connection.disconnect();
} finally {
  await redis.close();
  await rm(folder, { recursive: true, force: true });
}
