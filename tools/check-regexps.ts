import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseSync } from 'vite';

/**
 * Runs every regular expression of the sources over long texts of one repeated piece: marks, letters, and the
 * pattern's own words. What takes more than linear time does not end within the deadline, and fails the check.
 * A pattern that is known to be quadratic goes first, to show that the check can fail.
 */
const root = join(import.meta.dirname, '..');
/** Characters of a text: a quadratic pattern takes some 10^11 steps on it, more than any machine does in time, a linear one 10^6. */
const SIZE = 400_000;
const DEADLINE_MS = 5_000;
const QUADRATIC: Pattern = { file: '(known)', source: 'a+$', flags: '' };
const PIECES =
  '\t \n a A 1 a_ A_ Aa_ 1_ . ._ , ( ) [ ] < > " \' - – / | : :_ = & # @ a. A. 1. 1: 1/ a@ 日 \u0301 a- ©_'
    .split(' ')
    .map((piece) => piece.replace('_', ' '));

interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** The regular expressions that stand in a file. */
function patternsOf(path: string): Pattern[] {
  const file = relative(root, path);
  const found: Pattern[] = [];
  const { program, errors } = parseSync(path, readFileSync(path, 'utf8'), { lang: 'ts' });
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const open: unknown[] = [program];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    const { type, regex } = node as { type?: string; regex?: { pattern: string; flags: string } };
    if (type === 'Literal' && regex !== undefined && regex !== null)
      found.push({ file, source: regex.pattern, flags: regex.flags });
    open.push(...Object.values(node));
  }
  return found;
}

/** Source files of all packages in a folder. */
function sourcesIn(folder: string): string[] {
  const sources = readdirSync(join(root, folder)).map((name) => join(root, folder, name, 'src'));
  return sources.filter(existsSync).flatMap((source) =>
    readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .map((name) => join(source, name)),
  );
}

/** Words that stand in a pattern, alone and with a space: what it waits for. */
function ownPieces(source: string): string[] {
  const words = source.match(/\p{L}{2,}/gu) ?? [];
  return [...new Set(words)].slice(0, 16).flatMap((word) => [word, `${word} `]);
}

/** The piece whose repetition a pattern does not come through in time; undefined where it comes through all. */
function stumblesOn({ source, flags }: Pattern): string | undefined {
  return [' ', ...PIECES, ...ownPieces(source)].find((piece) => {
    const text = `${piece.repeat(Math.ceil(SIZE / piece.length))}\0`;
    try {
      runInNewContext(
        'text.replace(pattern, "")',
        { text, pattern: new RegExp(source, flags) },
        { timeout: DEADLINE_MS },
      );
      return false;
    } catch {
      return true;
    }
  });
}

if (stumblesOn(QUADRATIC) === undefined)
  throw new Error(`/${QUADRATIC.source}/ came through: the check sees nothing`);
const patterns = ['packages', 'apps'].flatMap(sourcesIn).flatMap(patternsOf);
let slow = 0;
for (const pattern of patterns) {
  const piece = stumblesOn(pattern);
  if (piece === undefined) continue;
  slow += 1;
  console.log(
    `${pattern.file}: /${pattern.source}/${pattern.flags} takes more than linear time on ${JSON.stringify(piece)}`,
  );
}
console.log(`${patterns.length} regular expressions tried, ${slow} of them too slow`);
process.exitCode = slow === 0 && patterns.length > 0 ? 0 : 1;
