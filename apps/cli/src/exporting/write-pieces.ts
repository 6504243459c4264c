import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { CliError } from '../cli-error.ts';
import { printable } from '../output/printable.ts';
import type { ExportPiece } from './formats.ts';

/** What was written. */
export interface Written {
  readonly count: number;
  readonly bytes: number;
}

/** Writes pieces as fast as they are taken: no more than one is held. */
export async function writePieces(pieces: AsyncIterable<ExportPiece>, sink: Writable): Promise<Written> {
  const written = { count: 0, bytes: 0 };
  for await (const { bytes, count } of pieces) {
    written.count += count;
    written.bytes += bytes.length;
    if (!sink.write(bytes)) await once(sink, 'drain');
  }
  return written;
}

/**
 * Writes pieces to a new file, which has its name only when it is whole.
 * @throws CliError where there is such a file, or no folder for it
 */
export async function writeNewFile(pieces: AsyncIterable<ExportPiece>, path: string): Promise<Written> {
  if (existsSync(path))
    throw new CliError('Will not overwrite', printable(path), 'Name a file that is not there yet.');
  if (!existsSync(dirname(path)))
    throw new CliError('No such folder', printable(dirname(path)), 'Make it, or name a file in another one.');
  const unfinished = `${path}.part`;
  const sink = createWriteStream(unfinished);
  try {
    const written = await writePieces(pieces, sink);
    sink.end();
    await finished(sink);
    await rename(unfinished, path);
    return written;
  } catch (error) {
    sink.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}
