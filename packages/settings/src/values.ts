import { isIP } from 'node:net';
import { z } from 'zod';

/** A whole number within bounds, from a number or its decimal digits (`4`, `"4"`; not `"4e3"`, not `""`). */
export function wholeNumber(min: number, max: number) {
  const digits = z
    .string()
    .trim()
    .regex(/^\d{1,16}$/)
    .transform(Number);
  return z.union([z.number(), digits]).pipe(z.number().int().min(min).max(max));
}

/** A decimal number within bounds, from a number or its digits (`1.5`, `"1.5"`; not `"15e-1"`, not `""`). */
export function decimalNumber(min: number, max: number) {
  const digits = z
    .string()
    .trim()
    .regex(/^\d{1,9}(?:\.\d{1,9})?$/)
    .transform(Number);
  return z.union([z.number(), digits]).pipe(z.number().min(min).max(max));
}

const YES_OR_NO = {
  yes: true,
  no: false,
  true: true,
  false: false,
  on: true,
  off: false,
  '1': true,
  '0': false,
};

/** Yes or no, as people and machines write it. */
export const yesOrNo = z.union([
  z.boolean(),
  z
    .string()
    .trim()
    .toLowerCase()
    .refine((text) => Object.hasOwn(YES_OR_NO, text))
    .transform((text): boolean => YES_OR_NO[text as keyof typeof YES_OR_NO]),
]);

/** A path: any text that is not blank and holds no NUL. */
export const pathValue = z.string().refine((path) => path.trim() !== '' && !path.includes('\0'));

/** A line of text, trimmed, of 1 to 200 characters, without control characters. */
export const lineValue = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((line) => !/\p{Cc}/u.test(line));

/** `redis:` or `rediss:` URL with a host and a database's number, `unix:` URL, or the absolute path of a Unix socket. */
export const redisValue = z.string().trim().refine(isRedisAddress);

function isRedisAddress(address: string): boolean {
  if (address.startsWith('/')) return address.length > 1;
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, pathname } = new URL(address);
  if (protocol === 'unix:') return pathname.length > 1;
  return (protocol === 'redis:' || protocol === 'rediss:') && hostname !== '' && /^\/?\d*$/.test(pathname);
}

/** Comma-separated text or a list of it, as a list of what is not blank. */
const commaList = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    typeof given === 'string' ? given.split(',') : given.flatMap((one) => one.split(',')),
  )
  .transform((list) => list.map((one) => one.trim()).filter((one) => one !== ''));

/** A list of networks: comma-separated text or a list; a bare address stands for itself alone. */
export const networksValue = commaList.pipe(
  z.array(z.string().refine(isNetwork).transform(withPrefixLength)),
);

/** A list of hosts, each with its port where that is not the usual one; written as WHATWG URLs have them. */
export const hostsValue = commaList.pipe(z.array(z.string().refine(isHost).transform(hostOf)));

/** True for `example.org`, `localhost:8080`, `[::1]:8080`; not for an address with a scheme or a path. */
function isHost(text: string): boolean {
  return !/[\s/?#@\\*]/.test(text) && URL.canParse(`http://${text}`);
}

function hostOf(text: string): string {
  return new URL(`http://${text}`).host.replace(/\.(?=:|$)/, '');
}

/** True for `10.0.0.0/8`, `fd00::/8`, `127.0.0.1`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

function withPrefixLength(network: string): string {
  if (network.includes('/')) return network;
  return `${network}/${isIP(network) === 4 ? 32 : 128}`;
}

/** A key prefix in Redis Cluster's hash-tag form, `{name}`: all keys then share one slot (Redis cluster specification). */
export const redisPrefixValue = z.string().regex(/^\{[A-Za-z0-9_-]{1,64}\}$/);
