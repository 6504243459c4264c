import { gzipSync } from 'node:zlib';

const jsonl = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

const MILL = [
  'The paper mill at Orrin Falls shut on Monday after 131 years, and its 240 workers were sent home with a month of pay.',
  'Owner Bertil Sand said that pulp had grown dearer every quarter since 2021 and that no buyer had been found.',
  'The town of Orrin Falls will lose a third of its taxes, mayor Greta Lunde told a crowded meeting in the school hall.',
];
const MILL_TOLD_AGAIN = [
  'After 131 years the last paper machine in Orrin Falls stood still on Monday, and 240 workers lost their jobs.',
  'Bertil Sand, who owns the mill, blamed the price of pulp. Mayor Greta Lunde said the town would lose a third of its taxes.',
  'Nobody had wanted to buy the paper mill at Orrin Falls, Sand said, though he had looked for a buyer since 2021.',
];
const EAGLE = [
  'A sea eagle with a span of 2.3 metres has nested on a crane in Port Sollay, and the harbour has stopped the crane until July.',
  'Ranger Ulla Mertens counted two eggs from a neighbouring roof on Sunday. The pair had lost its tree in a storm last autumn.',
  'The harbour company expects to lose 90,000 crowns, and has asked its visitors in Port Sollay not to fly drones near the nest.',
];

const article = (id: string, cluster: string, title: string, paragraphs: readonly string[]) => ({
  ...{ id, title, text: paragraphs.join('\n\n'), date: '2026-04-06', source: `${id}.example`, cluster },
});

/** Three articles on a mill, two of them copies, and one on an eagle. */
export const ARTICLES = [
  article('mill', 'mill', 'Paper mill at Orrin Falls shuts after 131 years', MILL),
  article('mill-copy', 'mill', 'Orrin Falls paper mill shuts after 131 years', MILL),
  article('mill-again', 'mill', 'Orrin Falls loses its paper mill and 240 jobs', MILL_TOLD_AGAIN),
  article('eagle', 'eagle', 'Sea eagle on a crane stops work in Port Sollay', EAGLE),
];

const PAIRS = [
  { ...pairOf(MILL, MILL_TOLD_AGAIN), label: 'OK' },
  { ...pairOf(MILL, EAGLE), label: 'BAD' },
];

function pairOf(a: readonly string[], b: readonly string[]) {
  return { a_title: 'One', a_text: a.join('\n'), b_title: 'Other', b_text: b.join('\n') };
}

/** Files of a folder of sets: one with stories, one with pairs, and one that is there for load. */
export const SETS = {
  'sets/mills_dev.jsonl': jsonl(ARTICLES),
  'sets/some_pairs.jsonl.gz': gzipSync(jsonl(PAIRS)),
  'sets/load_much.jsonl': jsonl(ARTICLES.map(({ cluster: _, ...rest }) => rest)),
};
