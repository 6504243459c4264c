import { type Block, isWithin, linkDensity, type Region, TEXT_LABELS, type Verdict } from './blocks.ts';
import { countCharacters } from './character-counts.ts';
import { comparable } from './characters.ts';
import { isProse } from './root.ts';
import type { PageWordLogits, RuledPage } from './ruled-page.ts';
import { HEADING } from './tags.ts';
import { endsSentence } from './text-rules.ts';
import { hashOf, joinHashes } from './word-weights.ts';

const OWN = [
  'chars words wordChars linkDensity links strong ends sentences commas digits capitals lower quoted colon signs address',
  'p h1 h2 h3 h4 li cell div caption article inList inFigure inQuote inTable hidden pre',
].join(' ');
const PLACE =
  'at charsBefore depth inRoot fromRoot toRootEnd inRootAt afterHeadline regionChars regionBlocks regionLinks parentChars parentBlocks parentLinks grandChars grandBlocks grandLinks proseShare parentProse rootProse rootChars rootBlocks inArticle inMain inAside inNav inFooter inForm inHeader inBodyProp paragraphs grandParagraphs pathBlocks pathChars pathProse pathLinks holderShare fromHolder holderUp';
const NEIGHBOURS =
  'before1Words before1Links before1Prose before1Text before1Path before2Words before2Links before2Prose before2Text before2Path after1Words after1Links after1Prose after1Text after1Path after2Words after2Links after2Prose after2Text after2Path near3Links near3Prose near3Text near8Links near8Prose near8Text toProseBefore toProseAfter toHeading proseBefore proseAfter';
const RULES =
  'ruleText ruleCaption ruleRail ruleNavigation ruleNotice ruleMeta ruleHeadline ruleComment ruleStandfirst outside regionRuled distrust repeats isTitle isDescription linked';
const WORDS =
  'classOwn classSum classMin classMax textWords beforeWords afterWords inText inTitles headingWords worstBefore holderWords pageProse';

/** Names of the features, in the order in which they stand in a row. */
export const FEATURES: readonly string[] = `${OWN} ${PLACE} ${NEIGHBOURS} ${RULES} ${WORDS}`.split(' ');

/** Characters of a block that are looked for in the page's JSON-LD. */
const LINKED_CHARS = 80;

/** Distances are counted up to this many blocks. */
const FARTHEST = 30;

const log = (value: number): number => Math.log1p(Math.max(0, value));
const flag = (value: boolean): number => (value ? 1 : 0);
const isText = (verdict: Verdict | undefined): boolean =>
  verdict !== undefined && TEXT_LABELS.has(verdict.label);

/** Rows of features of some of a page's blocks, by index, `FEATURES.length` numbers each. */
export function featuresOf(page: RuledPage, words: PageWordLogits, blocks: readonly number[]): Float32Array {
  return new FeatureWriter(page, words).run(blocks);
}

/** Word logits around blocks: of the last heading before each, the lowest so far, and the mean by holding region. */
interface RunningLogits {
  readonly heading: Float32Array;
  readonly worst: Float32Array;
  readonly holder: Float32Array;
}

/** Blocks on one path of tags and classes. */
interface Path {
  blocks: number;
  chars: number;
  prose: number;
  linkChars: number;
}

class FeatureWriter {
  private readonly page: RuledPage;
  private readonly words: PageWordLogits;
  private rows = new Float32Array(0);
  private at = 0;
  private readonly prose: Uint8Array;
  private readonly text: Uint8Array;
  private readonly density: Float32Array;
  private readonly pathOf: Int32Array;
  private readonly paths = new Map<number, Path>();
  private readonly regionPath: Int32Array;
  private readonly paragraphs: Uint16Array;
  private readonly held: Float64Array;
  private readonly holder: Region | undefined;
  private readonly aroundHolder = new Set<Region>();
  private readonly charsBefore: Float64Array;
  private readonly proseBefore: Float64Array;
  private readonly linkBefore: Float64Array;
  private readonly textBefore: Float64Array;
  private readonly headline: number;
  private readonly rootFrom: number;
  private readonly rootTo: number;
  private readonly context: Float32Array;
  private readonly repeats: Uint8Array;
  private readonly running: RunningLogits;

  constructor(page: RuledPage, words: PageWordLogits) {
    this.page = page;
    this.words = words;
    const { blocks, regions, labels, root } = page;
    const size = blocks.length;
    this.repeats = repeatsOf(blocks);
    this.prose = Uint8Array.from(blocks, (block) => flag(isProse(block) && !block.region.hidden));
    this.text = Uint8Array.from(labels, (label) => flag(isText(label)));
    this.density = Float32Array.from(blocks, linkDensity);
    this.paragraphs = new Uint16Array(regions.length);
    this.held = new Float64Array(regions.length);
    this.regionPath = pathsOf(regions);
    this.pathOf = Int32Array.from(blocks, ({ region }) => this.regionPath[region.index] as number);
    for (const block of blocks) this.count(block);
    this.holder = this.bestHolder();
    for (let at = this.holder; at !== undefined; at = at.parent) this.aroundHolder.add(at);
    const sums = (value: (block: Block, at: number) => number) => {
      const out = new Float64Array(size + 1);
      for (let at = 0; at < size; at += 1) out[at + 1] = (out[at] as number) + value(blocks[at] as Block, at);
      return out;
    };
    this.charsBefore = sums((block) => block.text.length);
    this.proseBefore = sums((block, at) => (this.prose[at] === 1 ? block.text.length : 0));
    this.linkBefore = sums((block) => block.linkChars);
    this.textBefore = sums((block, at) => (this.text[at] === 1 ? block.text.length : 0));
    this.headline = labels.findLastIndex(
      (label, at) => label.label === 'headline' && !(blocks[at] as Block).region.hidden,
    );
    let from = 0;
    while (from < size && !isWithin((blocks[from] as Block).region, root)) from += 1;
    let to = size;
    while (to > from && !isWithin((blocks[to - 1] as Block).region, root)) to -= 1;
    this.rootFrom = from;
    this.rootTo = to;
    this.context = this.ancestorContext();
    this.running = this.runningLogits();
  }

  run(indices: readonly number[]): Float32Array {
    const rows = new Float32Array(indices.length * FEATURES.length);
    this.rows = rows;
    this.at = 0;
    for (const index of indices) {
      const block = this.page.blocks[index] as Block;
      this.own(block);
      this.place(block);
      this.neighbours(block);
      this.rules(block);
      this.wordLogits(block);
    }
    return rows;
  }

  private put(...values: number[]): void {
    for (const value of values) {
      this.rows[this.at] = value;
      this.at += 1;
    }
  }

  private count(block: Block): void {
    const path = this.pathOf[block.index] as number;
    let counts = this.paths.get(path);
    if (counts === undefined) {
      counts = { blocks: 0, chars: 0, prose: 0, linkChars: 0 };
      this.paths.set(path, counts);
    }
    counts.blocks += 1;
    counts.chars += block.text.length;
    counts.prose += this.prose[block.index] as number;
    counts.linkChars += block.linkChars;
    const { parent } = block.region;
    if (this.prose[block.index] === 0 || parent === undefined) return;
    const length = block.text.length - block.linkChars;
    const holds =
      block.tag === 'div' || block.tag === 'section' || block.tag === 'article' ? block.region : parent;
    this.held[holds.index] = (this.held[holds.index] as number) + length;
    this.paragraphs[parent.index] = (this.paragraphs[parent.index] as number) + 1;
  }

  private bestHolder(): Region | undefined {
    let best: Region | undefined;
    for (const region of this.page.regions) {
      const held = this.held[region.index] as number;
      if (held > 0 && (best === undefined || held > (this.held[best.index] as number))) best = region;
    }
    return best;
  }

  /** Per block: what the words before and around it say. */
  private runningLogits(): RunningLogits {
    const { blocks, regions } = this.page;
    const logits = this.words.blocks;
    const heading = new Float32Array(blocks.length);
    const worst = new Float32Array(blocks.length);
    const sums = new Float64Array(regions.length);
    const counts = new Uint16Array(regions.length);
    let last = 0;
    let lowest = 0;
    for (const { index, tag, region } of blocks) {
      const logit = logits[index] as number;
      heading[index] = last;
      if (HEADING.test(tag)) last = logit;
      if (index === this.rootFrom) lowest = 0;
      worst[index] = lowest;
      lowest = Math.min(lowest, logit);
      const holder = region.parent?.index ?? 0;
      sums[holder] = (sums[holder] as number) + logit;
      counts[holder] = (counts[holder] as number) + 1;
    }
    const holder = Float32Array.from(sums, (sum, at) => sum / Math.max(1, counts[at] as number));
    return { heading, worst, holder };
  }

  /** Per region: what its ancestors and it are, and the class logits along them. */
  private ancestorContext(): Float32Array {
    const { regions } = this.page;
    const out = new Float32Array(regions.length * 11);
    for (const { index, parent, tag, itemprop } of regions) {
      const to = index * 11;
      if (parent !== undefined) out.copyWithin(to, parent.index * 11, parent.index * 11 + 11);
      const kind = ['article', 'main', 'aside', 'nav', 'footer', 'form', 'header'].indexOf(tag);
      if (kind >= 0) out[to + kind] = 1;
      if (itemprop.includes('articlebody')) out[to + 7] = 1;
      const logit = this.words.regions[index] as number;
      out[to + 8] = (out[to + 8] as number) + logit;
      out[to + 9] = Math.min(out[to + 9] as number, logit);
      out[to + 10] = Math.max(out[to + 10] as number, logit);
    }
    return out;
  }

  private own(block: Block): void {
    const { text, tag, region } = block;
    const counts = countCharacters(text);
    const size = Math.max(1, text.length);
    const first = text.charAt(0);
    this.put(log(size), log(block.words), Math.min(20, size / Math.max(1, block.words)));
    this.put(this.density[block.index] as number, log(block.links), Math.min(1, block.strongChars / size));
    this.put(flag(endsSentence(text)), log(counts.ends), (10 * counts.commas) / Math.max(1, block.words));
    this.put(counts.digits / size, counts.capitals / size, flag(first !== first.toUpperCase()));
    this.put(flag('“"„«‘\''.includes(first)), flag(text.endsWith(':')), counts.signs, flag(counts.address));
    this.put(flag(tag === 'p'), flag(tag === 'h1'), flag(tag === 'h2'), flag(tag === 'h3'));
    this.put(
      flag(/^h[456]$/.test(tag)),
      flag(tag === 'li'),
      flag(tag === 'td' || tag === 'th' || tag === 'tr'),
    );
    this.put(flag(tag === 'div'), flag(tag === 'figcaption'), flag(tag === 'article' || tag === 'section'));
    this.put(flag(region.list !== undefined), flag(region.figure !== undefined));
    this.put(flag(region.quote !== undefined), flag(region.table !== undefined), flag(region.hidden));
    this.put(flag(tag === 'pre' || tag === 'code'));
  }

  private place(block: Block): void {
    const { index, region } = block;
    const { blocks, root, regions } = this.page;
    const total = Math.max(1, this.charsBefore[blocks.length] as number);
    const prose = Math.max(1, this.proseBefore[blocks.length] as number);
    this.put(index / blocks.length, (this.charsBefore[index] as number) / total, region.depth);
    this.put(flag(isWithin(region, root)), signedLog(index - this.rootFrom), signedLog(this.rootTo - index));
    this.put((index - this.rootFrom) / Math.max(1, this.rootTo - this.rootFrom));
    this.put(this.headline < 0 ? -99 : signedLog(index - this.headline));
    const grand = region.parent?.parent;
    for (const at of [region, region.parent, grand]) {
      this.put(
        log(at?.chars ?? 0),
        log(at?.blocks ?? 0),
        at === undefined ? 0 : at.linkChars / Math.max(1, at.chars),
      );
    }
    this.put(region.proseChars / Math.max(1, region.chars), (region.parent?.proseChars ?? 0) / prose);
    this.put(root.proseChars / prose, root.chars / Math.max(1, regions[0]?.chars ?? 1), log(root.blocks));
    for (let at = 0; at < 8; at += 1) this.put(this.context[region.index * 11 + at] as number);
    this.put(
      log(this.paragraphs[region.parent?.index ?? 0] ?? 0),
      log(this.paragraphs[grand?.index ?? 0] ?? 0),
    );
    const path = this.paths.get(this.pathOf[index] as number);
    const pathChars = path?.chars ?? 0;
    this.put(log(path?.blocks ?? 0), pathChars / total, (path?.prose ?? 0) / Math.max(1, path?.blocks ?? 1));
    this.put((path?.linkChars ?? 0) / Math.max(1, pathChars));
    this.holding(region);
  }

  private holding(region: Region): void {
    const best = this.holder;
    if (best === undefined) {
      this.put(0, -1, -1);
      return;
    }
    const own = Math.max(this.held[region.index] as number, this.held[region.parent?.index ?? 0] as number);
    let shared: Region | undefined = region;
    while (shared !== undefined && !this.aroundHolder.has(shared)) shared = shared.parent;
    const depth = shared?.depth ?? 0;
    this.put(own / Math.max(1, this.held[best.index] as number), region.depth - depth, best.depth - depth);
  }

  private neighbours({ index }: Block): void {
    for (const step of [-1, -2, 1, 2]) this.neighbour(index, index + step);
    for (const reach of [3, 8]) this.window(index, reach);
    const { blocks } = this.page;
    const before = this.distance(index, -1, (at) => this.prose[at] === 1);
    const after = this.distance(index, 1, (at) => this.prose[at] === 1);
    const heading = this.distance(index, -1, (at) => HEADING.test(blocks[at]?.tag ?? ''));
    this.put(before, after, heading);
    const from = Math.min(index, this.rootFrom);
    const to = Math.max(index + 1, this.rootTo);
    const all = Math.max(1, (this.textBefore[to] as number) - (this.textBefore[from] as number));
    this.put(((this.textBefore[index] as number) - (this.textBefore[from] as number)) / all);
    this.put(((this.textBefore[to] as number) - (this.textBefore[index + 1] as number)) / all);
  }

  /** Blocks to the nearest one of a kind in a direction, up to `FARTHEST`. */
  private distance(index: number, step: 1 | -1, isSought: (at: number) => boolean): number {
    let distance = 1;
    for (let at = index + step; at >= 0 && at < this.page.blocks.length && distance < FARTHEST; at += step) {
      if (isSought(at)) break;
      distance += 1;
    }
    return distance;
  }

  private neighbour(index: number, other: number): void {
    const block = this.page.blocks[other];
    if (block === undefined) {
      this.put(-1, -1, -1, -1, -1);
      return;
    }
    this.put(log(block.words), this.density[other] as number, this.prose[other] as number);
    this.put(this.text[other] as number, flag(this.pathOf[other] === this.pathOf[index]));
  }

  private window(index: number, reach: number): void {
    const from = Math.max(0, index - reach);
    const to = Math.min(this.page.blocks.length, index + reach + 1);
    const within = (sums: Float64Array) => (sums[to] as number) - (sums[from] as number);
    const chars = Math.max(1, within(this.charsBefore));
    this.put(within(this.linkBefore) / chars, log(within(this.proseBefore)), within(this.textBefore) / chars);
  }

  private rules(block: Block): void {
    const { labels, regionVerdicts, titles, descriptions, linkedBody, distrust } = this.page;
    const { label, rule } = labels[block.index] as Verdict;
    this.put(
      flag(TEXT_LABELS.has(label)),
      flag(label === 'caption'),
      flag(label === 'rail' || label === 'promo'),
    );
    this.put(
      flag(label === 'navigation' || label === 'categorybar'),
      flag(label === 'notice' || label === 'hidden'),
    );
    this.put(flag(label === 'byline' || label === 'date' || label === 'credit'), flag(label === 'headline'));
    this.put(flag(label === 'comment'), flag(label === 'standfirst'), flag(rule === 'outside-article'));
    this.put(
      flag(regionVerdicts[block.region.index] !== undefined),
      distrust,
      this.repeats[block.index] as number,
    );
    this.put(
      flag(titles.has(block.text)),
      flag(descriptions.has(block.text)),
      standing(block.text, linkedBody),
    );
  }

  private wordLogits({ index, region }: Block): void {
    const at = region.index * 11;
    this.put(this.words.regions[region.index] as number, this.context[at + 8] as number);
    this.put(this.context[at + 9] as number, this.context[at + 10] as number);
    for (const other of [index, index - 1, index + 1]) this.put(this.words.blocks[other] ?? 0);
    const { cohesion } = this.words;
    this.put(cohesion.text[index] as number, cohesion.titles[index] as number);
    const { heading, worst, holder } = this.running;
    this.put(heading[index] as number, worst[index] as number, holder[region.parent?.index ?? 0] as number);
    this.put(log(this.proseBefore[this.page.blocks.length] as number));
  }
}

/** Hashes of the tags and first class words from the top down to each region. */
function pathsOf(regions: readonly Region[]): Int32Array {
  const paths = new Int32Array(regions.length);
  for (const { index, parent, tag, words } of regions) {
    let path = joinHashes(hashOf(tag), parent === undefined ? 0 : (paths[parent.index] as number));
    for (let at = 0; at < 3 && at < words.length; at += 1)
      path = joinHashes(at, path, hashOf(words[at] as string));
    paths[index] = path;
  }
  return paths;
}

/** 1 for each block whose text stood before on the page. */
function repeatsOf(blocks: readonly Block[]): Uint8Array {
  const seen = new Set<string>();
  return Uint8Array.from(blocks, ({ text }) => {
    const isRepeat = seen.has(text);
    seen.add(text);
    return flag(isRepeat);
  });
}

/** 1 where a text's beginning stands in the page's JSON-LD, -1 where not, 0 where nobody can tell. */
function standing(text: string, linkedBody: string): number {
  if (linkedBody === '') return 0;
  const form = comparable(text.slice(0, 2 * LINKED_CHARS)).slice(0, LINKED_CHARS);
  if (form.length < 4) return 0;
  return linkedBody.includes(form) ? 1 : -1;
}

function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}
