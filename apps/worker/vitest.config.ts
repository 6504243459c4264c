export { default } from '@wirefold/testing/vitest';
