/** A Content-Type field, as far as it can be read. */
export interface MediaType {
  /** Lower case, without parameters; undefined where the field is missing or no media type. */
  readonly essence: string | undefined;
  /** The `charset` parameter as written. */
  readonly charset: string | undefined;
}

/** Parses a Content-Type field leniently (RFC 9110 section 8.3.1): of a list, the first member counts. */
export function parseMediaType(field: string | undefined): MediaType {
  const [type = '', ...parameters] = (field ?? '').split(';');
  const essence = type.split(',')[0]?.trim().toLowerCase() ?? '';
  return {
    essence: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(essence) ? essence : undefined,
    charset: parameters.map(charsetOf).find((value) => value !== undefined),
  };
}

function charsetOf(parameter: string): string | undefined {
  const equals = parameter.indexOf('=');
  if (parameter.slice(0, Math.max(equals, 0)).trim().toLowerCase() !== 'charset') return undefined;
  const value = parameter.slice(equals + 1).split(',')[0] ?? '';
  return value.replaceAll(/["'\s]/g, '') || undefined;
}
