import { describe, expect, it } from 'vitest';
import { FEATURES, featuresOf } from '../src/block-features.ts';
import { blockModelFile, keepChances, parseBlockModel, shippedBlockModel } from '../src/block-model.ts';
import { decide } from '../src/decide.ts';
import { labelPageBlocks, rulePage } from '../src/label-blocks.ts';
import { wordLogits } from '../src/page-words.ts';
import { parsePage } from '../src/parse-page.ts';
import { candidatesOf } from '../src/ruled-page.ts';
import { TextForms } from '../src/text-forms.ts';
import { logitOf } from '../src/trees.ts';
import { walkPage } from '../src/walk-page.ts';

const HARBOUR = [
  'The harbour of Quillmouth froze on Monday for the first time since its records began in 1911.',
  'Eleven trawlers lay in ice as thick as a hand, and the ferry to the Skerries stayed at its pier.',
  'The harbour master, Ines Vadar, said that a tug would try to cut a lane on Wednesday at high water.',
];
const page = `<html><body><nav><a href="/">Home</a><a href="/sea">Sea</a></nav><main><article><h1>Harbour freezes</h1>
  ${HARBOUR.map((text) => `<p>${text}</p>`).join('')}</article></main>
  <footer><p>Quillmouth Courier, Quay Road 2. All rights reserved.</p></footer></body></html>`;

function ruled(html: string) {
  const { blocks, regions } = walkPage(parsePage(html));
  const own = { titles: new TextForms(['harbour freezes']), descriptions: new TextForms([]) };
  const cut = { blocks, regions, own, linkedBody: HARBOUR.join('\n') };
  const rules = rulePage(cut);
  if (rules === undefined) throw new Error('the rules found no running text');
  return { cut, rules };
}

describe('features of blocks', () => {
  it('fill each row from end to end with finite numbers, one row a candidate', () => {
    const { rules } = ruled(page);
    const { classes, text } = shippedBlockModel();
    const candidates = candidatesOf(rules);
    const rows = featuresOf(rules, wordLogits(rules, candidates, classes, text), candidates);
    expect(rows.length).toBe(candidates.length * FEATURES.length);
    expect(rows.every(Number.isFinite)).toBe(true);
    const titles = FEATURES.indexOf('inTitles');
    const linked = FEATURES.indexOf('linked');
    const body = candidates.findIndex((index) => rules.blocks[index]?.text === HARBOUR[0]);
    expect(rows[body * FEATURES.length + linked]).toBe(1);
    expect(rows[body * FEATURES.length + titles]).toBeGreaterThan(0);
    expect(rows[body * FEATURES.length + FEATURES.indexOf('p')]).toBe(1);
  });

  it('have names of their own', () => expect(new Set(FEATURES).size).toBe(FEATURES.length));

  it('stay finite for a page of one word, and for one of a single block', () => {
    for (const html of ['<p>Fog', `<p>${HARBOUR.join(' ')}`]) {
      const { blocks, regions } = walkPage(parsePage(html));
      const own = { titles: new TextForms([]), descriptions: new TextForms([]) };
      const rules = rulePage({ blocks, regions, own, linkedBody: '' });
      if (rules === undefined) continue;
      const chances = keepChances(shippedBlockModel(), rules);
      expect([...chances].every((chance) => chance >= 0 && chance <= 1)).toBe(true);
    }
  });
});

describe('the block model', () => {
  it('keeps the paragraphs and drops navigation and footer', () => {
    const { cut } = ruled(page);
    const verdicts = labelPageBlocks(cut, shippedBlockModel());
    const kept = cut.blocks.filter(({ index }) => verdicts[index]?.label === 'body');
    expect(kept.map(({ text }) => text)).toEqual(HARBOUR);
  });

  it('names what it drops by its place: a notice before the text, a promotion in it, a rail after it', () => {
    const { rules } = ruled(page);
    const paragraphs = rules.blocks.filter(({ text }) => HARBOUR.includes(text)).map(({ index }) => index);
    const [first = 0, middle = 0, last = 0] = paragraphs;
    const dropping = (...dropped: number[]) => {
      const chances = Float32Array.from(rules.blocks, ({ index }) =>
        paragraphs.includes(index) && !dropped.includes(index) ? 1 : 0,
      );
      return decide(rules, chances);
    };
    expect(dropping(first)[first]).toEqual({ label: 'notice', rule: 'model' });
    expect(dropping(middle)[middle]).toEqual({ label: 'promo', rule: 'model' });
    expect(dropping(last)[last]).toEqual({ label: 'rail', rule: 'model' });
  });

  it('is written to its file and read from it without loss', () => {
    const model = shippedBlockModel();
    expect(parseBlockModel(JSON.stringify(blockModelFile(model)))).toEqual(model);
  });

  it('is refused where its features are not these', () => {
    const file = { ...blockModelFile(shippedBlockModel()), features: FEATURES.slice(1) };
    expect(() => parseBlockModel(JSON.stringify(file))).toThrow('trained on other features');
  });
});

describe('trees', () => {
  it('send a row left at the threshold and right above it, and add up their leaves', () => {
    const trees = {
      bias: 0.5,
      roots: Int32Array.of(0, ~2),
      feature: Uint8Array.of(1),
      threshold: Float32Array.of(3),
      left: Int16Array.of(~0),
      right: Int16Array.of(~1),
      leaves: Float32Array.of(1, 2, 4),
    };
    expect(logitOf(trees, Float32Array.of(9, 3), 0)).toBe(5.5);
    expect(logitOf(trees, Float32Array.of(0, 0, 9, 3.5), 2)).toBe(6.5);
  });
});
