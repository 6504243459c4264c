/** Bounds that keep one document from taking a worker down; a page beyond them is read up to the bound. */
export const LIMITS = {
  /** Characters of a document that are read: three times the largest page of the measured sets. */
  contentChars: 12_000_000,
  /** Depth of the element tree; browsers stop at 512 (Chromium's kMaximumHTMLParserDOMTreeDepth). */
  depth: 512,
  /** Elements in the tree. */
  elements: 300_000,
  /** Blocks looked at. */
  blocks: 30_000,
  /** Characters of one block. */
  blockChars: 1_000_000,
  /** Characters of all JSON-LD scripts that are parsed. */
  jsonLdChars: 2_000_000,
  /** Nodes of parsed JSON-LD that are visited. */
  jsonLdNodes: 20_000,
  /** Characters of the text shown to the language detector, the slowest step of a short text. */
  languageChars: 600,
  /** Characters of a headline, a name, a caption's credit. */
  headlineChars: 400,
  nameChars: 80,
} as const;
