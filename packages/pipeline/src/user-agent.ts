/** Names the project and, where one is set, whom to write to; RFC 9110 section 10.1.5. */
export function userAgent(contact: string | undefined): string {
  const clean = contact?.replace(/[^\x20-\x7e]/g, '').trim();
  return clean ? `wirefold/0.1 (+${clean})` : 'wirefold/0.1';
}
