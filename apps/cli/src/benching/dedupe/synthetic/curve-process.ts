import { text } from 'node:stream/consumers';
import type { Settings } from '@wirefold/settings';
import type { MemoryFigures } from './measure-memory.ts';
import type { RedisFigures } from './measure-redis.ts';
import type { SyntheticOptions } from './plan.ts';

/** What the process is told on standard input; with settings it measures in Redis, else in its own memory. */
export interface CurveTask extends SyntheticOptions {
  readonly redis: Settings | null;
}

/** What it says, a JSON line each. */
export type CurveWord =
  | { readonly said: 'progress'; readonly text: string }
  | { readonly said: 'memory'; readonly figures: MemoryFigures }
  | { readonly said: 'redis'; readonly figures: RedisFigures };

/** Measures one size, and tells what it came to. */
export async function serve(): Promise<void> {
  const { redis, ...options } = JSON.parse(await text(process.stdin)) as CurveTask;
  const tell = (words: string) => say({ said: 'progress', text: words });
  if (redis === null) {
    const { measureInMemory } = await import('./measure-memory.ts');
    say({ said: 'memory', figures: await measureInMemory(options, tell) });
  } else {
    const { measureInRedis } = await import('./measure-redis.ts');
    say({ said: 'redis', figures: await measureInRedis(options, redis, tell) });
  }
}

function say(word: CurveWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}
