import { agencyByWords } from './agency-words.ts';
import { trimEndOf, trimStartOf } from './trimming.ts';

/**
 * News agencies by full name, and the other names they sign with. Source: members of the European
 * Alliance of News Agencies, OANA and MINDS (2024 lists), and the sign-offs of their own style books.
 */
const AGENCIES: readonly (readonly [name: string, aliases: readonly string[]])[] = [
  [
    'Press Association',
    [
      'PA',
      'PA Media',
      'PA News',
      'PA news agency',
      'The Press Association',
      'PA Wire',
      'Press Association Reporters',
    ],
  ],
  [
    'Reuters',
    ['Reuter', 'Thomson Reuters', 'Reuters News Agency', 'Reuters Staff', 'Agencia Reuters', 'Reuters.com'],
  ],
  ['Associated Press', ['AP', 'The Associated Press', 'AP News', 'AP Wire']],
  ['Agence France-Presse', ['AFP', 'Agence France Presse', 'AFP News', 'AFP News Agency']],
  [
    'Deutsche Presse-Agentur',
    ['dpa', 'dpa-infocom', 'dpa-AFX', 'dpa International', 'Deutsche Presse Agentur'],
  ],
  ['United Press International', ['UPI']],
  ['Agenzia Nazionale Stampa Associata', ['ANSA', 'Agenzia ANSA', 'Redazione ANSA']],
  ['Agencia EFE', ['EFE', 'EFE News', 'Agencia Efe']],
  ['Xinhua News Agency', ['Xinhua', 'Xinhuanet', 'Xinhua News', 'New China News Agency']],
  ['TASS', ['ITAR-TASS', 'TASS News Agency', 'Russian News Agency TASS', 'ТАСС']],
  ['RIA Novosti', ['RIA', 'РИА Новости']],
  ['Interfax', ['Интерфакс']],
  ['Korean Central News Agency', ['KCNA', 'KCNA Watch']],
  ['Yonhap News Agency', ['Yonhap', 'Yonhap News']],
  ['Kyodo News', ['Kyodo', 'Kyodo News Agency']],
  ['Jiji Press', ['Jiji']],
  ['Press Trust of India', ['PTI']],
  ['Asian News International', ['ANI']],
  ['Indo-Asian News Service', ['IANS']],
  ['United News of India', ['UNI']],
  ['Anadolu Agency', ['Anadolu', 'Anadolu Ajansı', 'AA']],
  ['Australian Associated Press', ['AAP', 'AAP Newswire']],
  ['Canadian Press', ['The Canadian Press', 'La Presse Canadienne', 'CP']],
  ['Austria Presse Agentur', ['APA', 'APA.at']],
  ['Keystone-SDA', ['SDA', 'Keystone-ATS', 'Schweizerische Depeschenagentur']],
  ['Algemeen Nederlands Persbureau', ['ANP']],
  ['Belga News Agency', ['Belga']],
  ['Tidningarnas Telegrambyrå', ['TT', 'TT Nyhetsbyrån']],
  ['Norsk Telegrambyrå', ['NTB']],
  ['Ritzau', ['Ritzaus Bureau', '/ritzau/']],
  ['Suomen Tietotoimisto', ['STT']],
  ['Polska Agencja Prasowa', ['PAP']],
  ['Lusa News Agency', ['Lusa', 'Agência Lusa']],
  ['Adnkronos', ['AdnKronos']],
  ['Europa Press', []],
  ['Islamic Republic News Agency', ['IRNA']],
  ['Ukrinform', []],
  ['Sputnik', []],
  ['Bloomberg', ['Bloomberg News']],
  ['Dow Jones Newswires', ['Dow Jones']],
  ['Agenția Română de Presă', ['Agerpres']],
  ['Agência Brasil', []],
  ['Notimex', []],
  ['Bernama', []],
  ['Antara', ['ANTARA News']],
  ['Sportinformationsdienst', ['SID']],
  ['Evangelischer Pressedienst', ['epd']],
  ['Katholische Nachrichten-Agentur', ['KNA']],
];

const BY_NAME = new Map<string, string>(
  AGENCIES.flatMap(([name, aliases]) =>
    [name, ...aliases].map((alias): [string, string] => [key(alias), name]),
  ),
);
/** Short signs that are also words or initials: taken only in capitals as their own. */
const CASE_BOUND = new Set([
  'PA',
  'AP',
  'AA',
  'CP',
  'TT',
  'UNI',
  'APA',
  'SID',
  'PAP',
  'ANI',
  'RIA',
  'STT',
  'KNA',
  'SDA',
]);

function key(name: string): string {
  return name
    .replace(/^the /i, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

/** A sign without the brackets and dashes around it. */
const withoutMarks = (sign: string): string => trimEndOf(trimStartOf(sign, '(/–—-'), ')/.,;:–—-');

/** Full name of the agency that `name` signs for, or undefined where it is none. */
export function agencyName(name: string): string | undefined {
  const trimmed = withoutMarks(name.trim()).trim();
  if (trimmed.length === 0 || trimmed.length > 60) return undefined;
  if (CASE_BOUND.has(trimmed.toUpperCase()) && trimmed !== trimmed.toUpperCase()) return undefined;
  return BY_NAME.get(key(trimmed));
}

/** An agency of the list by any of its names, else one told by the generic part of its name. */
export function namedAgency(name: string): string | undefined {
  return agencyName(name) ?? agencyByWords(withoutMarks(name.trim()));
}

const SIGNED = /^(?:by|von|source:|quelle:|fuente:|text:)\s+/i;

/** The first agency in a list of names such as `AFP/Reuters` or `Reuters, staff writers`. */
export function findAgency(names: string): string | undefined {
  if (names.length > 200) return undefined;
  const whole = namedAgency(names.trim().replace(SIGNED, ''));
  if (whole !== undefined) return whole;
  for (const part of names.split(/[,/;|&+]|\s-\s|\s(?:and|und|mit|with|et|avec|y|con|e|och|og)\s/)) {
    const found = namedAgency(part.trim().replace(SIGNED, ''));
    if (found !== undefined) return found;
  }
  return undefined;
}
