/** Why an item was turned away for good: the input is at fault, and trying again changes nothing. */
export const REJECT_REASONS = {
  'bad-url': 'the address cannot be parsed, or is over 2,048 characters long',
  'unsupported-scheme': 'the address is neither http nor https',
  'credentials-in-url': 'the address carries a user name or a password',
  'forbidden-address': 'the host is not, or resolves to something that is not, a public unicast address',
  robots: "the host's robots.txt disallows the address",
  reserved: 'the publisher reserves text and data mining, and the settings leave such pages out',
  'not-found': 'the server answered 404',
  gone: 'the server answered 410',
  'access-denied': 'the server answered 401, 402, 403 or 451',
  'client-error': 'the server answered with another status from 400 to 499',
  'too-many-redirects': 'more than ten redirects, or a loop of them',
  'too-large': 'the document is larger than the limit',
  'unsupported-type': 'the document is neither HTML, nor text, nor a feed',
  'not-a-feed': 'a feed was asked for, and the document is none',
  'broken-feed': 'the document looks like a feed, and cannot be parsed',
  'not-a-sitemap': 'a sitemap was asked for, and the document is none',
  'broken-sitemap': 'the document looks like a sitemap, and cannot be parsed',
  'nested-sitemap-index': 'an index of sitemaps names this one, and it is an index again',
  'not-an-opml': 'an OPML list was asked for, and the document is none',
  'broken-opml': 'the document looks like an OPML list, and cannot be parsed',
  'broken-warc-record': 'the WARC record is cut, or has no readable header, address, date or answer',
  'broken-record': 'the line is not a JSON object with the fields of an article',
  empty: 'the document has no text',
  'no-article': 'no article was found in the document',
  dropped: 'a person dropped it from the quarantine',
} as const;

/** Why an item could not be processed now; `quarantine retry` runs it again. */
export const QUARANTINE_REASONS = {
  'host-not-found': 'the host name does not resolve',
  'host-unreachable': 'no connection to the host, or it was cut',
  timeout: 'the host answered too slowly',
  'server-error': 'the server answered with a status from 500 to 599, or 429',
  'robots-unavailable':
    "the host's robots.txt could not be read for a day, and until it is nothing may be fetched",
  'protocol-error': 'the answer is not valid HTTP, or its encoding is broken',
  'unreadable-file': 'the file could not be read',
  'bad-payload': 'the job does not have the fields of its stage',
  'payload-version': 'the job was made by another version',
  'stage-threw': 'the stage failed in a way that nobody foresaw',
  'feed-timeout': 'reading the feed took longer than the limit',
  'feed-memory': 'reading the feed took more memory than the limit',
  'clean-timeout': 'cleaning took longer than the limit',
  'clean-memory': 'cleaning took more memory than the limit',
  'lost-repeatedly': 'the item left its queues without an end, again and again: it may kill its worker',
} as const;

/** Why an item ended well although no article of its own was stored. */
export const END_NOTES = {
  expanded: 'a feed or a list: its entries are items of their own',
  'not-modified': 'a feed that had not changed since it was last polled',
} as const;

export type RejectReason = keyof typeof REJECT_REASONS;
export type QuarantineReason = keyof typeof QUARANTINE_REASONS;
export type EndNote = keyof typeof END_NOTES;
export type Reason = RejectReason | QuarantineReason | EndNote;

/** Every reason in the closed list, with its meaning. */
export const REASONS: Readonly<Record<Reason, string>> = {
  ...REJECT_REASONS,
  ...QUARANTINE_REASONS,
  ...END_NOTES,
};
