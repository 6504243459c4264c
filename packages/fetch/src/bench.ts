import { Agent } from 'undici';

export interface BareLoopOptions {
  readonly urls: readonly string[];
  /** Requests to one host at a time. */
  readonly atOnce: number;
}

/**
 * The yardstick of `wirefold bench fetch`: undici alone, every host at the same time, so many requests to each; bodies are
 * read and thrown away. It knows no robots.txt, follows nothing and keeps nothing. Gives pages a second.
 */
export async function benchBareLoop({ urls, atOnce }: BareLoopOptions): Promise<number> {
  const byHost = new Map<string, string[]>();
  for (const url of urls) byHost.set(new URL(url).host, [...(byHost.get(new URL(url).host) ?? []), url]);
  const agent = new Agent({ connections: atOnce });
  let pages = 0;
  const work = async (left: string[]): Promise<void> => {
    for (let url = left.pop(); url !== undefined; url = left.pop()) {
      const { origin, pathname } = new URL(url);
      const { body } = await agent.request({ origin, path: pathname, method: 'GET' });
      await body.arrayBuffer();
      pages += 1;
    }
  };
  const started = performance.now();
  await Promise.all([...byHost.values()].flatMap((left) => Array.from({ length: atOnce }, () => work(left))));
  const seconds = (performance.now() - started) / 1_000;
  await agent.destroy();
  return pages / seconds;
}
