import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, addressOfUrl, expectedTexts, readExpectation } from '../src/expectation.ts';
import { type Newsstand, OUTLETS, startOutlets, textOf } from '../src/index.ts';

let stand: Newsstand;
beforeAll(async () => {
  stand = await startOutlets();
});
afterAll(() => stand.close());

/** Words of a page without its markup, for finding one text in another. */
function plain(html: string): string {
  const decoded = html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  return decoded.replaceAll('&amp;', '&');
}

async function bodyAt(url: string): Promise<string> {
  const response = await fetch(url);
  const latin1 = response.headers.get('content-type') === 'text/html';
  return new TextDecoder(latin1 ? 'iso-8859-1' : 'utf-8').decode(await response.arrayBuffer());
}

describe('the outlets', () => {
  it('stand at seven origins that all differ', () => {
    expect(OUTLETS.length).toBe(7);
    expect(new Set(stand.bases.values()).size).toBe(7);
  });

  it('have a loopback address each on Linux, and 127.0.0.1 with a port each elsewhere', () => {
    const hosts = [...stand.bases.values()].map((base) => new URL(base).hostname);
    const own = OUTLETS.map((outlet) => outlet.host);
    if (process.platform === 'linux') expect(hosts).toEqual(own);
    else for (const host of hosts) expect(['127.0.0.1', ...own]).toContain(host);
  });

  it('answer every article with a page that holds its headline and each of its paragraphs', async () => {
    for (const piece of stand.pieces) {
      const base = stand.bases.get(piece.outlet) ?? '';
      const page = plain(await bodyAt(base + piece.path));
      expect(page, addressOf(piece)).toContain(piece.headline);
      for (const paragraph of textOf(piece).split('\n\n'))
        expect(page, addressOf(piece)).toContain(paragraph);
    }
  });

  it('answer 404 under the address that the Atom feed still names', async () => {
    const atom = await bodyAt(stand.feeds.find((url) => url.endsWith('.atom')) ?? '');
    const dead = `${stand.bases.get('northern-ledger')}/news/ledger-quiz-of-the-week`;
    expect(atom).toContain(dead);
    expect((await fetch(dead)).status).toBe(404);
  });

  it('answer 200 for the broken page, which is cut off amid a script', async () => {
    const broken = `${stand.bases.get('kaldmark-today')}/article/48271/liveblog`;
    expect(stand.pages).toContain(broken);
    expect((await fetch(broken)).status).toBe(200);
    expect(await bodyAt(broken)).not.toContain('</script>');
  });

  it('name each article in a feed or among the pages, and none twice', async () => {
    const feeds = await Promise.all(stand.feeds.map(bodyAt));
    for (const piece of stand.pieces) {
      const url = (stand.bases.get(piece.outlet) ?? '') + piece.path;
      const places = [
        ...feeds.filter((feed) => feed.includes(`"${url}"`) || feed.includes(`>${url}<`)),
        ...stand.pages.filter((page) => page === url),
      ];
      expect(places.length, url).toBe(1);
    }
  });

  it('send the old Herald in ISO-8859-1 without saying so in the header', async () => {
    const url = stand.pages.find((page) => page.endsWith('/railpay.htm')) ?? '';
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(Buffer.from(await response.arrayBuffer()).includes(Buffer.from('Zo\xe9 Thrale', 'latin1'))).toBe(
      true,
    );
  });
});

describe('the expectation', () => {
  it('puts every article and every text into exactly one story', async () => {
    const { stories, texts } = await readExpectation();
    const named = Object.values(stories).flat().sort();
    expect(named).toEqual([...stand.pieces.map(addressOf), ...Object.keys(texts)].sort());
  });

  it('holds at least 18 articles of six events by six outlets, each long enough to be compared', async () => {
    const { stories } = await readExpectation();
    const lengths = [...(await expectedTexts(stand.pieces)).values()].map((text) => text.split(/\s+/).length);
    expect(lengths.length).toBeGreaterThanOrEqual(18);
    expect(Object.keys(stories).length).toBeGreaterThanOrEqual(6);
    expect(new Set(stand.pieces.map((piece) => piece.outlet)).size).toBeGreaterThanOrEqual(6);
    expect(Math.min(...lengths)).toBeGreaterThan(120);
  });

  it('has a copy of equal text at another outlet, and a truncated one that is under half as long', async () => {
    const texts = await expectedTexts(stand.pieces);
    const textAt = (key: string) =>
      texts.get(addressOf(stand.pieces.find((piece) => piece.key === key) ?? expect.unreachable()));
    expect(textAt('lamplighter-mirror')).toBe(textAt('lamplighter-recovered'));
    const whole = textAt('gannet-bank-pact') ?? '';
    const part = textAt('gannet-bank-excerpt') ?? '';
    expect(whole.startsWith(part.replace(' …', ''))).toBe(true);
    expect(part.length / whole.length).toBeLessThan(0.5);
  });

  it('reads an address of the ledger back to the one it names', () => {
    const base = stand.bases.get('tarnwick-herald');
    expect(addressOfUrl(`${base}/archive/feb26/venn.htm`, stand.bases)).toBe(
      'tarnwick-herald/archive/feb26/venn.htm',
    );
    expect(addressOfUrl('file:///home/x/apps/demo/texts/a.txt', stand.bases)).toBe('texts/a.txt');
    expect(addressOfUrl('https://elsewhere.example/a', stand.bases)).toBe('https://elsewhere.example/a');
  });
});
