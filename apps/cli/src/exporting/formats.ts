import type { DocumentChoice, StoreReader } from '@wirefold/store';

/** What is to be exported, and what is said about it in the result. */
export interface ExportTask {
  readonly reader: StoreReader;
  readonly choice: DocumentChoice;
  /** What was asked for, in words. */
  readonly asked: string;
  /** False where the file's name says that it is not packed. */
  readonly packed: boolean;
}

/** A piece of the result, and whether an exported thing ends with it. */
export interface ExportPiece {
  readonly bytes: Uint8Array;
  /** How many documents, articles or stories it holds. */
  readonly count: number;
}

/** One form in which what is stored can leave; its pieces are made as they are taken. */
export interface ExportFormat {
  /** What is counted: one, and several. */
  readonly noun: readonly [one: string, several: string];
  /** Bytes that a terminal cannot show. */
  readonly isBinary: boolean;
  /** Ending of a file's name under which the result is not packed. */
  readonly plainEnding?: string;
  /** Whether it can hold what is no article. */
  readonly takesAll: boolean;
  pieces(task: ExportTask): AsyncGenerator<ExportPiece>;
}

/** Every format by its name; the help of `export` lists these. */
export const EXPORT_FORMATS = {
  warc: {
    ...{ noun: ['document', 'documents'], isBinary: true, plainEnding: '.warc', takesAll: true },
    async *pieces(task) {
      const { warcPieces } = await import('./warc-pieces.ts');
      yield* warcPieces(task);
    },
  },
} as const satisfies Record<string, ExportFormat>;

export type ExportFormatName = keyof typeof EXPORT_FORMATS;
