export { readWarcAnswer, type WarcAnswer } from './warc-answer.ts';
export { splitWarc, type WarcFrame } from './warc-frames.ts';
