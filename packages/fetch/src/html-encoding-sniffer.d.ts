declare module 'html-encoding-sniffer' {
  /** The WHATWG encoding sniffing algorithm: BOM, transport label, then a prescan of 1,024 bytes. */
  export default function sniffHtmlEncoding(
    bytes: Uint8Array,
    options?: { xml?: boolean; transportLayerEncodingLabel?: string; defaultEncoding?: string },
  ): string;
}
