/** Fields of an article: its name, what it is, and what it excludes. */
export const METADATA: readonly (readonly [field: string, is: string, isNot: string])[] = [
  [
    '`headline`',
    'The headline of the article, without the site’s name.',
    'The page’s `title` as it stands; a subtitle or standfirst.',
  ],
  [
    '`text`',
    'The article’s paragraphs, parted by a blank line.',
    'Headline, captions, credit line, dateline, byline, related links, comments, notices: they are in `removed_blocks` with the rule that took each out.',
  ],
  [
    '`lede`',
    'The standfirst where the page has one, or else the first paragraph.',
    'The description that a page gives to search engines.',
  ],
  [
    '`byline`',
    'Names of those who wrote it. An agency, a desk or an outlet stands here only as the page names it as author: among its authors, or where it names no person.',
    'Job titles, photographers, translators, logins.',
  ],
  [
    '`credit`',
    'The news agency that the text came from, by its full name where it is known.',
    'No byline: a person is never a credit. Not the outlet that printed it, and not a picture’s credit, which stays with its caption.',
  ],
  [
    '`dateline`',
    'The place as printed at the start of the text, such as `BRAYTON, Ireland`.',
    'No date and no agency, although both may be printed beside it; no place resolved or put into coordinates; not where the event was, which only the text can say.',
  ],
  [
    '`publishedAt`',
    'When the article says it was published. UTC (`2026-03-01T18:34:00Z`) where the zone is known; a local time without `Z` where it is not; a bare date where no time is given.',
    'The time of fetching; a date that lies after it (14 hours of grace where the zone is unknown); a date that can be read as two days, such as `03/04/2026`; a date before 1900.',
  ],
  [
    '`publishedPrecision`',
    '`day`, `minute` or `second`: how exactly `publishedAt` was given.',
    'An estimate of how right it is. A date without a time is `day`, and no midnight is made up.',
  ],
  [
    '`modifiedAt`',
    'When the page says the article was last changed; written as `publishedAt` is.',
    'When Wirefold saw another text: that is `revisions.seen_at`.',
  ],
  [
    '`language`',
    'BCP 47 tag, as the sender or the page names it; else told from the text.',
    'A list: a text in two languages has one tag.',
  ],
  [
    '`canonicalUrl`',
    'The address that the page names as its own, as an AMP or mobile page does; believed within its registrable domain alone.',
    'The address it was fetched from, which is `url`.',
  ],
  [
    '`captions`',
    'Captions of the article’s pictures, each with its photographer or agency where named.',
    'Captions of pictures that belong to other articles.',
  ],
  ['`image`', 'Address of the main picture, as the page says.', 'The picture itself.'],
  ['`section`', 'Section of the outlet, as the page says.', 'A topic that somebody else gave it.'],
  ['`keywords`', 'Keywords, as the page says.', 'Keywords drawn from the text.'],
];
