CREATE TABLE `articles` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`item_id` text NOT NULL,
	`document_id` text,
	`story_id` text NOT NULL,
	`source` text NOT NULL,
	`url` text NOT NULL,
	`canonical_url` text,
	`published_at` text,
	`published_precision` text,
	`modified_at` text,
	`stored_at` text NOT NULL,
	`language` text,
	`word_count` integer NOT NULL,
	`cleaner_version` text NOT NULL,
	`credit` text,
	`dateline` text,
	`byline` text,
	`section` text,
	`keywords` text,
	`image` text,
	`headline` text,
	`lede` text,
	`text` text NOT NULL,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`story_id`) REFERENCES `stories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `articles_by_id` ON `articles` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `articles_by_item` ON `articles` (`item_id`);--> statement-breakpoint
CREATE INDEX `articles_by_story` ON `articles` (`story_id`);--> statement-breakpoint
CREATE INDEX `articles_by_source` ON `articles` (`source`);--> statement-breakpoint
CREATE INDEX `articles_by_document` ON `articles` (`document_id`);--> statement-breakpoint
CREATE TABLE `captions` (
	`article_id` text NOT NULL,
	`position` integer NOT NULL,
	`text` text NOT NULL,
	`credit` text,
	PRIMARY KEY(`article_id`, `position`),
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `decisions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`action` text NOT NULL,
	`story_id` text NOT NULL,
	`article_ids` text NOT NULL,
	`detail` text NOT NULL,
	`decided_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`item_id` text NOT NULL,
	`url` text NOT NULL,
	`final_url` text NOT NULL,
	`fetched_at` text NOT NULL,
	`http_status` integer,
	`media_type` text,
	`charset` text,
	`sha256` text NOT NULL,
	`byte_length` integer NOT NULL,
	`body_encoding` text NOT NULL,
	`body` blob NOT NULL,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `documents_by_item` ON `documents` (`item_id`);--> statement-breakpoint
CREATE TABLE `evidence` (
	`article_id` text NOT NULL,
	`other_article_id` text NOT NULL,
	`kind` text NOT NULL,
	`score` real NOT NULL,
	`signals` text NOT NULL,
	`weights_version` text NOT NULL,
	PRIMARY KEY(`article_id`, `other_article_id`, `kind`),
	CONSTRAINT "evidence_in_order" CHECK(article_id < other_article_id)
);
--> statement-breakpoint
CREATE INDEX `evidence_by_other` ON `evidence` (`other_article_id`);--> statement-breakpoint
CREATE TABLE `feeds` (
	`id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`kind` text NOT NULL,
	`title` text,
	`source` text,
	`etag` text,
	`last_modified` text,
	`poll_every_seconds` integer NOT NULL,
	`next_poll_at` text,
	`last_polled_at` text,
	`last_changed_at` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`added_at` text NOT NULL,
	`removed_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `feeds_by_url` ON `feeds` (`url`);--> statement-breakpoint
CREATE INDEX `feeds_by_next_poll` ON `feeds` (`next_poll_at`);--> statement-breakpoint
CREATE TABLE `items` (
	`id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`kind` text NOT NULL,
	`accepted_at` text NOT NULL,
	`state` text DEFAULT 'accepted' NOT NULL,
	`stage` text,
	`reason` text,
	`ended_at` text,
	`detail` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`redeliveries` integer DEFAULT 0 NOT NULL,
	`sent_at` text NOT NULL,
	`source` text NOT NULL,
	`kind_forced` integer DEFAULT 0 NOT NULL,
	`hints` text,
	`parent_id` text,
	`document_id` text,
	`provided_at` text,
	`provided_media_type` text
);
--> statement-breakpoint
CREATE INDEX `items_by_state` ON `items` (`state`,`reason`);--> statement-breakpoint
CREATE INDEX `items_in_flight` ON `items` (`sent_at`) WHERE state = 'accepted';--> statement-breakpoint
CREATE INDEX `items_by_url` ON `items` (`url`);--> statement-breakpoint
CREATE INDEX `items_by_parent` ON `items` (`parent_id`) WHERE parent_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `README` (
	`name` text PRIMARY KEY NOT NULL,
	`meaning` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `related_stories` (
	`story_id` text NOT NULL,
	`other_story_id` text NOT NULL,
	`score` real NOT NULL,
	PRIMARY KEY(`story_id`, `other_story_id`),
	FOREIGN KEY (`story_id`) REFERENCES `stories`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`other_story_id`) REFERENCES `stories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `related_stories_by_other` ON `related_stories` (`other_story_id`);--> statement-breakpoint
CREATE TABLE `removed_blocks` (
	`seq` integer PRIMARY KEY NOT NULL,
	`article_id` text NOT NULL,
	`position` integer NOT NULL,
	`text` text NOT NULL,
	`rule` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `removed_blocks_by_article` ON `removed_blocks` (`article_id`,`position`);--> statement-breakpoint
CREATE TABLE `revisions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`article_id` text NOT NULL,
	`seen_at` text NOT NULL,
	`headline` text,
	`text` text NOT NULL,
	`document_id` text,
	`replaced_at` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `revisions_by_article` ON `revisions` (`article_id`);--> statement-breakpoint
CREATE INDEX `revisions_by_document` ON `revisions` (`document_id`);--> statement-breakpoint
CREATE TABLE `sources` (
	`name` text PRIMARY KEY NOT NULL,
	`first_seen_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `stories` (
	`id` text PRIMARY KEY NOT NULL,
	`headline` text,
	`lede` text,
	`language` text,
	`first_published_at` text,
	`last_published_at` text,
	`article_count` integer NOT NULL,
	`source_count` integer NOT NULL,
	`lead_article_id` text NOT NULL,
	`origin_credit` text,
	FOREIGN KEY (`lead_article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `stories_by_first` ON `stories` (`first_published_at`,`id`);--> statement-breakpoint
CREATE INDEX `stories_by_lead` ON `stories` (`lead_article_id`);--> statement-breakpoint
CREATE TABLE `story_redirects` (
	`old_id` text PRIMARY KEY NOT NULL,
	`new_id` text NOT NULL,
	`merged_at` text NOT NULL,
	FOREIGN KEY (`new_id`) REFERENCES `stories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `story_redirects_by_new` ON `story_redirects` (`new_id`);