/** A number with its noun: `1 story`, `2 stories`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`;
}

/** A time as lists show it: UTC to the minute, or the bare date; `-` where unknown. */
export function shortTime(iso: string | null | undefined): string {
  if (!iso) return '-';
  return iso.length > 10 ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso;
}
