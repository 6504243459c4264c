/** Names the rules an article was cleaned by; it changes whenever the same page may come out differently. */
export const CLEANER_VERSION = 'rules-4';
