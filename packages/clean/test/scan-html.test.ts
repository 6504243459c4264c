import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanHtml } from '../src/scan-html.ts';

const KEPT = new Set(['class', 'href', 'id']);

/** What a scan tells, a line an event. */
function scan(source: string): string[] {
  const events: string[] = [];
  scanHtml(source, KEPT, {
    open: (tag, attributes) =>
      events.push(`<${tag}${attributes === undefined ? '' : JSON.stringify(attributes)}>`),
    close: (tag) => events.push(`</${tag}>`),
    text: (text) => events.push(text),
  });
  return events;
}

describe('the scan of a page', () => {
  it.each([
    ['tags in any case', '<P>Ice</P>', ['<p>', 'Ice', '</p>']],
    ['entities in text once, with and without semicolon', 'a &amp;amp; b &copy 2', ['a &amp; b © 2']],
    ['entities in attributes', '<a href="?a=1&amp;b=2&copy=3">', ['<a{"href":"?a=1&b=2&copy=3"}>']],
    ['kept attributes alone, the first of two', '<a CLASS=x class=y onclick="go()">', ['<a{"class":"x"}>']],
    [
      'values in quotes of both kinds, bare and empty',
      `<a id='"' href=/x/ class>`,
      ['<a{"id":"\\"","href":"/x/","class":""}>'],
    ],
    ['spaces around the equals sign', '<a href = "x" >', ['<a{"href":"x"}>']],
    ['no tag in a quoted value', '<a href="<p>">x', ['<a{"href":"<p>"}>', 'x']],
    ['less-than signs that begin no tag', 'a < b <3 c', ['a < b <3 c']],
    ['no comments, also empty and unended ones', 'a<!-- <p> -->b<!-->c<!--->d<!-- <p>', ['a', 'b', 'c', 'd']],
    ['no doctype, no processing instruction', '<!DOCTYPE html><?php x ?>a', ['a']],
    ['character data as text', '<![CDATA[a <b> c]]>d', ['a <b> c', 'd']],
    ['character data without an end as a comment', '<![CDATA[a <b>c', ['c']],
    [
      'a script whole, and its end in any case',
      '<script>if (a<b) "</p>"</SCRIPT >x',
      ['<script>', 'if (a<b) "</p>"', '</script>', 'x'],
    ],
    ['a script that never ends as one text', '<script>a</scripts>b', ['<script>', 'a</scripts>b']],
    [
      'a title with its entities and without its tags',
      '<title>A &amp; <b></title>',
      ['<title>', 'A & <b>', '</title>'],
    ],
    ['a slash that ends nothing outside drawings', '<div/>a', ['<div>', 'a']],
    [
      'a slash that ends an element in a drawing',
      '<svg><title/><path d="M0"/></svg>a',
      ['<svg>', '<title>', '</title>', '<path>', '</path>', '</svg>', 'a'],
    ],
    ['no end tag without a name', 'a</>b</ p>c', ['a', 'b', 'c']],
    ['an end tag with attributes', '<p>a</p class=x>b', ['<p>', 'a', '</p>', 'b']],
    ['no tag that the page ends in', 'a<p class="x', ['a']],
    ['the same for a bare name', 'a<p', ['a']],
  ])('gives %s', (_, source, events) => expect(scan(source)).toEqual(events));

  it('ends in time that follows the length, whatever is left open', () => {
    const parts = [
      '<',
      '</',
      '<!--',
      '<![CDATA[',
      '<a href="',
      "<a href='",
      '<script>',
      '</script',
      '<a b',
      '&',
      '<svg/',
    ];
    for (const part of parts) expect(scan(part.repeat(200_000)).length).toBeLessThan(500_000);
  });

  it('never throws, and tells all text that stands outside tags', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      "'",
      '=',
      '!',
      '-',
      '&',
      ';',
      'a',
      'script',
      'p',
      ' ',
      '\n',
      ']]>',
      '?',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void scan(pieces.join(''))));
    fc.assert(fc.property(fc.stringMatching(/^[a-z ]{1,40}$/), (text) => scan(`<p>${text}</p>`)[1] === text));
  });
});
