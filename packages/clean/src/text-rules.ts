import type { Verdict } from './blocks.ts';

const rule = (label: Verdict['label'], name: string): Verdict => ({ label, rule: name });

/** Longest block, in characters, that a rule about its opening words may remove. */
const SHORT = 220;

/** Short lines that are furniture whatever stands around them; each pattern is anchored and linear. */
const LINE_RULES: readonly (readonly [Verdict, RegExp])[] = [
  [
    rule('promo', 'words-advertisement'),
    /^(?:advertisements?|advertisment|adverts?|ads?|sponsored|sponsored content|anzeige|werbung|publicidad|publicité|publicidade|pubblicità|reklama?|annonse?|mainos|реклама|story continues below(?: advertisement)?|article continues below(?: advertisement)?|continue reading below|scroll to continue|continue reading(?: the main story)?|read full story|skip advertisement|remove ads?)\W*$/i,
  ],
  [
    rule('promo', 'words-share'),
    /^(?:share|tweet|pin it|pin|email|e-?mail|print|whatsapp|facebook|twitter|linkedin|reddit|copy link|teilen|drucken|compartir|partager|condividi|share (?:this|on|via|with|the)\b.{0,60}|like this:?|save|loading\W*|comments?|kommentare|comentarios|\d+ (?:comments?|shares|kommentare|views|likes))\W*$/i,
  ],
  [
    rule('promo', 'words-follow'),
    /^(?:follow (?:us|me|him|her|@|the|our)\b|like us on|join (?:us|our|the conversation)|connect with|folgen sie|síguenos|suivez|seguici)/i,
  ],
  [
    rule('rail', 'words-related'),
    /^(?:read (?:more|also|next|on|the full|our)\b|(?:also|must) read\b|see (?:also|more)\b|more (?:from|on|about|in|stories|news|like this|coverage)\b|related\b(?!ly)|recommended(?: for you| reading| stories)?\s*:?$|you (?:may|might) (?:also )?(?:like|be interested|want)|don[’']t miss|up next|watch(?: now| next| more| live| the video)?\s*[:|]|latest (?:news|stories|videos)|trending(?: now| stories)?$|most (?:read|popular|viewed)|top stories|editor[’']s? (?:picks|choice)$|lesen sie (?:auch|mehr)|lees ook|mehr zum thema|auch interessant|lire aussi|à lire|leia (?:também|mais)|lea también|lee también|te puede interesar|leggi anche|más información|läs (?:också|mer)|les også|lue myös|czytaj (?:też|także|więcej)|читайте также|in other news|click here|für (?:mehr|weitere)|from our partners|what to (?:read|watch) next)/i,
  ],
  [
    rule('promo', 'words-subscribe'),
    /^(?:subscribe\b|sign up\b|sign me up|register (?:now|for|here|to)|get (?:the|our|all the|more|daily|breaking) [^.]{0,60}(?:newsletter|inbox|email|app|alerts?|delivered)|download (?:the|our) [^.]{0,30}app|start your (?:free|trial)|already (?:a|have) |enter your e?-?mail|thank(?:s| you) for (?:subscribing|signing|reading|registering|visiting)|by (?:signing|subscribing|clicking|submitting|providing|registering)|support (?:our|us|independent|quality)|become a (?:member|subscriber|patron|supporter)|support\b.{0,40}\bjournalism|abonnieren|jetzt (?:abonnieren|registrieren|anmelden|bestellen)|newsletter\b|daily newsletter|our newsletter)/i,
  ],
  [
    rule('notice', 'words-copyright'),
    /^(?:©|\(c\)|copyright\b|all rights reserved|this (?:material|content|copy|story|article) (?:may not|cannot|is (?:protected|copyright))|reprinted with permission|alle rechte vorbehalten|tous droits réservés|todos los derechos|terms of (?:use|service)|privacy policy|read our (?:privacy|cookie))/i,
  ],
  [
    rule('notice', 'words-cookie'),
    /^(?:we use cookies|empfohlener (?:redaktioneller|externer) inhalt|an dieser stelle (?:findest du|finden sie|befindet sich)|ich bin damit einverstanden, dass|externe[rn]? inhalte? |this (?:site|website) uses cookies|diese (?:web)?seite verwendet cookies|wir verwenden cookies|please enable (?:javascript|cookies)|javascript (?:is|must|seems)|your browser (?:does|is)|you need to (?:enable|be logged)|please (?:log|sign) in|log ?in to|please (?:turn|disable|whitelist))/i,
  ],
  [
    rule('caption', 'words-picture'),
    /^(?:image(?: source| credit| caption| copyright)?|photo(?:graph|s)?(?: credits?| source| by)?|picture(?: by| credit)?|pic|foto|fotos|bild|bildquelle|photo ?credit|credit|fotografie|video|getty images?|file photo|hide caption|toggle caption|enlarge this image)\s*(?:[:|©]|$|by [A-Z])/i,
  ],
  [
    rule('byline', 'words-about-author'),
    /^(?:about the (?:author|writer)|(?:written|posted|published|reported|reviewed|edited|reporting|writing|additional reporting|editing) by\b|contact (?:the )?(?:author|reporter|writer|us)\b|email [^ ]{1,60} at |you can (?:reach|follow|email))/i,
  ],
  [
    rule('date', 'words-date'),
    /^(?:published|posted|updated|last (?:updated|modified)|first published|created|aktualisiert|veröffentlicht|stand|publié|mis à jour|publicado|actualizado|pubblicato|gepubliceerd|date)\s*(?:on|at|am|le|el|il|:|op)?\s*:?.{0,20}\d/i,
  ],
  [
    rule('categorybar', 'words-tags'),
    /^(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|tagged|posted in|themen|schlagw[oö]rter|etiquetas|temas|mots-clés|labels?|hashtags?)\s*[:|]/i,
  ],
  [rule('categorybar', 'words-tags'), /^(?:tags?|topics?|filed under|categories|themen|etiquetas)$/i],
];

/** The rule by which a short block's own words remove it, or undefined. */
export function lineVerdict(text: string): Verdict | undefined {
  if (text.length > SHORT) return undefined;
  for (const [verdict, pattern] of LINE_RULES) if (pattern.test(text)) return verdict;
  return undefined;
}

/** Every pattern in use, for the test that feeds them growing input. */
export const LINE_PATTERNS: readonly RegExp[] = LINE_RULES.map(([, pattern]) => pattern);

const TERMINAL = /[.!?…。！？।؟]["”’»›)\]]{0,3}$|[.!?,]["”’»]$/;

/** True where a text ends as a sentence does. */
export function endsSentence(text: string): boolean {
  return TERMINAL.test(text.slice(-8));
}
