import type { RedisOptions } from 'ioredis';
import { InvalidRedisUrlError } from './invalid-redis-url-error.ts';

/** Where a Redis is, as ioredis wants it, and as people may see it: without user and password. */
export interface RedisAddress {
  readonly options: RedisOptions;
  readonly shown: string;
}

/**
 * Parses `redis://[user:password@]host[:port][/database]`, `rediss://…` (TLS), `unix://[user:password@localhost]/path` or `/path`.
 * @throws {InvalidRedisUrlError} for anything else; the text is not quoted, it may hold a password.
 */
export function parseRedisUrl(text: string): RedisAddress {
  if (text.startsWith('/')) return { options: { path: text }, shown: text };
  const url = parseUrl(text);
  if (url.protocol === 'unix:') return socketAddress(url);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw new InvalidRedisUrlError();
  if (url.hostname === '' || !/^\/?\d*$/.test(url.pathname)) throw new InvalidRedisUrlError();
  const port = url.port === '' ? 6379 : Number(url.port);
  const database = Number(url.pathname.slice(1));
  return {
    options: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port,
      db: database,
      ...credentials(url),
      ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    },
    shown: `${url.protocol}//${url.hostname}:${port}${database === 0 ? '' : `/${database}`}`,
  };
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new InvalidRedisUrlError();
  }
}

function socketAddress(url: URL): RedisAddress {
  const path = decode(url.pathname);
  if (path === '' || path === '/') throw new InvalidRedisUrlError();
  return { options: { path, ...credentials(url) }, shown: `unix://${path}` };
}

function credentials(url: URL): Pick<RedisOptions, 'username' | 'password'> {
  return {
    ...(url.username === '' ? {} : { username: decode(url.username) }),
    ...(url.password === '' ? {} : { password: decode(url.password) }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidRedisUrlError();
  }
}
