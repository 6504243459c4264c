import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText, findCharset, type Markup } from '../src/charset.ts';
import { detectCharset } from '../src/charset-detection.ts';

/** One piece of news in many languages, each with the encodings that its pages are or were written in. */
const NEWS: readonly (readonly [language: string, encodings: readonly string[], text: string])[] = [
  [
    'Russian',
    ['windows-1251', 'koi8-r', 'iso-8859-5'],
    'Городской совет в среду одобрил строительство нового моста через реку. Работы начнутся весной и продлятся два года, сообщил мэр.',
  ],
  [
    'Ukrainian',
    ['windows-1251'],
    'Міська рада у середу схвалила будівництво нового мосту через річку. Роботи почнуться навесні й триватимуть два роки, повідомив міський голова.',
  ],
  [
    'Bulgarian',
    ['windows-1251'],
    'Общинският съвет одобри в сряда строежа на нов мост над реката. Работата ще започне през пролетта и ще продължи две години, каза кметът.',
  ],
  [
    'Greek',
    ['windows-1253'],
    'Το δημοτικό συμβούλιο ενέκρινε την Τετάρτη την κατασκευή νέας γέφυρας πάνω από το ποτάμι. Οι εργασίες αρχίζουν την άνοιξη, είπε ο δήμαρχος.',
  ],
  [
    'Turkish',
    ['windows-1254'],
    'Belediye meclisi çarşamba günü nehrin üzerine yeni bir köprü yapılmasını onayladı. Çalışmalar ilkbaharda başlayacak ve iki yıl sürecek, dedi başkan.',
  ],
  [
    'Hebrew',
    ['windows-1255'],
    'מועצת העיר אישרה ביום רביעי את בניית הגשר החדש מעל הנהר. העבודות יתחילו באביב ויימשכו שנתיים, אמר ראש העירייה.',
  ],
  [
    'Arabic',
    ['windows-1256'],
    'وافق مجلس المدينة يوم الأربعاء على بناء جسر جديد فوق النهر. وقال رئيس البلدية إن الأعمال ستبدأ في الربيع وتستمر عامين.',
  ],
  [
    'Polish',
    ['iso-8859-2', 'windows-1250'],
    'Rada miasta zatwierdziła w środę budowę nowego mostu nad rzeką. Prace rozpoczną się wiosną i potrwają dwa lata, powiedział burmistrz.',
  ],
  [
    'Czech',
    ['windows-1250'],
    'Městská rada ve středu schválila stavbu nového mostu přes řeku. Práce začnou na jaře a potrvají dva roky, řekl starosta města.',
  ],
  [
    'Hungarian',
    ['iso-8859-2'],
    'A városi tanács szerdán jóváhagyta az új folyami híd építését. A munka tavasszal kezdődik és két évig tart, közölte a polgármester, aki örült a döntésnek.',
  ],
  [
    'Japanese',
    ['shift_jis', 'euc-jp'],
    '市議会は水曜日、川に新しい橋を架ける計画を承認した。工事は春に始まり、二年間続く見込みだと市長は述べた。',
  ],
  [
    'Chinese, simplified',
    ['gbk'],
    '市议会星期三批准在河上修建一座新桥。市长表示，工程将于春季开工，预计持续两年。',
  ],
  [
    'Chinese, traditional',
    ['big5'],
    '市議會星期三批准在河上興建一座新橋。市長表示，工程將於春季動工，預計持續兩年。',
  ],
  [
    'Korean',
    ['euc-kr'],
    '시의회는 수요일 강에 새 다리를 놓는 계획을 승인했다. 공사는 봄에 시작되어 이 년 동안 이어질 것이라고 시장이 말했다.',
  ],
  [
    'Thai',
    ['windows-874'],
    'สภาเมืองอนุมัติการสร้างสะพานใหม่ข้ามแม่น้ำเมื่อวันพุธ นายกเทศมนตรีกล่าวว่างานจะเริ่มในฤดูใบไม้ผลิและใช้เวลาสองปี',
  ],
  [
    'German',
    ['windows-1252'],
    'Der Stadtrat hat am Mittwoch den Bau einer neuen Brücke über den Fluss gebilligt. Die Arbeiten beginnen im Frühjahr und dauern zwei Jahre, erklärte der Bürgermeister.',
  ],
  [
    'French',
    ['windows-1252'],
    'Le conseil municipal a approuvé mercredi la construction d’un nouveau pont. Les travaux débuteront au printemps et dureront deux années, a déclaré le maire.',
  ],
  [
    'Spanish',
    ['windows-1252'],
    'El concejo aprobó el miércoles la construcción de un nuevo puente. Las obras comenzarán en primavera y durarán dos años, según señaló el alcalde.',
  ],
  [
    'English',
    ['windows-1252'],
    'The council approved a new bridge on Wednesday. “The work will start in spring — and last two years,” the mayor’s office said, naming a café as its base.',
  ],
  [
    'Portuguese',
    ['windows-1252'],
    'A câmara municipal aprovou na quarta-feira a construção de uma nova ponte. As obras começarão na primavera e durarão dois anos, disse o presidente.',
  ],
  [
    'Swedish',
    ['windows-1252'],
    'Kommunfullmäktige godkände på onsdagen bygget av en ny bro över ån. Arbetet börjar i vår och pågår i två år, sade borgmästaren.',
  ],
  [
    'Lithuanian',
    ['windows-1257'],
    'Miesto taryba trečiadienį pritarė naujo tilto per upę statybai. Darbai prasidės pavasarį ir truks dvejus metus, pranešė meras, džiaugdamasis šiuo žingsniu.',
  ],
  [
    'Romanian',
    ['iso-8859-2'],
    'Consiliul municipal a aprobat miercuri construcţia unui pod nou peste râu. Lucrările vor începe în primăvară şi vor dura doi ani, a declarat primarul oraşului.',
  ],
];

const CASES = NEWS.flatMap(([language, encodings, text]) =>
  encodings.map((encoding) => ({ language, encoding, text })),
);
const found = (bytes: Uint8Array, markup: Markup) => decodeText(bytes, findCharset(bytes, undefined, markup));

describe('text that declares no encoding', () => {
  it.each(CASES)('$language in $encoding is read', ({ encoding, text }) => {
    const bytes = iconv.encode(text, encoding);
    expect(found(bytes, 'none')).toBe(text);
  });

  it.each(CASES)('$language in $encoding is read behind the head of a page', ({ encoding, text }) => {
    const style = '.head { color: black; margin: 0 }'.repeat(10_000);
    const html = `<html><head><style>${style}</style></head><body><p class="lead">${text}</p></body></html>`;
    expect(found(iconv.encode(html, encoding), 'html').endsWith(`${text}</p></body></html>`)).toBe(true);
  });

  it.each(CASES)('$language in $encoding is read where it says UTF-8', ({ encoding, text }) => {
    const bytes = iconv.encode(text, encoding);
    expect(decodeText(bytes, findCharset(bytes, 'utf-8', 'none'))).toBe(text);
  });

  it.each(['naïve', '£5', 'It’s', 'Beyoncé', 'São Paulo', '25°C', '© 2024', '– so it is –', 'Malmö'])(
    'is English where it holds no more than %s',
    (word) => {
      const text = `The council will run the ferry again from the spring. ${word}. The fare stays as it is.`;
      expect(found(iconv.encode(text, 'windows-1252'), 'none')).toBe(text);
      expect(found(iconv.encode(word, 'windows-1252'), 'none')).toBe(word);
    },
  );

  it.each([
    ['nothing', new Uint8Array()],
    ['zeros', new Uint8Array(1_000)],
    ['one letter', Uint8Array.of(0xe9)],
    ['a picture', Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256)],
  ])('tells nothing of %s', (_, bytes) => {
    expect(detectCharset(bytes)).toBeUndefined();
  });
});
