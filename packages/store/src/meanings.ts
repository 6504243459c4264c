/**
 * What each table, view and column means: the text of the database's README table. A name is
 * `table` or `table.column`. A test holds this against the schema, both ways.
 */
export const TABLES: Readonly<
  Record<string, readonly [meaning: string, columns: Readonly<Record<string, string>>]>
> = {
  README: [
    'This table: what every table, view and column means.',
    { name: 'A table or view, or table.column.', meaning: 'What it holds, in a sentence.' },
  ],
  identity: [
    'One row: which database this is.',
    {
      id: 'Drawn at random when the file was made; Redis notes it, so that two databases do not mix their queues.',
    },
  ],
  items: [
    'The ledger: one row for each input ever accepted. accepted = stored + revised + unchanged + rejected + quarantined + in flight.',
    {
      id: 'it_ and a hash of the address: the same input is the same item.',
      url: 'Address of the input; file: or urn: for what was not fetched.',
      kind: 'page, feed, sitemap, child-sitemap (an index names it), opml, text, html, record, or unknown (an end came for an item that nobody had accepted).',
      accepted_at: 'When it was accepted, the last time.',
      state: 'accepted (in flight), stored, revised, unchanged, rejected or quarantined.',
      stage: 'Stage that ended it, where it was rejected or quarantined: fetch, clean, dedupe or store.',
      reason: 'Why it ended so, out of a closed list; NULL where an article was stored.',
      ended_at: 'When it ended; NULL while in flight.',
      detail: 'What exactly happened, in words.',
      attempts: 'How often its last stage was tried, where it was quarantined.',
      redeliveries: 'How often it was lost from its queue and sent again since it was accepted.',
      sent_at: 'When its job was last sent; empty while it waits for room in the queues.',
      source: 'The outlet: a registrable domain, or the name that the sender gave.',
      kind_forced: '1 where the person said what the input is.',
      hints:
        'JSON: what the feed entry or record said of the article (headline, publishedAt, modifiedAt, byline, language).',
      parent_id: 'The item (a feed or list) that named it.',
      document_id: 'The document that last came in for it.',
      provided_at:
        'When its bytes were given with the input, or fetched as its archive says; NULL where it is to be fetched.',
      provided_media_type: 'Media type that was given with the bytes.',
    },
  ],
  documents: [
    'The bytes behind items, as received; the same bytes for one item are one document.',
    {
      id: 'do_ and a hash of the item and the bytes.',
      item_id: 'The item it came for.',
      url: 'Address asked for.',
      final_url: 'Address after redirects.',
      fetched_at: 'When it was last received.',
      http_status: 'Status of the answer; NULL where nothing was fetched.',
      media_type: 'Essence of the media type, such as text/html; NULL while nobody has looked.',
      charset: 'WHATWG name of the encoding; NULL while nobody has looked.',
      sha256: 'Hex, of the bytes before body_encoding.',
      byte_length: 'Number of bytes before body_encoding.',
      undecodable:
        'Bytes or pairs of them that its encoding has no character for; each stands as U+FFFD in the text.',
      body_encoding: 'How body is packed: gzip, or identity where gzip would be longer.',
      body: 'The bytes.',
    },
  ],
  articles: [
    'What cleaning made of each document: the current version.',
    {
      seq: 'Number of the article in order of arrival; rowid of the full-text index.',
      id: 'ar_ and the hash of its item.',
      item_id: 'The item it came from; one article an item.',
      document_id: 'The document this version was cleaned from.',
      story_id: 'The story it belongs to.',
      source: 'The outlet: a registrable domain, or the name that the sender gave.',
      url: 'Address after redirects.',
      canonical_url:
        'Address that the page itself names, within its registrable domain, written as every address is.',
      published_at: 'ISO 8601; UTC where the zone is known.',
      published_precision: 'day, minute or second.',
      modified_at: 'ISO 8601, as the page says.',
      stored_at: 'When this version was stored.',
      language: 'BCP 47.',
      word_count: 'Number of words in text (runs without white space).',
      cleaner_version: 'Version of the cleaner that made it.',
      credit: 'News agency.',
      dateline: 'Place, as printed.',
      byline: 'JSON list of names.',
      section: 'Section of the outlet, as the page says.',
      keywords: 'JSON list, as the page says.',
      image: 'Address of the main picture.',
      reservations:
        'JSON list: where the publisher reserves text and data mining (place, says, policy); NULL where nowhere.',
      headline: 'Headline; NULL where none was found.',
      lede: 'Standfirst, or else the first paragraph.',
      text: 'Paragraphs parted by a blank line; no headline, captions, credit, dateline or rail.',
    },
  ],
  captions: [
    'Captions of an article’s pictures.',
    {
      article_id: 'The article.',
      position: 'Place among the article’s captions, from 0.',
      text: 'The caption.',
      credit: 'Photographer or agency.',
    },
  ],
  revisions: [
    'Earlier versions of articles.',
    {
      seq: 'Number in order of replacement.',
      article_id: 'The article.',
      seen_at: 'When this version had been stored.',
      headline: 'Its headline then.',
      text: 'Its text then.',
      document_id: 'The document it was cleaned from.',
      replaced_at: 'When the next version took its place.',
    },
  ],
  removed_blocks: [
    'Blocks of a document that cleaning took out, with the rule that did it.',
    {
      seq: 'Row number.',
      article_id: 'The article.',
      position: 'Place among all blocks of the document, from 0.',
      text: 'What was taken out.',
      rule: 'Name of the rule.',
    },
  ],
  evidence: [
    'Facts about pairs of articles; either article may still be on its way.',
    {
      article_id: 'The smaller of the two ids.',
      other_article_id: 'The greater of the two ids.',
      kind: 'exact (equal normalised text), near (copy, truncated, extended) or story (same event, other words).',
      score: '0 to 1: the probability that both tell the same story.',
      signals: 'JSON object: the measurements behind the score.',
      weights_version: 'The numbered term weights it was scored with.',
    },
  ],
  stories: [
    'One row an event: what the evidence folds its articles into.',
    {
      id: 'st_ and the hash of its earliest article.',
      headline: 'Headline of its lead article.',
      lede: 'Lede of its lead article.',
      language: 'Language of its lead article.',
      first_published_at: 'published_at of its earliest article; NULL where no article is dated.',
      last_published_at: 'Latest published_at of its articles.',
      article_count: 'Number of its articles.',
      source_count: 'Number of different sources among them.',
      lead_article_id: 'The article to show.',
      origin_credit: 'The agency that most of its articles credit; of equals the first by code unit.',
    },
  ],
  related_stories: [
    'View: other events of one running story, which are stories with evidence between them that was not enough to join them. Both directions.',
    {
      story_id: 'A story.',
      other_story_id: 'A story related to it.',
      score:
        'Highest likeness between their articles, whatever the days between: the signal `alike` of a pair, or its score where it has none.',
    },
  ],
  story_redirects: [
    'Stories that were merged away. It never leads to another redirect.',
    {
      old_id: 'Id of the story that is no more.',
      new_id: 'The story that holds its lead article now.',
      merged_at: 'When it went.',
    },
  ],
  story_changes: [
    'The latest change of each story, in order; ask for seq greater than the last one seen.',
    {
      seq: 'Grows with every change; never given twice.',
      story_id: 'The story.',
      change: 'changed (new or different), or merged (gone: see story_redirects).',
      changed_at: 'When it changed.',
    },
  ],
  decisions: [
    'What persons decided about stories. Every folding obeys those that were not undone; of two that contradict each other the later wins.',
    {
      seq: 'Number in order of decision; `wirefold decisions undo` takes it.',
      action:
        'merge (the articles of both lists are one story) or split (no article of one list is in a story with one of the other).',
      story_id: 'The story it was decided about, by its id then.',
      other_story_id: 'Of a merge: the other story, by its id then.',
      article_ids: 'JSON list: the articles of the first story (merge), or those taken out (split).',
      other_article_ids: 'JSON list: the articles of the other story (merge), or those that stayed (split).',
      detail: 'What was decided, in words.',
      reason: 'Why, as the person put it.',
      decided_at: 'When.',
      undone_at: 'When it was taken back; NULL while it counts.',
    },
  ],
  term_weights: [
    'Numbered snapshots of the weights by which evidence is scored; the one that came into force last is in force.',
    {
      number: 'Counts them.',
      version: 'The number and a hash of all that the snapshot holds, as evidence names it.',
      basis: 'The shipped weights whose coefficients it has, by their version.',
      articles: 'Articles that its frequencies were counted over; NULL where they are the shipped ones.',
      made_at: 'When it was made.',
      in_force_at:
        'When evidence was first stated by it alone; NULL where that has not come, or a change was not finished.',
      model:
        'The snapshot: frequencies of stems, hashes of template text, coefficients, days; JSON, gzipped.',
    },
  ],
  sources: [
    'Outlets.',
    {
      name: 'A registrable domain, or the name that the sender gave.',
      first_seen_at: 'When its first item was accepted.',
    },
  ],
  feeds: [
    'Feeds and sitemaps that the scheduler polls.',
    {
      id: 'Id of its item.',
      url: 'Its address.',
      kind: 'feed or sitemap.',
      title: 'Its own title.',
      source: 'The outlet.',
      etag: 'Validator of the last answer.',
      last_modified: 'Validator of the last answer.',
      poll_every_seconds: 'Seconds between polls while it is in health, before jitter and what it asks for.',
      next_poll_at: 'When it is to be polled next.',
      last_polled_at: 'When it was last polled.',
      last_changed_at: 'When a poll last brought something new.',
      failures: 'Polls that failed in a row.',
      last_error: 'What the last failure was.',
      added_at: 'When it was added.',
      removed_at: 'When it was taken off; NULL while polled.',
      current_url: 'Address that is asked for, where the feed has moved for good; NULL where that is url.',
      asked_seconds: 'Seconds that the feed asks to leave between polls; NULL where it asks for none.',
      pace: 'What the feed itself says of how often it changes, when it was last read, as JSON: everySeconds, skipHours, skipDays (UTC); NULL where it says nothing.',
      polls: 'How often it has been polled.',
      entries: 'Entries at the last poll that brought the whole feed; NULL where it named lists only.',
      new_entries: 'Those of them that had not been known, and those that lists it names brought since.',
      entries_per_day: 'New entries a day, as learned from the polls so far.',
      observed_days: 'Days of watching that entries_per_day stands on; those long ago count less.',
      hours:
        'JSON list of 24: new entries by the hour of the day (UTC) that they name; those long ago count less.',
      poll_bytes:
        'Bytes of body that a poll moves which finds nothing new, as learned from the polls so far.',
      body_bytes: 'Bytes of body, as sent, of the last poll that brought the whole feed.',
      last_read_at: 'When a poll last brought the whole feed, instead of saying that it had not changed.',
      trouble: 'Failed polls in a row, weighed: a passing failure counts less than a missing feed.',
      failing_since: 'When the first of these was; NULL where the last poll went well.',
      last_reason: 'Reason of the last failure, out of the closed list.',
      given_up_at: 'Since when it is tried only now and then; NULL where it is polled as usual.',
      removed_because: 'Why it was taken off, where nobody asked for that.',
    },
  ],
  story_articles: [
    'View: one row a variant, with its story’s headline and how it was matched.',
    {
      story_id: 'The story.',
      story_headline: 'Headline of the story.',
      article_id: 'The article.',
      source: 'Its outlet.',
      url: 'Its address.',
      headline: 'Its own headline.',
      published_at: 'ISO 8601.',
      word_count: 'Number of words.',
      credit: 'News agency.',
      is_lead: '1 for the article that the story shows.',
      matched_by:
        'Strongest evidence to another article of the story: exact, near or story; NULL for the lead.',
      matched_article_id: 'The article at the other end of that evidence.',
      score: 'Score of that evidence.',
    },
  ],
  duplicates_by_source: [
    'View: how much of each outlet’s output repeats others.',
    {
      source: 'The outlet.',
      articles: 'Its articles.',
      leads: 'Articles that lead their story.',
      duplicates: 'Articles that matched another article of their story and do not lead it.',
      exact_copies: 'Of these, matched as exact copies.',
      near_copies: 'Of these, matched as near copies.',
      same_story: 'Of these, matched as the same story in other words.',
      duplicate_share: 'duplicates over articles, 0 to 1.',
    },
  ],
  article_search: [
    'Full-text index of articles (FTS5, without a copy of the text): WHERE article_search MATCH ?, rowid = articles.seq.',
    {
      headline: 'Indexed headline.',
      lede: 'Indexed lede.',
      text: 'Indexed text.',
    },
  ],
  article_terms: [
    'Every term of the full-text index.',
    {
      term: 'The term, folded to lower case without accents.',
      doc: 'Number of articles that have it.',
      cnt: 'Number of times it occurs.',
    },
  ],
  article_search_data: [
    'Part of the full-text index.',
    { id: 'Internal to FTS5.', block: 'Internal to FTS5.' },
  ],
  article_search_idx: [
    'Part of the full-text index.',
    { segid: 'Internal to FTS5.', term: 'Internal to FTS5.', pgno: 'Internal to FTS5.' },
  ],
  article_search_docsize: [
    'Part of the full-text index: lengths of the indexed columns.',
    { id: 'articles.seq.', sz: 'Internal to FTS5.' },
  ],
  article_search_config: ['Part of the full-text index.', { k: 'Internal to FTS5.', v: 'Internal to FTS5.' }],
  __drizzle_migrations: [
    'Migrations that this database has had: its schema version is their number.',
    {
      id: 'Unused.',
      hash: 'Hash of the migration.',
      created_at: 'When it was written, in milliseconds since 1970.',
    },
  ],
  sqlite_sequence: ['SQLite’s own: the last number given out.', { name: 'Table.', seq: 'Number.' }],
};

/** Rows of the README table: name and meaning. */
export const MEANINGS: ReadonlyMap<string, string> = new Map(
  Object.entries(TABLES).flatMap(([table, [meaning, columns]]) => [
    [table, meaning] as const,
    ...Object.entries(columns).map(([column, text]) => [`${table}.${column}`, text] as const),
  ]),
);
