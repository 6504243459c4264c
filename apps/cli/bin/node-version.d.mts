/** Says what is wrong with a Node version, or null where it is one that `engines` allows. */
export function nodeComplaint(version: string): string | null;
