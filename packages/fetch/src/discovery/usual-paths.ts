/**
 * Where programs put their feeds when nobody says otherwise, by their own manuals: WordPress ("WordPress Feeds":
 * `/feed/`), Ghost (`/rss/`), jekyll-feed and Eleventy (`/feed.xml`), Hugo (`/index.xml`), Hexo (`/atom.xml`), Drupal
 * and many others (`/rss.xml`), JSON Feed (`/feed.json`), Blogger (`/feeds/posts/default`).
 */
export const USUAL_FEEDS = [
  ...['/feed/', '/rss/', '/feed.xml', '/rss.xml', '/atom.xml', '/index.xml', '/feed.json'],
  '/feeds/posts/default',
] as const;

/** The same for sitemaps: Yoast SEO and its news extension, the protocol's own examples, WordPress 5.5. */
export const USUAL_SITEMAPS = [
  ...['/news-sitemap.xml', '/sitemap_index.xml', '/sitemap.xml', '/wp-sitemap.xml'],
] as const;
