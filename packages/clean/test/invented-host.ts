/** Reports of an invented local paper, each on a matter of its own. */
const REPORTS: readonly {
  readonly slug: string;
  readonly headline: string;
  readonly paragraphs: readonly string[];
}[] = [
  {
    slug: 'quarry-lake',
    headline: 'Swimmers return to Hallin quarry lake after algae clear',
    paragraphs: [
      'The quarry lake at Hallin was opened to swimmers again on Friday, three weeks after blue algae had closed its beach.',
      'Water samples taken by the district laboratory on Tuesday and Thursday were clean, the lake warden Petra Oswin said.',
      'The warden asked swimmers not to feed the ducks, whose droppings had helped the algae to grow in the warm lake.',
    ],
  },
  {
    slug: 'bus-line-nine',
    headline: 'Bus line nine to run until midnight from October',
    paragraphs: [
      'Buses of line nine will run until midnight on weekdays from October, the Brenmouth transport board decided on Wednesday.',
      'The late buses cost the board 140,000 crowns a year, of which the hospital pays a third because its nurses need them.',
      'Line nine had stopped at nine in the evening since drivers left the board for better paid work two winters ago.',
    ],
  },
  {
    slug: 'cheese-prize',
    headline: 'Sheep farmer from Loxby wins national cheese prize',
    paragraphs: [
      'A blue cheese made by the sheep farmer Anna Tolland in Loxby was named the best in the country on Sunday.',
      'The judges tasted 312 cheeses blind and praised the farmer for a rind that smells of hay and cellar stone.',
      'Tolland makes forty cheeses a week from the milk of ninety sheep and said that she had no wish to make more.',
    ],
  },
  {
    slug: 'theatre-roof',
    headline: 'Theatre closes for a season as its roof timbers rot',
    paragraphs: [
      'The municipal theatre will stay dark until next autumn because dry rot has eaten into the timbers of its roof.',
      'Engineers found the rot when they went up to hang new lamps above the stage, the director Miklos Verey said.',
      'The theatre company moves into the old tannery meanwhile and opens there with a comedy about a leaking roof.',
    ],
  },
  {
    slug: 'river-otters',
    headline: 'Otters breed on the Senn for the first time in sixty years',
    paragraphs: [
      'A pair of otters has raised two cubs on the river Senn below the weir, the first in the valley for sixty years.',
      'Anglers had seen the tracks of otters in the mud since March and kept quiet about them until the cubs could swim.',
      'The angling club wants fish ladders at both weirs so that trout and otters alike can reach the upper valley.',
    ],
  },
  {
    slug: 'school-kitchen',
    headline: 'Pupils vote soup off the menu of Gorse Lane school',
    paragraphs: [
      'Pupils of the Gorse Lane school have voted by 201 to 88 to have lentil soup taken off the menu of their kitchen.',
      'The cook, Hamid Sorel, took the vote with good humour and promised the pupils a bean stew in place of the soup.',
      'The school lets its pupils decide on one dish each term, and last spring they had brought back the rice pudding.',
    ],
  },
];

/** Blocks that stand on every page of the paper, and that no rule knows by their words. */
export const FURNITURE = {
  head: 'Brenmouth Lantern is printed on Tuesdays and Fridays and delivered to every household by noon.',
  inset: 'Your parcel of news from the Lantern kiosk',
  foot: 'Our reporters answer letters within a fortnight; write to the Lantern, Mill Row 4, or ring the desk before ten in the morning.',
} as const;

export interface InventedPage {
  readonly url: string;
  readonly headline: string;
  /** The article's own words. */
  readonly text: string;
  readonly html: string;
  readonly txt: string;
}

/** A page of the paper: `host` and `slug` make its address, `paragraphs` its article. */
export function inventPage(
  host: string,
  { slug, headline, paragraphs }: (typeof REPORTS)[number],
): InventedPage {
  const [first = '', second = '', ...rest] = paragraphs;
  const blocks = [FURNITURE.head, first, second, FURNITURE.inset, ...rest, FURNITURE.foot];
  const html =
    `<html lang="en"><head><title>${headline}</title></head><body><article><h1>${headline}</h1>` +
    `${blocks.map((block) => `<p>${block}</p>`).join('')}</article></body></html>`;
  return {
    ...{ url: `https://${host}/${slug}`, headline, text: paragraphs.join('\n\n') },
    ...{ html, txt: [headline, ...blocks].join('\n\n') },
  };
}

/** Six pages of an invented host. */
export const inventHost = (host = 'lantern.example'): InventedPage[] =>
  REPORTS.map((report) => inventPage(host, report));
