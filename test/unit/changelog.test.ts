// The newest release that the changelog tells of is the version that is packed.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const versionIn = (path: string): string =>
  (JSON.parse(read(path)) as { readonly version: string }).version;

const headings = read('CHANGELOG.md').match(/^## .*/gm) ?? [];
const releases = headings.filter((heading) => heading !== '## [Unreleased]');

test('the newest release is the version of package.json and its lockfile', () => {
  const [, newest] = /^## \[(.+)\]/.exec(releases[0] ?? '') ?? [];
  expect([versionIn('package.json'), versionIn('package-lock.json')]).toEqual([newest, newest]);
});

test('each release has its version and its day', () => {
  const pattern = /^## \[\d+\.\d+\.\d+\] - (\d{4}-\d\d-\d\d)$/;
  const days = releases.map((heading) => pattern.exec(heading)?.[1] ?? heading);
  expect(days.map(dayOf)).toEqual(days);
});

function dayOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? 'no day' : new Date(time).toISOString().slice(0, 10);
}
