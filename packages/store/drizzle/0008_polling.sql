ALTER TABLE `articles` ADD `reservations` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `undecodable` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `feeds` ADD `current_url` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `asked_seconds` integer;--> statement-breakpoint
ALTER TABLE `feeds` ADD `polls` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `feeds` ADD `entries` integer;--> statement-breakpoint
ALTER TABLE `feeds` ADD `new_entries` integer;--> statement-breakpoint
ALTER TABLE `feeds` ADD `entries_per_day` real;--> statement-breakpoint
ALTER TABLE `feeds` ADD `observed_days` real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `feeds` ADD `hours` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `poll_bytes` real;--> statement-breakpoint
ALTER TABLE `feeds` ADD `body_bytes` real;--> statement-breakpoint
ALTER TABLE `feeds` ADD `last_read_at` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `trouble` real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `feeds` ADD `failing_since` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `last_reason` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `given_up_at` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `removed_because` text;