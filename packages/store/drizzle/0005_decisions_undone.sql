ALTER TABLE `decisions` ADD `other_story_id` text;--> statement-breakpoint
ALTER TABLE `decisions` ADD `other_article_ids` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `decisions` ADD `reason` text;--> statement-breakpoint
ALTER TABLE `decisions` ADD `undone_at` text;