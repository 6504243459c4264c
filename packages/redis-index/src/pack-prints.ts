import type { PagePrints } from '@wirefold/contracts/article';

/** Bytes of a print: 8 characters of base64url. */
const PRINT_BYTES = 6;
const EMPTY = 'AAAAAAAA';

/** Page, title, core, the number of kept blocks as 16 bits, then kept and removed: 6 bytes a print. */
export function packPrints({ page, title, core, kept, removed }: PagePrints): Buffer {
  const count = Buffer.allocUnsafe(2);
  count.writeUInt16LE(kept.length);
  const prints = [page, title, core, ...kept, ...removed].map((print) => print || EMPTY);
  return Buffer.concat([count, Buffer.from(prints.join(''), 'base64url')]);
}

/** Reads what `packPrints` made. */
export function parsePrints(record: Buffer): PagePrints {
  const prints: string[] = [];
  for (let at = 2; at < record.length; at += PRINT_BYTES) {
    const print = record.toString('base64url', at, at + PRINT_BYTES);
    prints.push(print === EMPTY ? '' : print);
  }
  const [page = '', title = '', core = '', ...blocks] = prints;
  const kept = record.readUInt16LE(0);
  return { page, title, core, kept: blocks.slice(0, kept), removed: blocks.slice(kept) };
}
