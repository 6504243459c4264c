export { clean } from './clean.ts';
export { type LabelledLine, labelText } from './clean-text.ts';
export { CLEANER_VERSION } from './version.ts';
