import type { Label } from './blocks.ts';

const CASE_EDGE = /([a-z0-9])([A-Z])/g;
const NOT_LETTERS = /[^a-z]+/;
/** Longest class attribute that is looked at, in characters; generated class lists can be huge. */
const CLASS_CHARS = 400;

const seen = new Map<string, readonly string[]>();
const SEEN_LIMIT = 20_000;

/** Splits class, id and role into lower-case words at case changes and punctuation. */
export function classWords(raw: string): readonly string[] {
  if (raw.length === 0) return [];
  const known = seen.get(raw);
  if (known !== undefined) return known;
  const words = raw
    .slice(0, CLASS_CHARS)
    .replace(CASE_EDGE, '$1 $2')
    .toLowerCase()
    .split(NOT_LETTERS)
    .filter((word) => word.length > 1);
  if (seen.size > SEEN_LIMIT) seen.clear();
  seen.set(raw, words);
  return words;
}

const RULES: readonly (readonly [rule: string, label: Label, words: string])[] = [
  [
    'class-comments',
    'comment',
    'comment comments commentlist disqus livefyre respond replies reply discussion coral kommentare kommentar comentarios commentaires',
  ],
  [
    'class-related',
    'rail',
    'related recirc recirculation recommended recommendation recommendations readmore readnext trending popular mostread mostpopular outbrain taboola zergnet revcontent teaser teasers rail sidebar sidebars aside morefrom upnext nextup ligatus plista seealso similar alsolike suggested carousel onward',
  ],
  [
    'class-promo',
    'promo',
    'promo promos promobox promotion promotional sponsor sponsored sponsors advert adverts advertisement advertising advertise ad ads adbox adslot adunit dfp gpt banner banners newsletter newsletters subscribe subscription subscribebox signup donate donation cta upsell paywall marketing optin mailchimp shop affiliate commerce buybox werbung anzeige abo publicidad',
  ],
  [
    'class-share',
    'promo',
    'share sharing sharebar shares social socials socialmedia sharedaddy addthis addtoany follow followus toolbar toolbox sharetools bookmark whatsapp',
  ],
  [
    'class-navigation',
    'navigation',
    'nav navbar navigation menu menus submenu breadcrumb breadcrumbs masthead footer siteheader sitefooter pagination pager paging skiplink skip topbar sitemap tabs toc topnav subnav pagenav',
  ],
  [
    'class-notice',
    'notice',
    'cookie cookies consent gdpr ccpa modal popup overlay lightbox tooltip login signin register registration disclaimer copyright legal onetrust adblock',
  ],
  [
    'class-byline',
    'byline',
    'byline bylines author authors authorbox authorbio bio contributor contributors authorinfo autor autoren auteur',
  ],
  ['class-date', 'date', 'timestamp dateline pubdate publishdate datetime postdate postmeta entrymeta'],
  [
    'class-caption',
    'caption',
    'caption captions figcaption imagecaption wpcaption photocredit imagecredit bildunterschrift',
  ],
  [
    'class-tags',
    'categorybar',
    'tags taglist tagcloud topics keywords hashtags categories catlinks labels tagging',
  ],
  [
    'class-widget',
    'rail',
    'widgetarea factbox faktabox infobox addon poll quiz ratings editsection printfriendly navbox',
  ],
];

const VERDICTS: ReadonlyMap<string, { readonly rule: string; readonly label: Label }> = new Map(
  RULES.flatMap(([rule, label, words]) => words.split(' ').map((word) => [word, { rule, label }] as const)),
);

const PAIRS: ReadonlyMap<string, string> = new Map([
  ['read more', 'class-related'],
  ['see also', 'class-related'],
  ['also read', 'class-related'],
  ['more stories', 'class-related'],
  ['most read', 'class-related'],
  ['most viewed', 'class-related'],
  ['top stories', 'class-related'],
  ['latest news', 'class-related'],
  ['side bar', 'class-related'],
  ['up next', 'class-related'],
  ['post meta', 'class-date'],
  ['entry meta', 'class-date'],
  ['article meta', 'class-date'],
  ['photo credit', 'class-caption'],
  ['image credit', 'class-caption'],
  ['post tags', 'class-tags'],
  ['entry tags', 'class-tags'],
  ['sign up', 'class-promo'],
  ['sign in', 'class-notice'],
  ['call to', 'class-promo'],
  ['post navigation', 'class-navigation'],
] as const);

/** Words that say a container holds the article, whatever else its class says. */
const ARTICLE_WORDS = new Set(
  'article articlebody articletext articlecontent story storybody storytext storycontent entry post postbody postcontent entrycontent body content maincontent main bodycopy artikel articulo noticia text richtext'.split(
    ' ',
  ),
);

/** True where class words name the article itself. */
export function namesArticle(words: readonly string[]): boolean {
  return words.some((word) => ARTICLE_WORDS.has(word));
}

const LABEL_OF = new Map(RULES.map(([rule, label]) => [rule, label]));

/** The rule that a region's class words fall under, or undefined; the first word that names one decides. */
export function classVerdict(words: readonly string[]): { rule: string; label: Label } | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === 'no' || word === 'has' || word === 'with' || word === 'without' || word === 'js')
      return undefined;
    const verdict = VERDICTS.get(word);
    if (verdict !== undefined) return verdict;
    const pair = PAIRS.get(`${word} ${words[at + 1] ?? ''}`);
    if (pair !== undefined) return { rule: pair, label: LABEL_OF.get(pair) ?? 'rail' };
  }
  return undefined;
}
