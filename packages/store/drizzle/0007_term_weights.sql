CREATE TABLE `term_weights` (
	`number` integer PRIMARY KEY NOT NULL,
	`version` text NOT NULL,
	`basis` text NOT NULL,
	`articles` integer,
	`made_at` text NOT NULL,
	`in_force_at` text,
	`model` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `term_weights_by_version` ON `term_weights` (`version`);