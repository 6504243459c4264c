import type { Contestant } from '../src/benching/clean/contestants.ts';

const peer = (name: string, load: Contestant['load']): Contestant => ({
  ...{ name, packages: [], finds: ['text'], formats: ['html'], load },
});
const reading = (extract: (content: string) => unknown): Contestant['load'] => {
  return async () => ({
    extract: ({ content }) => extract(content),
    read: (result) => ({ text: String(result), authors: [] }),
  });
};

/** Peers that misbehave on the pages that name their vice. */
export const CONTESTANTS: readonly Contestant[] = [
  peer('absent', (importPackage) => importPackage('a-package-that-nobody-has-installed')),
  peer('broken', async () => {
    throw new Error('needs a moon in its third quarter\nand more');
  }),
  peer(
    'unruly',
    reading((content) => {
      if (content === 'throw') throw new Error('no such leaf\nat line 3');
      if (content === 'exit') process.exit(3);
      while (content === 'hang') Math.random();
      return content.toUpperCase();
    }),
  ),
  peer(
    'promising',
    reading((content) => (content === 'never' ? new Promise(() => {}) : Promise.resolve(content))),
  ),
];
