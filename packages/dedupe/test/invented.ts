import type { DedupeInput } from '@wirefold/contracts/evidence';

const DAY = '2025-03-04';
const make = (articleId: string, headline: string, text: string, publishedAt = DAY): DedupeInput => ({
  articleId,
  headline,
  text,
  publishedAt,
});

/** One event in the words of three outlets. */
export const BRIDGE = [
  make(
    'bridge-1',
    'Larkholm bridge closed after engineers find crack',
    `The road bridge at Larkholm was closed on Tuesday after engineers found a crack 14 metres long in one of its steel girders, the transport ministry said.
About 23,000 vehicles cross the Larkholm bridge each day, and drivers were sent to the ferry at Osterby instead.
Transport minister Helga Brandvold said the bridge would stay shut for at least six weeks while the girder is replaced.
"Nobody was ever in danger, but we take no chances," Brandvold told reporters in Larkholm.
The bridge, built in 1971, was last inspected in October. Mayor Tomas Veil said shops in Larkholm feared for their trade.`,
  ),
  make(
    'bridge-2',
    'Crack shuts Larkholm bridge for six weeks',
    `LARKHOLM - Drivers face six weeks of detours because a 14 metre crack in a girder forced the closure of the Larkholm bridge on Tuesday.
Helga Brandvold, the transport minister, said the steel girder had to be replaced before traffic could return.
Some 23,000 vehicles use the bridge daily. The ministry sent them to the Osterby ferry.
"We take no chances," said Brandvold, who added that nobody had been in danger.
Tomas Veil, mayor of Larkholm, warned of losses for local shops. The bridge dates from 1971.`,
  ),
  make(
    'bridge-3',
    'Minister: cracked Larkholm bridge to stay shut',
    `Transport minister Helga Brandvold has said that the cracked bridge at Larkholm will remain shut for six weeks or more.
Engineers discovered the crack, 14 metres in length, in a steel girder of the bridge, which carries 23,000 vehicles every day.
Traffic is being diverted by the ferry from Osterby, the ministry said on Tuesday.
Larkholm mayor Tomas Veil said that shops in the town were worried. The bridge opened in 1971 and its last inspection was in October.`,
  ),
];

const rain = (
  id: string,
  town: string,
  county: string,
  mm: number,
  degrees: number,
  wind: number,
): DedupeInput =>
  make(
    id,
    `Weather for ${town}: showers and wind`,
    `Residents of ${town} can expect showers through the morning with some sunshine later in the day, the weather service said.
Up to ${mm} millimetres of rain will fall in ${county} before noon and temperatures will reach ${degrees} degrees.
Winds of ${wind} kilometres an hour will ease towards the evening. Tomorrow in ${town} will be dry with broken cloud.`,
  );

const bank = (
  id: string,
  name: string,
  country: string,
  head: string,
  rate: string,
  change: string,
): DedupeInput =>
  make(
    id,
    `${name} raises key rate`,
    `The central bank of ${country} raised its key interest rate to ${rate} percent on Tuesday, a rise of ${change} points, and said inflation remained too high.
Governor ${head} said that the ${name} would act again if prices did not slow. "We are not done," ${head} said.
Analysts had expected the decision. The currency of ${country} rose against the dollar after the announcement.`,
  );

const close = (
  id: string,
  day: string,
  index: string,
  change: string,
  volume: string,
  date: string,
): DedupeInput =>
  make(
    id,
    'Norhaven shares close higher',
    `Shares in Norhaven closed higher on ${day} as banks and shippers gained, with the main index at ${index} points, up ${change} percent.
Some ${volume} shares changed hands, dealers said. Exporters were helped by a weaker crown.
Traders on the Norhaven exchange said that the mood was cautious ahead of the figures on industry.`,
    date,
  );

const results = (id: string, company: string, figures: readonly string[]): DedupeInput =>
  make(
    id,
    `${company} 4TH QTR NET`,
    `Shr ${figures[0]} cts vs ${figures[1]} cts
Net ${figures[2]} vs ${figures[3]}
Revs ${figures[4]} vs ${figures[5]}
Avg shrs ${figures[6]} vs ${figures[7]}`,
  );

/** Pairs of two events told in one template. */
export const LOOK_ALIKES: ReadonlyArray<readonly [string, DedupeInput, DedupeInput]> = [
  [
    'the weather of two towns',
    rain('rain-1', 'Ardmoor', 'Kestshire', 12, 17, 45),
    rain('rain-2', 'Wexcombe', 'Dunvale', 4, 21, 30),
  ],
  [
    'the rate decisions of two banks',
    bank('rate-1', 'Bank of Veltria', 'Veltria', 'Ilse Mornay', '4.25', '0.5'),
    bank('rate-2', 'Karsk National Bank', 'Karsk', 'Oren Talvik', '7.75', '1.25'),
  ],
  [
    'the closing levels of two days',
    close('close-1', 'Tuesday', '10,417.3', '0.8', '213 million', '2025-03-04'),
    close('close-2', 'Wednesday', '10,502.9', '1.1', '187 million', '2025-03-05'),
  ],
  [
    'the results of two companies',
    results('shr-1', 'ALDERBROOK CORP', [
      '12',
      '10',
      '1,204,000',
      '990,000',
      '14.2 mln',
      '13.1 mln',
      '9.8 mln',
      '9.7 mln',
    ]),
    results('shr-2', 'TINDALE INC', [
      '31',
      '44',
      '3,577,000',
      '5,032,000',
      '61.9 mln',
      '70.4 mln',
      '11.5 mln',
      '11.4 mln',
    ]),
  ],
  [
    'the floods of two towns, in other words and with other names and numbers',
    make(
      'flood-1',
      'Flood water fills cellars in Pellmoor after storm',
      `Flood water filled cellars and closed roads in Pellmoor overnight, the fire service said. Crews were called out 41 times between seven in the evening and three in the morning.
The gauge at Pell Mill measured 66 millimetres of rain in seven hours. The Pell rose by 1.2 metres and reached the arches of Saddler's Bridge.
The worst damage was on Cooper Lane, where 19 houses stood in water. Station officer Brona Keel said that the drains were too narrow. "We have asked for new ones for years," she said.
Mayor Ansel Wray asked the county for help. Forecasters expect the rain to ease by the weekend.`,
    ),
    make(
      'flood-2',
      'Flood water fills cellars in Stavering after storm',
      `Flood water filled cellars and closed roads in Stavering overnight, the fire service said. Crews were called out 23 times between nine in the evening and five in the morning.
The gauge at the Staver lock measured 48 millimetres of rain in five hours. The Staver carried off a jetty and two boats at Fuller's Reach.
The worst damage was on Rope Street, where a wall gave way and mud ran into 8 shops. Deputy chief Ulf Marden said that the wall had long been unsafe. "Everybody knew," he said.
Parish clerk Odile Fenn has hired pumps from the quarry. Forecasters expect more showers and a dry spell later.`,
    ),
  ],
  [
    'the obituaries of two people',
    make(
      'obituary-1',
      'Odran Belleth, painter of harbours, dies at 84',
      `Odran Belleth, whose paintings of harbours hang in museums across the country, has died at the age of 84, his family said on Tuesday.
Born in Carrick Sound in 1940, Belleth studied at the academy in Tolvane and married the sculptor Ines Quill. They had three children.
He will be remembered for his generosity, friends said. The funeral will be held in Carrick Sound on Saturday.`,
    ),
    make(
      'obituary-2',
      'Hesper Lindqvay, author of sea tales, dies at 91',
      `Hesper Lindqvay, whose tales of the sea were read across the country, has died at the age of 91, her family said on Tuesday.
Born in Norrow Point in 1933, Lindqvay studied at the university in Gammel and married the captain Piers Aldane. They had two children.
She will be remembered for her humour, friends said. The funeral will be held in Norrow Point on Friday.`,
    ),
  ],
];

/** What became of the bridge: another development of the same story, by the same people in the same place. */
export const FOLLOW_UP = (publishedAt?: string): DedupeInput => {
  const { publishedAt: _, ...undated } = make(
    'bridge-later',
    'Ferrymen count their losses as lorries cross repaired span',
    `The first lorries rolled over the mended bridge at noon, and by two the Osterby ferry had tied up with a single bicycle on board.
Its owner, Magnus Tarrow, had hired 11 deckhands for the season. He wants 800,000 crowns from the ministry for the contracts that he cannot end.
A spokesman for Helga Brandvold said that no promise had been made to anyone. Shopkeepers in Larkholm were busy with a brass band.
The report on how the crack was missed is due in the summer.`,
  );
  return publishedAt === undefined ? undated : { ...undated, publishedAt };
};
