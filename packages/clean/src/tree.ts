/** One element of the light tree; its children are elements and text, in document order. */
export interface PageElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: PageElement | undefined;
  readonly children: (PageElement | string)[];
}

/** What all elements without kept attributes share. */
export const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

/** The attributes that any rule reads; all others are dropped while parsing. */
export const KEPT_ATTRIBUTES: ReadonlySet<string> = new Set([
  'alt',
  'aria-hidden',
  'class',
  'content',
  'data-component',
  'data-testid',
  'data-type',
  'datetime',
  'hidden',
  'href',
  'id',
  'itemprop',
  'itemtype',
  'lang',
  'name',
  'property',
  'rel',
  'role',
  'src',
  'style',
  'type',
]);

/** Text of an element and everything in it, without any markup; bounded by `maxChars`. */
export function textOf(element: PageElement, maxChars: number): string {
  const parts: string[] = [];
  const stack: (PageElement | string)[] = [element];
  let length = 0;
  while (stack.length > 0 && length < maxChars) {
    const node = stack.pop();
    if (typeof node === 'string') {
      parts.push(node);
      length += node.length;
    } else if (node !== undefined && !/^(script|style|template)$/.test(node.tag)) {
      for (let at = node.children.length - 1; at >= 0; at -= 1) {
        const child = node.children[at];
        if (child !== undefined) stack.push(child);
      }
      if (node !== element && node.tag === 'br') parts.push(' ');
    }
  }
  return parts.join('').slice(0, maxChars);
}
