import { shippedBlockModel } from '../src/block-model.ts';
import { TEXT_LABELS } from '../src/blocks.ts';
import { ownWords } from '../src/clean-page.ts';
import { labelPageBlocks } from '../src/label-blocks.ts';
import { readFacts } from '../src/page-facts.ts';
import { parsePage } from '../src/parse-page.ts';
import { walkPage } from '../src/walk-page.ts';
import { type GoldPage, readGoldPages } from './gold.ts';
import type { GoldText } from './gold-lines.ts';

/**
 * Pages of a set dumped to a line a block, labelled by what the shipped block model makes of their markup: what
 * the lines alone do not show, the model of the lines learns from the model that sees the page. Their gold is not
 * read. Hidden blocks are left out, as a browser leaves them out.
 */
export function dumpedPages(data: string, set: string): GoldText[] {
  return readGoldPages(data, set).flatMap((page) => dumped(page) ?? []);
}

function dumped({ id, set, host, content: html }: GoldPage): GoldText | undefined {
  const { blocks, regions, facts: elements } = walkPage(parsePage(html));
  const facts = readFacts(elements);
  const linkedBody = facts.linked?.body ?? '';
  const verdicts = labelPageBlocks(
    { blocks, regions, own: ownWords(facts), linkedBody },
    shippedBlockModel(),
  );
  if (verdicts.length === 0) return undefined;
  const shown = blocks.flatMap(({ index, text, region }) => {
    const isText = TEXT_LABELS.has(verdicts[index]?.label ?? 'notice');
    return region.hidden && !isText ? [] : [{ line: text.replaceAll(/\s+/g, ' '), isText }];
  });
  return {
    id,
    set: `${set}-dumped`,
    host,
    content: shown.map(({ line }) => line).join('\n'),
    shares: Float32Array.from(shown, ({ isText }) => (isText ? 1 : 0)),
    text: shown.flatMap(({ line, isText }) => (isText ? [line] : [])).join('\n\n'),
  };
}
