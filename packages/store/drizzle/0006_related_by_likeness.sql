DROP VIEW `related_stories`;--> statement-breakpoint
-- As before, with how alike a pair is whatever the days between (signal `alike`), where that was stated: developments
-- of a running story lie days apart, and their score counts those days against them.
CREATE VIEW `related_stories` AS
SELECT
	a.story_id AS story_id,
	o.story_id AS other_story_id,
	max(coalesce(json_extract(e.signals, '$.alike'), e.score)) AS score
FROM articles a
JOIN evidence e ON e.article_id = a.id OR e.other_article_id = a.id
JOIN articles o ON o.id = CASE e.article_id WHEN a.id THEN e.other_article_id ELSE e.article_id END
WHERE o.story_id <> a.story_id
GROUP BY a.story_id, o.story_id;
