/**
 * Hides the credentials of a URL, so that it can be printed: all between `//` and the last `@` before
 * the path, and the value of every query field whose name speaks of a secret. Works on what cannot be parsed too.
 */
export function maskUrl(url: string): string {
  const at = url.lastIndexOf('@');
  const slashes = url.indexOf('//');
  const start = slashes === -1 || slashes > at ? 0 : slashes + 2;
  const masked = at === -1 ? url : `${url.slice(0, start)}***${url.slice(at)}`;
  return maskQuery(masked);
}

function maskQuery(url: string): string {
  const mark = url.indexOf('?');
  if (mark === -1) return url;
  const fields = url.slice(mark + 1).split('&');
  return `${url.slice(0, mark)}?${fields.map(maskField).join('&')}`;
}

function maskField(field: string): string {
  const equals = field.indexOf('=');
  if (equals === -1) return field;
  const name = field.slice(0, equals);
  return /pass|auth|token|secret|key/i.test(name) ? `${name}=***` : field;
}
