export { readWarcAnswer, type WarcAnswer } from './warc-answer.ts';
export { splitWarc, type WarcFrame } from './warc-frames.ts';
export { type Capture, type WarcAbout, warcInfoRecord, warcRecord } from './warc-record.ts';
