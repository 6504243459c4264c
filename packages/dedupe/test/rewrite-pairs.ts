import { type NamedPair, pair } from './pair.ts';

const MONDAY = '2025-09-08';
const TUESDAY = '2025-09-09';

/** One event each, in the words of two newsrooms; these were written before the limits of `isLookAlike` were fixed. */
export const REWRITES_BEFORE: readonly NamedPair[] = [
  pair(
    'an earthquake whose toll and magnitude were revised',
    {
      headline: 'Strong quake hits Sarvash mountains, at least 12 dead',
      text: `At least 12 people were killed when an earthquake of magnitude 6.4 struck the Sarvash mountains of eastern Keldia before dawn on Monday, officials said.
Houses of mud brick collapsed in the villages of Upper Dorn and Lastik, and the road to the district capital Merv Tal was cut by landslides.
Governor Yusup Harran said that 60 people were in hospital. Soldiers were digging with their hands, he told Keldian television.
The quake was centred 18 kilometres south of Merv Tal, the seismic office in the capital said.`,
    },
    {
      headline: 'Keldia earthquake death toll climbs to 41 as rescuers reach villages',
      text: `Rescuers reached cut-off villages in the Sarvash mountains on Monday as the death toll from an earthquake in eastern Keldia climbed to 41, with 190 injured.
The seismic office revised the strength of the tremor to 6.7. It was felt as far as the coast.
In Lastik and Upper Dorn hardly a house was left standing. "We hear voices under the stones," said Yusup Harran, the governor, who appealed for blankets and tents.
Army bulldozers cleared the landslides that had blocked the road to Merv Tal.`,
    },
    MONDAY,
  ),
  pair(
    'the closing of a factory',
    {
      headline: 'Brannock to close Tilbrook tyre plant with loss of 840 jobs',
      text: `The tyre maker Brannock said on Monday that it would close its plant in Tilbrook by next summer, with the loss of 840 jobs.
The company blamed energy prices and cheap imports. Production of lorry tyres will move to its factory in Setúbal, Portugal.
Union leader Maud Kessel called the decision a betrayal. "They took the town's grants and now they are leaving," she said. Workers learned of it in a meeting of ten minutes.
Brannock has made tyres in Tilbrook since 1958.`,
    },
    {
      headline: 'Tilbrook in shock as tyre factory to shut after 67 years',
      text: `More than 800 people in Tilbrook will lose their work when the Brannock tyre factory shuts next year.
Staff were called together on Monday morning and told within ten minutes that the site would not survive. Lorry tyres are to be made in Portugal in future.
High energy bills and competition from cheap imports left no choice, Brannock said. For Maud Kessel of the union it is "a betrayal" of a town that paid grants to the firm.
The plant opened in 1958 and has been the town's largest employer.`,
    },
    MONDAY,
  ),
  pair(
    'a verdict in court',
    {
      headline: 'Former mayor jailed for six years over harbour bribes',
      text: `A court in Esterhaven sentenced the city's former mayor, Rickard Solle, to six years in prison on Monday for taking bribes over the rebuilding of the old harbour.
Judge Petra Oyelaran said that Solle had taken 2.3 million crowns from the contractor Dammers between 2016 and 2019 and hidden it in his sister's flower shop.
Solle, 61, shook his head as the sentence was read. His lawyer, Hugo Stam, said he would appeal.`,
    },
    {
      headline: 'Solle found guilty: "He sold the harbour", says judge',
      text: `Rickard Solle, who governed Esterhaven for nine years, has been found guilty of corruption and must go to prison for six years.
He let the builder Dammers have the contract for the old harbour and was paid 2.3 million crowns in return, the court found. The cash went through a flower shop that belongs to his sister.
"He sold the harbour of his own city," said Petra Oyelaran, the judge. The defence, led by Hugo Stam, announced an appeal within minutes of Monday's verdict.`,
    },
    MONDAY,
  ),
  pair(
    'an election, at two stages of the count',
    {
      headline: 'Greens lead as Norvik counts votes',
      text: `The Green Alliance of Tuva Lindahl was ahead in Norvik's parliamentary election on Monday with 31.2 percent after half of the votes were counted.
The Conservatives of prime minister Henrik Aas had 27.8 percent, their worst result in 40 years, the electoral board said. Turnout was put at 74 percent.
Lindahl told supporters in a tram depot in the capital that "the country has asked for change". Aas said that he would wait for the last vote.`,
    },
    {
      headline: 'Lindahl claims victory in Norvik as Aas concedes',
      text: `Tuva Lindahl has won the election in Norvik. Her Green Alliance came first with 32.6 percent, and prime minister Henrik Aas conceded shortly after midnight.
With nearly all votes counted, his Conservatives stood at 26.9 percent, their lowest share in four decades. Some 76 percent of voters took part, according to the electoral board.
"The country has asked for change," Lindahl called to a cheering crowd in an old tram depot.`,
      date: TUESDAY,
    },
    MONDAY,
  ),
  pair(
    'a ferry that sank, with a rising toll',
    {
      headline: 'Ferry with 120 aboard sinks off Pulu Bandar, 9 bodies found',
      text: `A ferry carrying about 120 people sank in heavy seas off the island of Pulu Bandar on Monday and nine bodies have been recovered, the coast guard said.
The Mutiara Dua left Teluk Asin for the fishing port of Kota Rimau at dawn. Its engine failed an hour later, survivors said, and waves broke over the stern.
Fishing boats had picked up 64 people by nightfall. Captain Jusman Latif of the coast guard said that the search would go on with lamps.`,
    },
    {
      headline: 'Dozens missing as search for Pulu Bandar ferry resumes',
      text: `Search crews pulled more bodies from the sea off Pulu Bandar on Tuesday, bringing to 23 the number known to have died when the ferry Mutiara Dua went down. At least 30 are missing.
Survivors told of an engine that stopped and a wave that came over the stern within minutes. The vessel was on its way from Teluk Asin to Kota Rimau with 126 passengers and crew, the coast guard said, correcting its earlier number.
"We will look for as long as there is hope," said coast guard captain Jusman Latif. Fishermen saved 67.`,
      date: TUESDAY,
    },
    MONDAY,
  ),
  pair(
    'a resignation',
    {
      headline: 'Chief of Calder Rail quits after winter of delays',
      text: `The head of Calder Rail, Josephine Tarr, resigned on Monday after a winter in which every third train ran late.
In a letter to staff she took responsibility for the failed timetable of December. The board named finance director Emeka Boyle as acting chief executive.
Transport minister Roland Feek, who had pressed for her departure, thanked her for her service. Passenger groups said that new trains mattered more than new faces.`,
    },
    {
      headline: 'Tarr steps down at Calder Rail; Boyle takes over for now',
      text: `Josephine Tarr is leaving Calder Rail. The chief executive stepped down on Monday and told employees by letter that the blame for the new timetable, which collapsed in December, was hers.
A third of all trains were late over the winter. Emeka Boyle, who looks after the company's finances, will run it until a successor is found, according to the board.
"New faces do not mend old trains," a passengers' association commented. Roland Feek, the transport minister, had demanded that she go.`,
    },
    MONDAY,
  ),
  pair(
    'one bank’s decision on interest',
    {
      headline: 'National Bank of Kestria holds rate at 4.5 percent',
      text: `The National Bank of Kestria left its main interest rate unchanged at 4.5 percent on Monday and said that it saw no case for a cut before the winter.
Governor Dalia Wren said food prices were still rising too fast. Inflation was 3.8 percent in August.
Two of the seven members of the council voted for a cut. The kest gained 0.3 percent against the euro.`,
    },
    {
      headline: 'No cut before winter, says Kestrian central bank chief',
      text: `Borrowers in Kestria must wait: the central bank kept its key rate at 4.5 percent on Monday, and its governor, Dalia Wren, ruled out a reduction before winter.
Food is the worry, Wren told reporters, with inflation at 3.8 percent last month. The council was divided, two of seven members wanting to ease at once.
The currency, the kest, edged up after the announcement.`,
    },
    MONDAY,
  ),
  pair(
    'a match',
    {
      headline: 'Late Ferreyra goal sends Alcazar into final',
      text: `A goal by Matías Ferreyra in stoppage time gave Atlético Alcazar a 2-1 win over Royal Brunn on Monday and a place in the Continental Cup final.
Brunn had led through Stijn Maes after 14 minutes and defended deep. Joan Pla levelled on the hour with a free kick from 25 metres.
Alcazar coach Rui Tavares ran down the touchline to his players. They meet Dynamo Sorna in Vienna on September 24.`,
    },
    {
      headline: 'Brunn’s dream ends in the 93rd minute',
      text: `Royal Brunn were two minutes from extra time when Matías Ferreyra broke their hearts. His low shot in the 93rd minute put Atlético Alcazar through to the final of the Continental Cup, 2-1.
Stijn Maes had given the Belgians an early lead; Joan Pla's fine free kick cancelled it out in the second half.
"We never stopped believing," said Rui Tavares, whose Alcazar side will play Dynamo Sorna in Vienna.`,
    },
    MONDAY,
  ),
  pair(
    'a storm, with its numbers in other words',
    {
      headline: 'Storm Edda leaves more than 10,000 homes without power',
      text: `Storm Edda left more than 10,000 homes without electricity across the Varn coast on Monday after gusts of 140 kilometres an hour brought down lines, the operator Varnkraft said.
A man of 52 died in Hollersund when a tree fell on his van. Ferries to Lissey were cancelled and 25 schools stayed closed.
Varnkraft expects to restore supply by Wednesday. Its spokeswoman Unn Dahle asked customers to keep away from fallen cables.`,
    },
    {
      headline: 'One dead and 10 000 households in the dark after storm on Varn coast',
      text: `Over ten thousand households on the Varn coast have no power since the storm called Edda swept in on Monday.
In Hollersund a falling tree killed a van driver aged 52. Twenty-five schools did not open and no ferry sailed to Lissey.
Winds reached 140 km per hour. "Stay away from cables on the ground," said Unn Dahle of the grid company Varnkraft, which hopes to have everybody connected again by Wednesday.`,
    },
    MONDAY,
  ),
  pair(
    'names spelt in two ways',
    {
      headline: 'Zorenskyy and Al-Qadiri sign gas accord in Ankova',
      text: `President Mykhailo Zorenskyy of Ruvenia and the emir of Samar, Sheikh Khalid al-Qadiri, signed an accord on gas in Ankova on Monday that will bring 4 billion cubic metres a year to Ruvenia.
The pipeline through the Müller pass is to be finished by 2028 at a cost of 1.2 billion euros, Ruvenian energy minister Oleksandr Hrytsak said.
Zorenskyy called it "a winter coat for the nation".`,
    },
    {
      headline: 'Ruvenia secures Samar gas for the winters to come',
      text: `Samar will deliver four billion cubic meters of gas each year to Ruvenia under a deal that its emir, Sheik Khaled al-Kadiri, and President Mikhail Zorensky put their names to in Ankova on Monday.
It needs a pipeline across the Mueller Pass, which will cost 1.2 billion euros and take until 2028, according to Alexander Hrytsak, the Ruvenian minister of energy.
"A winter coat for the nation," Zorensky said of the agreement.`,
    },
    MONDAY,
  ),
];

/** One event each, in two newsrooms' words; these were written after the limits were fixed. */
export const REWRITES_AFTER: readonly NamedPair[] = [
  pair(
    'a fire at a market, with a revised toll',
    {
      headline: 'Fire kills 7 at Banda Lama night market',
      text: `Seven people died when fire swept through a crowded night market in Banda Lama late on Sunday, police said.
The blaze started in a stall that sold fried food and spread to rows of tents within minutes, said police chief Rahmat Idris. Gas bottles exploded.
Twenty-two people were being treated for burns at Saint Theresa hospital.`,
    },
    {
      headline: 'Banda Lama mourns after market blaze claims 13 lives',
      text: `The death toll from the fire at the night market of Banda Lama has risen to 13, the hospital of Saint Theresa said on Monday after six of the injured died.
Investigators believe that hot oil in a food stall caught fire. The flames jumped from tent to tent and set off gas bottles.
"People had nowhere to run," said Rahmat Idris, who leads the police. Flags flew at half mast.`,
    },
    MONDAY,
  ),
  pair(
    'a strike that was called',
    {
      headline: 'Airport staff at Holm to strike on Friday',
      text: `Ground staff at Holm airport will walk out for 24 hours on Friday after talks on pay broke down, the union Lufta said on Monday.
It wants a rise of 8 percent; the operator Nordport has offered 4. About 300 flights and 45,000 passengers will be affected.
Nordport's head of personnel, Signe Falk, called the strike irresponsible.`,
    },
    {
      headline: 'Travellers face chaos as Lufta calls walkout at Holm airport',
      text: `Some 45,000 travellers must change their plans: on Friday nobody will load bags or refuel aircraft at Holm airport.
The union Lufta announced the day-long stoppage on Monday when the operator, Nordport, refused to go beyond four percent more pay. Lufta insists on eight.
"Irresponsible," said Nordport's Signe Falk. The airport expects that 300 flights will be cancelled.`,
    },
    MONDAY,
  ),
  pair(
    'a prize',
    {
      headline: 'Kenyan novelist Wanjiru Odede wins Meridian Prize',
      text: `The Kenyan novelist Wanjiru Odede has won the Meridian Prize for "The Salt Road", a story of three sisters on the coast of Lamu.
The jury, led by the critic Tomasz Bielik, praised "a voice like no other" at a ceremony in Geneva on Monday. The award is worth 100,000 francs.
Odede, 38, is the first writer from East Africa to receive it.`,
    },
    {
      headline: '"The Salt Road" takes Meridian Prize',
      text: `With her tale of three sisters in Lamu, Wanjiru Odede has carried off one of the richest awards in literature.
The Meridian Prize, endowed with 100,000 Swiss francs, went to "The Salt Road" on Monday evening in Geneva. Tomasz Bielik, who chaired the judges, spoke of a voice like no other.
It is the first time that an East African author is honoured. Odede, who is 38, thanked her grandmother.`,
    },
    MONDAY,
  ),
  pair(
    'a company’s results',
    {
      headline: 'Lindqvist Motor swings to loss on battery recall',
      text: `Lindqvist Motor reported a quarterly loss of 412 million crowns on Monday as the recall of batteries in its Vala electric car cost more than it had foreseen.
Revenue fell 6 percent to 9.8 billion crowns. Chief executive Bo Rask withdrew the forecast for the year.
The shares fell 11 percent in Holm. Some 31,000 cars must go back to the workshop.`,
    },
    {
      headline: 'Vala recall pushes Lindqvist Motor into the red',
      text: `The faulty batteries of the Vala have cost Lindqvist Motor dear. The carmaker lost 412 million crowns in the quarter, it said on Monday, and investors fled: the stock dropped 11 percent.
Bo Rask, its chief executive, no longer dares to give an outlook. Sales were down by 6 percent at 9.8 billion crowns.
The company is calling back 31,000 of the electric cars.`,
    },
    MONDAY,
  ),
  pair(
    'a rescue from a cave, a day apart',
    {
      headline: 'Five cavers trapped by flood in Grotte du Loup',
      text: `Five cavers were trapped on Monday by rising water in the Grotte du Loup in the Aubrac hills, rescuers said.
The group, students from Montcalm, had gone in on Sunday despite a warning of storms. Divers made contact with them on a ledge 700 metres from the entrance.
"They are cold but well," said Luc Bastide of the mountain rescue.`,
    },
    {
      headline: 'Students saved from flooded cave after 40 hours',
      text: `All five students who were stuck in the Grotte du Loup in the Aubrac have been brought out alive, mountain rescuers said early on Tuesday.
The cavers from Montcalm had waited for 40 hours on a ledge, 700 metres inside, while water blocked the way. Divers led them out one by one.
"We shall sleep well tonight," said Luc Bastide, who directed the operation.`,
      date: TUESDAY,
    },
    MONDAY,
  ),
  pair(
    'a new law',
    {
      headline: 'Parliament in Dunmark bans phones in schools',
      text: `Dunmark's parliament voted 118 to 51 on Monday to ban mobile phones from schools for pupils under 15, starting next August.
Education minister Karla Stroem said that children needed "six hours of peace". Teachers may allow exceptions for illness.
The opposition Freedom League called the law an intrusion into family life.`,
    },
    {
      headline: 'No more phones in class: Dunmark’s MPs back ban for under-15s',
      text: `Children under 15 in Dunmark will have to leave their mobile phones at home or in a locker from August. The ban passed parliament on Monday by 118 votes to 51.
"Six hours of peace" is how Karla Stroem, the minister for education, describes her aim; sick pupils may be exempted.
For the Freedom League, in opposition, families should decide.`,
    },
    MONDAY,
  ),
  pair(
    'a short and a long report of an accident',
    {
      headline: 'Cable car halted over Valsera gorge',
      text: `Twenty-eight tourists hung above the Valsera gorge for five hours on Monday when the cable car to Monte Cairo stopped. Nobody was hurt, firefighters said.`,
    },
    {
      headline: 'Five hours above the abyss: how a cable car stuck at Monte Cairo',
      text: `When the cable car to Monte Cairo came to a halt on Monday, 28 tourists looked down into the Valsera gorge, 200 metres below. They were to do so for five hours.
A bearing had failed in the upper station, said the operator, Funivie Valsera. Firefighters let a rescuer down by helicopter with blankets and chocolate, and two by two the passengers were roped to the ground.
"Nobody was hurt, and nobody was sick," said fire chief Dario Menin. A honeymooning couple from Leeds said that they would walk down next time.`,
    },
    MONDAY,
  ),
  pair(
    'a transfer',
    {
      headline: 'Sorna sign Okafor from Brunn for €62m',
      text: `Dynamo Sorna have signed the striker Emeka Okafor from Royal Brunn for 62 million euros on a contract until 2030, both clubs said on Monday.
Okafor, 22, scored 27 goals last season. "I have come to win the Continental Cup," he said.
Brunn coach Jan Wouters will look for a replacement before the window closes.`,
    },
    {
      headline: 'Okafor leaves Brunn for Dynamo in record deal',
      text: `Royal Brunn have let their top scorer go. Emeka Okafor, 22, moves to Dynamo Sorna, who pay 62 million euros, a record in the league, and tie him down for five years.
The forward, who found the net 27 times last term, said on Monday that he wanted to lift the Continental Cup. Jan Wouters, the coach he leaves behind, has until the end of the month to fill the gap.`,
    },
    MONDAY,
  ),
  pair(
    'a discovery, with names in two spellings',
    {
      headline: 'Tomb of warrior queen found at Tell Nuwayra',
      text: `Archaeologists have found the tomb of a queen who was buried with her weapons 3,200 years ago at Tell Nuwayra in northern Jazira.
The team of Dr Yusuf al-Haddad from the university of Mardin opened the chamber last week. A bronze sword and 14 gold rings lay beside the skeleton.
"She was no man's ornament," al-Haddad told reporters on Monday.`,
    },
    {
      headline: 'Queen with a sword: 3,200-year-old grave opened in Jazira',
      text: `She went into the next world armed. In a chamber beneath Tell Nuwaira, in the north of Jazira, researchers led by Yousef El-Haddad came upon a queen's grave that is 3,200 years old.
Next to the bones were fourteen rings of gold and a sword made of bronze, the scholar from Mardin university said on Monday. "She was no man's ornament."`,
    },
    MONDAY,
  ),
  pair(
    'an outbreak, with numbers in other words',
    {
      headline: 'Cholera sickens over 2,500 in Kaduma delta',
      text: `More than 2,500 people have fallen ill with cholera in the Kaduma delta since floods spoiled wells in August, the health ministry of Bondou said on Monday. Sixty-one have died.
The World Medical Corps is flying in 30 tonnes of salts and tents to the town of Sefa. Its coordinator, Ana Ruiz, said that half of the sick were children.`,
    },
    {
      headline: 'Aid flown to Bondou as cholera spreads',
      text: `An aircraft with thirty tons of medicine and tents left for Sefa on Monday, where cholera is spreading through the villages of the Kaduma delta.
Bondou's ministry of health counts 61 dead and upwards of 2500 sick. The disease came with August's floods, which fouled the wells.
Every second patient is a child, according to Ana Ruiz of the World Medical Corps.`,
    },
    MONDAY,
  ),
];
