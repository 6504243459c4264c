import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@wirefold/testing';
import { inventNews } from '@wirefold/testing/invented-news';
import { describe, expect, it } from 'vitest';
import { records, wirefold } from './wirefold.ts';

describe('bench flow', () => {
  it('sends records through all stages, beside bare queues', async () => {
    const cwd = await temporaryFolder();
    const lines = inventNews(6, 1).map(({ title, text }, n) =>
      JSON.stringify({ url: `https://ferry.example/${n}`, title, text }),
    );
    await writeFile(join(cwd, 'news.jsonl'), lines.join('\n'));
    const { status, out } = await wirefold(['bench', 'flow', 'news.jsonl', '--json'], { cwd });
    const [figures] = records(out);
    expect({ status, figures }).toMatchObject({
      status: 0,
      figures: { items: 6, stories: 6, ended: { stored: 6 }, faults: [] },
    });
    expect(Number(figures?.ratio) * Number(figures?.bareJobsPerSecond)).toBeCloseTo(
      Number(figures?.itemsPerSecond),
    );
  }, 120_000);

  it('measures nothing without its file', async () => {
    const { status, out, err } = await wirefold(['bench', 'flow', 'nothing.jsonl'], {
      cwd: await temporaryFolder(),
    });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('Nothing measured: nothing.jsonl: there is no such file or folder. Check the path');
  });
});
