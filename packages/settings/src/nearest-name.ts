/** Letters only, in lower case: `clean_timeout-ms` and `cleanTimeoutMs` are one name. */
function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Levenshtein's distance of two short names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** How far a name is from another; being its beginning counts as one letter off (`maxBody`, `maxBodyBytes`). */
function closeness(wanted: string, known: string): number {
  if (wanted.length > 2 && known.startsWith(wanted)) return 1;
  return distance(wanted, known);
}

/** Finds the known name that was probably meant; undefined where nothing is within a third of its letters. */
export function findNearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = letters(name.slice(0, 64));
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const away = closeness(wanted, letters(candidate));
    if (away < bestDistance) {
      best = candidate;
      bestDistance = away;
    }
  }
  return best;
}
