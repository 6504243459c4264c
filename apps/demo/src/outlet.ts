import type { Piece } from './piece.ts';

/** An outlet while it is being served. */
export interface Site {
  /** Origin without a slash at the end, e.g. `http://127.0.0.11:40123`. */
  readonly base: string;
  readonly pieces: readonly Piece[];
}

/** A feed document and where it stands. */
export interface OutletFeed {
  readonly path: string;
  readonly mediaType: string;
  document(site: Site): string;
}

/** An invented outlet: its name, its loopback address, and the layout of its pages. */
export interface Outlet {
  readonly key: string;
  readonly name: string;
  /** Loopback address of its own, so that two outlets are two sources. */
  readonly host: string;
  /** `latin1` is sent without a charset in the header, as old sites do; their pages declare it. */
  readonly encoding: 'utf8' | 'latin1';
  page(piece: Piece, site: Site): string;
  readonly feed?: OutletFeed;
  /** Pages that are no articles, by path: answered with status 200. */
  readonly broken?: Readonly<Record<string, string>>;
}
