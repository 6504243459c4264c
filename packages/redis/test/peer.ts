import { createInterface } from 'node:readline';
import { connectRedis } from '../src/index.ts';

/** Says `ready` once loaded; then obeys the lines on its standard input and says what came of each. */
const [dataDir = ''] = process.argv.slice(2);
const say = (line: string) => void process.stdout.write(`${line}\n`);
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function nextOrder(): Promise<string[]> {
  const { value } = await orders.next();
  return String(value ?? '').split(' ');
}

process.on('SIGINT', () => say('draining'));
say('ready');
await nextOrder();
const handle = await connectRedis({ dataDir });
const redis = handle.newConnection({ maxRetriesPerRequest: null });
redis.on('error', () => {});
say(handle.owned ? 'owner' : 'guest');

for (;;) {
  const [order = '', key = '', value = ''] = await nextOrder();
  if (order === 'watch') handle.keepAlive((error) => say(String(error)));
  if (order === 'set') say(await redis.set(key, value));
  if (order === 'owned') say(String(handle.owned));
  if (order === '') break;
}
process.exit(0);
