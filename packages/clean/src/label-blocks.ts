import { type BlockModel, keepChances } from './block-model.ts';
import type { Block, Region, Verdict } from './blocks.ts';
import { comparable } from './characters.ts';
import { decide } from './decide.ts';
import { labelByRules, type OwnWords } from './label-trust.ts';
import type { RuledPage } from './ruled-page.ts';

/** A page cut into blocks, with what it says of itself. */
export interface CutPage {
  readonly blocks: readonly Block[];
  readonly regions: readonly Region[];
  readonly own: OwnWords;
  /** The article's text as the page's JSON-LD gives it, or empty. */
  readonly linkedBody: string;
}

/** Characters of JSON-LD's text that are compared. */
const LINKED_CHARS = 60_000;

/** The page as the rules label it, or undefined where they find no running text. */
export function rulePage({ blocks, regions, own, linkedBody }: CutPage): RuledPage | undefined {
  const { labels, root, regionVerdicts, distrust } = labelByRules(blocks, regions, own);
  if (root === undefined) return undefined;
  const linked = comparable(linkedBody.slice(0, LINKED_CHARS));
  return { blocks, regions, root, labels, regionVerdicts, distrust, linkedBody: linked, ...own };
}

/** One verdict a block: the rules first, then the learned model over what they saw. Empty where no text is found. */
export function labelPageBlocks(page: CutPage, model: BlockModel): readonly Verdict[] {
  const ruled = rulePage(page);
  return ruled === undefined ? [] : decide(ruled, keepChances(model, ruled));
}
