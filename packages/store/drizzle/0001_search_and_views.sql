-- "WFLD": tells `file` and Wirefold itself whose database this is.
PRAGMA application_id = 1464224836;
--> statement-breakpoint
-- External content: the index reads the text from `articles` and keeps no copy of it.
CREATE VIRTUAL TABLE `article_search` USING fts5(
	headline,
	lede,
	text,
	content='articles',
	content_rowid='seq',
	tokenize='unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `article_terms` USING fts5vocab(article_search, 'row');
--> statement-breakpoint
CREATE TRIGGER `articles_indexed` AFTER INSERT ON `articles` BEGIN
	INSERT INTO `article_search` (rowid, headline, lede, text) VALUES (new.seq, new.headline, new.lede, new.text);
END;
--> statement-breakpoint
CREATE TRIGGER `articles_unindexed` AFTER DELETE ON `articles` BEGIN
	INSERT INTO `article_search` (`article_search`, rowid, headline, lede, text)
	VALUES ('delete', old.seq, old.headline, old.lede, old.text);
END;
--> statement-breakpoint
-- Only where an indexed column is set: a change of story must not cost a new index entry.
CREATE TRIGGER `articles_reindexed` AFTER UPDATE OF headline, lede, text ON `articles` BEGIN
	INSERT INTO `article_search` (`article_search`, rowid, headline, lede, text)
	VALUES ('delete', old.seq, old.headline, old.lede, old.text);
	INSERT INTO `article_search` (rowid, headline, lede, text) VALUES (new.seq, new.headline, new.lede, new.text);
END;
--> statement-breakpoint
CREATE VIEW `story_articles` AS
SELECT
	s.id AS story_id,
	s.headline AS story_headline,
	a.id AS article_id,
	a.source AS source,
	a.url AS url,
	a.headline AS headline,
	a.published_at AS published_at,
	a.word_count AS word_count,
	a.credit AS credit,
	s.lead_article_id = a.id AS is_lead,
	m.kind AS matched_by,
	CASE m.article_id WHEN a.id THEN m.other_article_id ELSE m.article_id END AS matched_article_id,
	m.score AS score
FROM articles a
JOIN stories s ON s.id = a.story_id
LEFT JOIN evidence m ON s.article_count > 1 AND s.lead_article_id <> a.id AND m.rowid = (
	SELECT pair FROM (
		SELECT e.rowid AS pair, e.kind AS kind, e.score AS score, e.other_article_id AS other
		FROM evidence e WHERE e.article_id = a.id
		UNION ALL
		SELECT e.rowid, e.kind, e.score, e.article_id
		FROM evidence e WHERE e.other_article_id = a.id
	) found
	JOIN articles o ON o.id = found.other AND o.story_id = a.story_id
	ORDER BY CASE found.kind WHEN 'exact' THEN 0 WHEN 'near' THEN 1 ELSE 2 END, found.score DESC, found.other
	LIMIT 1
);
--> statement-breakpoint
CREATE VIEW `duplicates_by_source` AS
SELECT
	source,
	count(*) AS articles,
	sum(is_lead) AS leads,
	count(matched_by) AS duplicates,
	sum(matched_by IS 'exact') AS exact_copies,
	sum(matched_by IS 'near') AS near_copies,
	sum(matched_by IS 'story') AS same_story,
	round(1.0 * count(matched_by) / count(*), 4) AS duplicate_share
FROM story_articles
GROUP BY source;
