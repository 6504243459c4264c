export { default } from '@wirefold/tooling/vitest';
