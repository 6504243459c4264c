/** A server of our own did not come up; the message quotes the end of its log. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
  readonly folder: string;

  constructor(folder: string, what: string, logTail = '') {
    const quoted = logTail === '' ? '' : `\nThe end of its log:\n${logTail}`;
    super(`The private Redis in ${folder} ${what}.${quoted}`);
    this.folder = folder;
  }
}
