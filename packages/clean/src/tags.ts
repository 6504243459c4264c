const list = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Elements whose edges end a block (WHATWG HTML 15.3, display: block and list-item, and table rows). */
export const BLOCK_TAGS = list(
  'address amp-state article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav noscript ol optgroup p picture pre search section summary table tbody tfoot thead tr ul video audio amp-img caption iframe',
);

/** Elements that run within a line of text; any other unknown element ends a block. */
export const INLINE_TAGS = list(
  'a abbr acronym b bdi bdo big br button cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr input output td th svg math',
);

/** Elements whose text is never shown, or is no text: skipped whole. */
export const SKIPPED_TAGS = list(
  'script style template head svg math canvas object embed applet select option textarea input button iframe noframes noembed datalist progress meter rp map param amp-ad amp-analytics amp-embed',
);

/** Elements of emphasis. */
export const STRONG_TAGS = list('b strong em i');

/** Headings h1 to h6. */
export const HEADING = /^h[1-6]$/;
