import type { ArticleDetail } from '@wirefold/contracts/read-model';
import type { Context } from '../context.ts';
import type { Output } from '../output/output.ts';
import { printable, printableLines } from '../output/printable.ts';
import { found, resolveId, withReader } from '../reading/open-store.ts';
import { type DiffChunk, diffTexts } from '../reading/word-diff.ts';

/** `wirefold diff A B`: what the second article says otherwise than the first, by word. */
export async function run(inputs: readonly string[], _options: object, context: Context): Promise<void> {
  const { out } = context;
  const [before, after] = await withReader(context, (reader) =>
    [inputs[0] ?? '', inputs[1] ?? ''].map((typed) => {
      const id = resolveId(reader, typed, ['ar']);
      return found(reader.article(id), 'article', id);
    }),
  );
  if (before === undefined || after === undefined) return;
  const chunks = diffTexts(whole(before), whole(after));
  if (out.json) {
    for (const chunk of chunks) out.record(chunk);
    return;
  }
  out.line(out.paint.dim(printable(`- ${before.id} ${before.source}: ${before.headline ?? ''}`)));
  out.line(out.paint.dim(printable(`+ ${after.id} ${after.source}: ${after.headline ?? ''}`)));
  out.line();
  out.line(chunks.map((chunk) => paintChunk(chunk, out)).join(''));
  if (chunks.every((chunk) => chunk.kind === 'same')) out.note('No word differs.');
}

function whole(article: ArticleDetail): string {
  return article.headline ? `${article.headline}\n\n${article.text}` : article.text;
}

/** Colours where they can be had, else the marks that `git diff --word-diff` uses. */
function paintChunk({ kind, text }: DiffChunk, { paint }: Output): string {
  const shown = printableLines(text);
  if (kind === 'same') return shown;
  if (paint.isColorSupported)
    return kind === 'added' ? paint.green(shown) : paint.red(paint.strikethrough(shown));
  return kind === 'added' ? `{+${shown}+}` : `[-${shown}-]`;
}
