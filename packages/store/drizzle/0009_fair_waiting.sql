DROP INDEX `items_in_flight`;--> statement-breakpoint
CREATE INDEX `items_in_flight` ON `items` (`sent_at`,`source`) WHERE state = 'accepted';