import { expect, it } from 'vitest';
import { JOB_SCHEMAS } from '../src/jobs.ts';
import { REASONS } from '../src/reasons.ts';

const fetchJob = {
  v: 1,
  itemId: 'it_0000000000000001',
  articleId: 'ar_0000000000000001',
  url: 'https://example.org/a',
  kind: 'page',
  kindForced: false,
  source: 'example.org',
};

it('accepts a job of this version', () => {
  expect(JOB_SCHEMAS.fetch.parse(fetchJob)).toEqual(fetchJob);
});

it.each([
  ['another version', { ...fetchJob, v: 2 }],
  ['a missing field', { ...fetchJob, url: undefined }],
  ['an empty id', { ...fetchJob, itemId: '' }],
  ['no object', 'hello'],
])('refuses %s', (_name, payload) => {
  expect(JOB_SCHEMAS.fetch.safeParse(payload).success).toBe(false);
});

it('refuses an end whose reason is not in the closed list', () => {
  const end = { ...fetchJob, end: 'rejected', stage: 'fetch', reason: 'because', detail: '' };
  expect(JOB_SCHEMAS.store.safeParse(end).success).toBe(false);
  expect(JOB_SCHEMAS.store.safeParse({ ...end, reason: 'not-found' }).success).toBe(true);
});

it('gives every reason a meaning', () => {
  for (const meaning of Object.values(REASONS)) expect(meaning.length).toBeGreaterThan(10);
});
