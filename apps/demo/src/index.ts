export { OUTLETS } from './outlets.ts';
export { type Piece, readPieces, textOf } from './piece.ts';
export { type Newsstand, startOutlets } from './server.ts';
