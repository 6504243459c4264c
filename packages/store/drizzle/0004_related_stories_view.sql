DROP TABLE `related_stories`;--> statement-breakpoint
CREATE INDEX `items_by_end` ON `items` (`ended_at`) WHERE ended_at IS NOT NULL;--> statement-breakpoint
-- Derivable facts are not stored. Grouped by its first column, and both ends of a pair by one OR: so that the
-- planner takes story_id = ? down to the indexes.
CREATE VIEW `related_stories` AS
SELECT
	a.story_id AS story_id,
	o.story_id AS other_story_id,
	max(e.score) AS score
FROM articles a
JOIN evidence e ON e.article_id = a.id OR e.other_article_id = a.id
JOIN articles o ON o.id = CASE e.article_id WHEN a.id THEN e.other_article_id ELSE e.article_id END
WHERE o.story_id <> a.story_id
GROUP BY a.story_id, o.story_id;
