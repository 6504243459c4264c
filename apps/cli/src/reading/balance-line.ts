import type { Balance } from '@wirefold/contracts/ports';

/** The conservation law with its figures, in one line. */
export function balanceLine(balance: Balance): string {
  const { accepted, stored, revised, unchanged, rejected, quarantined, inFlight } = balance;
  const ends = { stored, revised, unchanged, rejected, quarantined, 'in flight': inFlight };
  const sum = Object.values(ends).reduce((total, count) => total + count, 0);
  const terms = Object.entries(ends).map(([name, count]) => `${count} ${name}`);
  return `${accepted} accepted ${sum === accepted ? '=' : '≠'} ${terms.join(' + ')}`;
}
