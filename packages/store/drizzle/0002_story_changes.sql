CREATE TABLE `story_changes` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`story_id` text NOT NULL,
	`change` text NOT NULL,
	`changed_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `story_changes_story_id_unique` ON `story_changes` (`story_id`);