import { type NamedPair, pair } from './pair.ts';

const TUESDAY = '2025-05-13';
const WEDNESDAY = '2025-05-14';

/** Two events each, told in one template; these were written before the limits of `isLookAlike` were fixed. */
export const LOOK_ALIKES_BEFORE: readonly NamedPair[] = [
  pair(
    'the rate cuts of two central banks',
    {
      headline: 'Bank of Orlund cuts rate by quarter point',
      text: `The Bank of Orlund lowered its benchmark interest rate by a quarter of a percentage point to 3.75 percent on Tuesday, its third cut this year, as inflation slowed.
Governor Saskia Throm told a news conference in Orlund City that price pressures had eased faster than expected. "We can afford to support growth," Throm said.
Consumer prices rose 2.1 percent in April from a year earlier, down from 2.6 percent in March. The orl weakened 0.4 percent against the dollar after the decision.
Economists polled last week had expected the move. The bank meets again on June 24.`,
    },
    {
      headline: 'Bank of Tessaly cuts rate by half a point',
      text: `The Bank of Tessaly lowered its benchmark interest rate by half a percentage point to 6.25 percent on Tuesday, its second cut this year, as inflation slowed.
Governor Imre Balakov told a news conference in Port Tessaly that price pressures had eased faster than expected. "The economy needs room to breathe," Balakov said.
Consumer prices rose 4.3 percent in April from a year earlier, down from 5.2 percent in March. The tessal weakened 1.1 percent against the dollar after the decision.
Economists polled last week had expected the move. The bank meets again on July 8.`,
    },
    TUESDAY,
  ),
  pair(
    'the closing levels of one exchange on two days',
    {
      headline: 'Marrow Street closes lower as chipmakers slip',
      text: `Stocks on Marrow Street closed lower on Tuesday as chipmakers slipped and investors waited for figures on jobs.
The MS-50 index lost 41.2 points, or 0.9 percent, to 4,518.3. Losers outnumbered gainers by three to one on volume of 712 million shares.
Halden Semiconductor fell 4.4 percent and Brixia Devices 3.1 percent. Banks held up, with First Cordel gaining 0.6 percent.
"People are taking money off the table," said Dory Welk, a strategist at Penn and Wray.`,
      date: TUESDAY,
    },
    {
      headline: 'Marrow Street closes higher as retailers gain',
      text: `Stocks on Marrow Street closed higher on Wednesday as retailers gained and investors waited for figures on trade.
The MS-50 index added 58.7 points, or 1.3 percent, to 4,577.0. Gainers outnumbered losers by two to one on volume of 655 million shares.
Oakhanger Stores rose 5.2 percent and Millers Lane 2.8 percent. Oil firms lagged, with Pelagic Energy losing 1.2 percent.
"Buyers came back in the afternoon," said Dory Welk, a strategist at Penn and Wray.`,
      date: WEDNESDAY,
    },
  ),
  pair(
    'the rain of two towns',
    {
      headline: 'Yellow rain warning for Cobbleton',
      text: `Forecasters have issued a yellow warning of heavy rain for Cobbleton and the Farrow valley from midnight until 9 a.m. on Wednesday.
Between 20 and 30 millimetres may fall within three hours, and up to 55 millimetres on high ground around Gannet Tor. Flooding of a few homes is possible, and buses may be delayed.
The river agency advised people near the Farrow to move cars and check drains.`,
    },
    {
      headline: 'Yellow rain warning for Ansty Magna',
      text: `Forecasters have issued a yellow warning of heavy rain for Ansty Magna and the Leddon basin from 6 p.m. on Tuesday until 4 a.m. on Wednesday.
Between 15 and 25 millimetres may fall within two hours, and up to 40 millimetres on high ground around Hob's Edge. Flooding of a few homes is possible, and trains may be delayed.
The river agency advised people near the Leddon to move cars and check drains.`,
    },
    TUESDAY,
  ),
  pair(
    'two earthquakes on one day',
    {
      headline: 'Magnitude 5.8 quake shakes northern Quillota islands',
      text: `An earthquake of magnitude 5.8 struck off the northern Quillota islands on Tuesday, the Geological Institute said. There were no immediate reports of damage or casualties.
The quake hit at 6:12 a.m. local time at a depth of 33 kilometres, about 80 kilometres north of the port of Sant Orsel. No tsunami warning was issued.
Residents of Sant Orsel told local radio that windows rattled for about ten seconds.`,
    },
    {
      headline: 'Magnitude 6.1 quake shakes southern Draga province',
      text: `An earthquake of magnitude 6.1 struck southern Draga province on Tuesday, the Geological Institute said. There were no immediate reports of damage or casualties.
The quake hit at 2:47 p.m. local time at a depth of 12 kilometres, about 25 kilometres west of the town of Velmesh. No tsunami warning was issued.
Residents of Velmesh told local radio that they ran into the streets.`,
    },
    TUESDAY,
  ),
  pair(
    'the quarterly results of two companies',
    {
      headline: 'Fenwick Tools profit rises 12 percent',
      text: `Fenwick Tools reported a rise of 12 percent in first-quarter profit on Tuesday, helped by demand for cordless drills, and raised its forecast for the year.
Net income was $84.2 million, or $1.17 a share, against $75.1 million, or $1.02 a share, a year earlier. Revenue rose 7 percent to $611 million.
Analysts had expected earnings of $1.10 a share on revenue of $598 million. Chief executive Lorna Pryce said margins had improved. Shares rose 3.9 percent in early trading.`,
    },
    {
      headline: 'Garrod Foods profit rises 5 percent',
      text: `Garrod Foods reported a rise of 5 percent in first-quarter profit on Tuesday, helped by demand for frozen pizza, and raised its forecast for the year.
Net income was $213 million, or $2.31 a share, against $203 million, or $2.19 a share, a year earlier. Revenue rose 2 percent to $3.4 billion.
Analysts had expected earnings of $2.25 a share on revenue of $3.3 billion. Chief executive Milos Arden said margins had improved. Shares rose 1.4 percent in early trading.`,
    },
    TUESDAY,
  ),
  pair(
    'the obituaries of two musicians',
    {
      headline: 'Jazz trumpeter Cleve Mabry dies at 79',
      text: `Cleve Mabry, the jazz trumpeter who led bands for five decades, has died at a hospital in Port Lisle. He was 79.
His daughter, Nell Mabry, said that he died of heart failure on Monday. Born in Tuckahoe Bend, the son of a railway porter, he took up the trumpet at the age of nine.
His record "Blue Ferry" sold a million copies and won two Lyre awards. He is survived by his wife and three children.`,
    },
    {
      headline: 'Jazz pianist Otis Ferrand dies at 86',
      text: `Otis Ferrand, the jazz pianist who led trios for six decades, has died at his home in Castle Rowe. He was 86.
His son, Gil Ferrand, said that he died of pneumonia on Sunday. Born in Almira Falls, the son of a schoolteacher, he took up the piano at the age of five.
His record "Night Kitchen" sold half a million copies and won three Lyre awards. He is survived by two children.`,
    },
    TUESDAY,
  ),
  pair(
    'a ministry’s briefings of two days',
    {
      headline: 'Foreign ministry daily briefing',
      text: `The spokesman of the foreign ministry of Arvenia, Bohdan Kerr, held the regular daily briefing on Tuesday.
Asked about the talks on fishing grounds with Sundmark, he said that a third round would begin in Holm next week and that Arvenia would insist on its quota of cod.
He declined to comment on reports that the ambassador to Tarsk had been recalled.
On the visit of the trade delegation from Peru, Kerr said that an accord on avocados was ready to be signed.`,
      date: TUESDAY,
    },
    {
      headline: 'Foreign ministry daily briefing',
      text: `The spokesman of the foreign ministry of Arvenia, Bohdan Kerr, held the regular daily briefing on Wednesday.
Asked about the arrest of two journalists in Ostrova, he said that consular staff had been refused access to the prison and that Arvenia had protested.
He announced that visa rules for students would be eased from September.
On the border crossing at Mill Gap, Kerr said that lorries would be let through again after the strike of customs officers.`,
      date: WEDNESDAY,
    },
  ),
  pair(
    'the share prices of two companies after analysts’ notes',
    {
      headline: 'Vantor shares jump 9% after upgrade',
      text: `Shares in Vantor jumped 9 percent to 41.30 crowns on Tuesday after analysts at Holt Brothers raised their rating to buy from hold and their target price to 50 crowns from 38.
The maker of lift motors has gained 22 percent since January. Holt said that orders from Asia were picking up. Trading volume was four times the daily average by noon.`,
    },
    {
      headline: 'Selkie Cruises shares jump 7% after upgrade',
      text: `Shares in Selkie Cruises jumped 7 percent to 12.85 crowns on Tuesday after analysts at Holt Brothers raised their rating to buy from hold and their target price to 16 crowns from 11.
The operator of river ships has gained 31 percent since January. Holt said that bookings for the summer were picking up. Trading volume was three times the daily average by noon.`,
    },
    TUESDAY,
  ),
  pair(
    'two matches of one team',
    {
      headline: 'Rovers beat Ashcombe Town 2-0',
      text: `Denholm Rovers beat Ashcombe Town 2-0 at Quarry Road on Saturday with goals in either half.
Striker Paolo Renz headed Rovers in front in the 23rd minute from a corner by Kit Adeyo, and Lars Moen added a second from the penalty spot with nine minutes left.
Ashcombe goalkeeper Fitz Harrow saved twice from Renz. Rovers coach Anna Vale said her side had earned the points. They are fourth, with 51 points from 30 matches, in front of 9,312 spectators.`,
      date: '2025-04-12',
    },
    {
      headline: 'Rovers beat Kilmarsh 3-1',
      text: `Denholm Rovers beat Kilmarsh 3-1 at Quarry Road on Saturday with two goals in the second half.
Midfielder Kit Adeyo shot Rovers in front in the 8th minute from a pass by Jonas Ferle, Kilmarsh levelled through Dean Oakes before the break, and Paolo Renz struck twice late on.
Kilmarsh had defender Sol Wickes sent off. Rovers coach Anna Vale said her side had shown patience. They are third, with 54 points from 31 matches, in front of 10,044 spectators.`,
      date: '2025-04-19',
    },
  ),
  pair(
    'the eurobonds of two borrowers',
    {
      headline: 'HARGREN STEEL ISSUES 75 MLN DLR EUROBOND',
      text: `Hargren Steel Corp is issuing a 75 mln dlr eurobond due May 12, 1997 carrying a coupon of 7-3/4 pct and priced at 101-1/8, lead manager Nordsee Securities International said.
The bond is available in denominations of 5,000 dlrs and will be listed in Luxembourg. Fees comprise 1-1/4 pct selling concession and 5/8 pct for management and underwriting combined. Pay date is May 12.`,
    },
    {
      headline: 'ILMARI PAPER ISSUES 100 MLN DLR EUROBOND',
      text: `Ilmari Paper Oy is issuing a 100 mln dlr eurobond due June 3, 1992 carrying a coupon of 8-1/4 pct and priced at 100-7/8, lead manager Banque Tourelle said.
The bond is available in denominations of 1,000 and 10,000 dlrs and will be listed in London. Fees comprise 1-1/8 pct selling concession and 3/4 pct for management and underwriting combined. Pay date is June 3.`,
    },
    '1987-04-21',
  ),
];

/** Two events each, in one template; these were written after the limits were fixed. */
export const LOOK_ALIKES_AFTER: readonly NamedPair[] = [
  pair(
    'the results of two constituencies',
    {
      headline: 'Labour Union holds Brackwater East',
      text: `The Labour Union held the seat of Brackwater East in Tuesday's by-election with a majority of 2,114, down from 7,950 at the general election.
Its candidate, the nurse Wilma Sturgess, won 11,402 votes. Gordon Peake of the Country Party came second with 9,288 and the Liberals a distant third. Turnout was 41.3 percent.
The vote was called after the death of Arthur Noakes, who had sat for the town since 1999.`,
    },
    {
      headline: 'Country Party holds Sallow Downs',
      text: `The Country Party held the seat of Sallow Downs in Tuesday's by-election with a majority of 5,630, down from 12,077 at the general election.
Its candidate, the farmer Crispin Hale, won 15,861 votes. Jenny Otobo of the Liberals came second with 10,231 and the Labour Union a distant third. Turnout was 38.8 percent.
The vote was called after the resignation of Sir Miles Orde, who had sat for the county since 2005.`,
    },
  ),
  pair(
    'two crashes on one motorway',
    {
      headline: 'Two hurt in M12 crash',
      text: `Two people were taken to hospital after a crash on the M12 near junction 7 on Monday morning, police said.
A lorry and a white van collided on the northbound carriageway shortly after 7.30 a.m. The van driver, a man of 34 from Wickley, has serious injuries.
The road was closed for four hours and queues reached six miles. Witnesses are asked to call 0555 310 and quote incident 188.`,
      date: '2025-05-12',
    },
    {
      headline: 'Three hurt in M12 crash',
      text: `Three people were taken to hospital after a crash on the M12 near junction 11 on Tuesday evening, police said.
A coach and two cars collided on the southbound carriageway shortly after 5.45 p.m. The driver of one car, a woman of 58 from Elmstead, has serious injuries.
The road was closed for three hours and queues reached nine miles. Witnesses are asked to call 0555 310 and quote incident 412.`,
      date: '2025-05-13',
    },
  ),
  pair(
    'the sentences of two burglars',
    {
      headline: 'Burglar jailed for four years',
      text: `A burglar who stole jewellery from pensioners has been jailed for four years at Harnham Crown Court.
Dale Tranter, 29, of Mill Lane, Oxley, admitted five burglaries between March and June. He was caught when a doorbell camera filmed him in Cedar Avenue.
Detective Constable Priya Nair said: "He picked on people who could not fight back. I hope the sentence brings them some comfort."`,
    },
    {
      headline: 'Burglar jailed for three years',
      text: `A burglar who stole bicycles from students has been jailed for three years at Leighbridge Crown Court.
Shane Purkiss, 41, of Station Road, Totton End, admitted nine burglaries between August and November. He was caught when he left a glove in Priory Street.
Detective Constable Owen Rees said: "He took what young people need to get to work. I hope the sentence sends a message."`,
    },
  ),
  pair(
    'two recalls by one maker',
    {
      headline: 'Hestia recalls 40,000 kettles',
      text: `Hestia is recalling 40,000 kettles sold since October because the handle can come loose and spill boiling water, the consumer agency said on Monday.
The model K20 was sold in four colours at Bellamy stores for 29.90 crowns. Eleven customers have reported scalds.
Owners should stop using the kettles and return them to the shop for a refund, Hestia said.`,
      date: '2025-05-12',
    },
    {
      headline: 'Hestia recalls 15,000 toasters',
      text: `Hestia is recalling 15,000 toasters sold since January because the lever can stick and the bread catch fire, the consumer agency said on Thursday.
The model T6 was sold in two colours at Morrow stores for 44.50 crowns. Three customers have reported burns.
Owners should unplug the toasters and return them to the shop for a refund, Hestia said.`,
      date: '2025-05-15',
    },
  ),
  pair(
    'the jobless figures of two countries',
    {
      headline: 'Unemployment in Ostmark falls to 6.1 pct',
      text: `Unemployment in Ostmark fell to a seasonally adjusted 6.1 percent in April from 6.3 percent in March, the statistics office said on Tuesday.
The number of people out of work dropped by 14,000 to 389,000. Economists had forecast a rate of 6.2 percent.
Hiring in hotels and building made up for losses in industry. Labour minister Konrad Ziehl said that reforms were bearing fruit.`,
    },
    {
      headline: 'Unemployment in Lusara falls to 9.4 pct',
      text: `Unemployment in Lusara fell to a seasonally adjusted 9.4 percent in April from 9.7 percent in March, the statistics office said on Tuesday.
The number of people out of work dropped by 52,000 to 1.61 million. Economists had forecast a rate of 9.6 percent.
Hiring in tourism and farming made up for losses in banking. Labour minister Inês Valadar said that subsidies were working.`,
    },
  ),
  pair(
    'two house fires',
    {
      headline: 'Family escapes house fire in Pentlow',
      text: `A family of five escaped a fire that destroyed their home in Pentlow early on Tuesday, firefighters said.
Four engines were sent to Orchard Close at 2.15 a.m. and the blaze was put out by dawn. A smoke alarm had woken the eldest daughter, Beth Caddick, who is 12.
The fire is thought to have begun in a tumble dryer. Neighbours have collected clothes and toys.`,
    },
    {
      headline: 'Couple escapes house fire in Great Saxby',
      text: `A couple in their seventies escaped a fire that destroyed their home in Great Saxby early on Tuesday, firefighters said.
Six engines were sent to Vicarage Hill at 4.40 a.m. and the blaze was put out by noon. Their dog, a terrier called Mop, had woken Ron and Sylvia Tench by barking.
The fire is thought to have begun in a chimney. The parish has opened a fund.`,
    },
  ),
  pair(
    'two drawings of a lottery',
    {
      headline: 'Winning numbers in Goldball drawing',
      text: `The winning numbers in Saturday's drawing of the Goldball lottery are 4, 11, 23, 37, 40 and 46, with the bonus ball 9.
No ticket matched all six and the bonus. The jackpot of 12.4 million crowns rolls over. Three tickets, sold in Aldhelm, Port Lisle and Vance, won 150,000 crowns each.`,
      date: '2025-05-10',
    },
    {
      headline: 'Winning numbers in Goldball drawing',
      text: `The winning numbers in Wednesday's drawing of the Goldball lottery are 2, 8, 19, 25, 31 and 44, with the bonus ball 17.
One ticket matched all six and the bonus. Its holder, who bought it in Crewsby, wins 14.1 million crowns. Five tickets won 90,000 crowns each.`,
      date: '2025-05-14',
    },
  ),
  pair(
    'two takeovers announced in one form',
    {
      headline: 'Aldous Corp to buy Finch Labs for 310 mln dlrs',
      text: `Aldous Corp said it agreed to buy Finch Labs Inc for 310 mln dlrs in cash, or 22.50 dlrs a share.
The transaction, approved by both boards, is subject to regulatory approval and should close in the third quarter. Finch makes test kits and had sales of 96 mln dlrs last year.
Aldous said the acquisition would add to earnings from next year. Whitmore Partners advised Finch.`,
    },
    {
      headline: 'Quince Holdings to buy Marl Shipping for 540 mln dlrs',
      text: `Quince Holdings said it agreed to buy Marl Shipping Ltd for 540 mln dlrs in cash, or 61 dlrs a share.
The transaction, approved by both boards, is subject to regulatory approval and should close in the fourth quarter. Marl owns 18 tankers and had sales of 202 mln dlrs last year.
Quince said the acquisition would add to earnings from next year. Bradwell and Sons advised Marl.`,
    },
  ),
  pair(
    'two days of one trial',
    {
      headline: 'Ferris trial: day 3',
      text: `The trial of the banker Noel Ferris continued on Tuesday before the High Court in Danebury. Ferris, 55, denies six counts of fraud.
The jury heard from the auditor Helen Marsh, who told of invoices from a company that did not exist. She said that she had warned the board in 2021. Asked by the defence why she had signed the accounts, she wept.
The court was shown a yacht's logbook. The trial continues.`,
      date: '2025-05-13',
    },
    {
      headline: 'Ferris trial: day 4',
      text: `The trial of the banker Noel Ferris continued on Wednesday before the High Court in Danebury. Ferris, 55, denies six counts of fraud.
The jury heard from his former driver, Pat Quilty, who told of envelopes that he took to a hotel in Zug. He said that he never looked inside. Asked by the defence whether he had been paid to testify, he laughed.
The court was played a telephone call. The trial continues.`,
      date: '2025-05-14',
    },
  ),
  pair(
    'the weather services’ warnings of two storms',
    {
      headline: 'Hurricane Odile heads for Costa Brisa',
      text: `Hurricane Odile strengthened to category 3 on Tuesday as it headed for the Costa Brisa, with winds of 190 kilometres an hour, the hurricane centre said.
At 0900 GMT its eye was 210 kilometres south-east of Puerto Almar, moving north-west at 14 kilometres an hour. Some 60,000 people were told to leave the coast.
Schools and the airport at Almar were closed. A storm surge of three metres is expected.`,
    },
    {
      headline: 'Cyclone Tembi heads for Nyassa coast',
      text: `Cyclone Tembi strengthened to category 4 on Tuesday as it headed for the Nyassa coast, with winds of 215 kilometres an hour, the cyclone centre said.
At 0600 GMT its eye was 160 kilometres north-east of Quelane, moving south-west at 19 kilometres an hour. Some 85,000 people were told to leave the coast.
Schools and the port at Quelane were closed. A storm surge of four metres is expected.`,
    },
  ),
];
