import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the run a temporary folder of its own, which its processes inherit as TMPDIR, and removes it at the end. */
export default function setUp(): () => void {
  const root = mkdtempSync(join(tmpdir(), 'wirefold-store-'));
  process.env.TMPDIR = root;
  return () => rmSync(root, { recursive: true, force: true });
}
