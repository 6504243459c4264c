import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startLoopbackServer, startScript, temporaryFolder } from '../src/index.ts';
import { endTestFile, getTestFile } from '../src/test-file.ts';

describe('temporaryFolder', () => {
  it('is empty, new each time, and gone with its contents when the file ends', async () => {
    const [one, two] = [await temporaryFolder(), await temporaryFolder()];
    expect(one).not.toBe(two);
    await writeFile(join(one, 'note.txt'), 'kept for a while');
    expect(await readFile(join(one, 'note.txt'), 'utf8')).toBe('kept for a while');
    await endTestFile(getTestFile());
    await expect(stat(one)).rejects.toThrow('ENOENT');
    await expect(stat(two)).rejects.toThrow('ENOENT');
  });
});

describe('endTestFile', () => {
  it('runs every ending, the last added first, and then throws the first failure', async () => {
    const order: string[] = [];
    const file = {
      account: 'someone',
      socketPath: '/nowhere',
      endings: [
        async () => void order.push('first'),
        async () => {
          throw new Error('the second would not end');
        },
        async () => void order.push('third'),
      ],
    };
    await expect(endTestFile(file)).rejects.toThrow('the second would not end');
    expect(order).toEqual(['third', 'first']);
  });
});

describe('startLoopbackServer', () => {
  it('answers on 127.0.0.1 with what the handler says', async () => {
    const server = await startLoopbackServer((request, response) => response.end(`you asked ${request.url}`));
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${server.url}/weather?day=1`);
    expect(await answer.text()).toBe('you asked /weather?day=1');
  });

  it('closes while a response is still unfinished', async () => {
    const server = await startLoopbackServer((_request, response) => void response.write('half'));
    const answer = await fetch(server.url);
    await server.close();
    await expect(answer.text()).rejects.toThrow();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});

describe('startScript', () => {
  it('runs TypeScript with arguments, environment and input, and reports its exit status', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'echo.mts');
    await writeFile(
      file,
      `const input: string = (await process.stdin.toArray()).join('');
       console.log(process.argv[2], process.env.COLOUR, input);
       process.exitCode = 3;`,
    );
    const { exitCode, stdout } = await startScript(file, ['hello'], {
      env: { COLOUR: 'green' },
      input: 'tea',
    });
    expect(stdout).toBe('hello green tea');
    expect(exitCode).toBe(3);
  });
});
