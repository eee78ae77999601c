// What runs on GitHub is what was looked at, and may do no more than it must.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (file: string): string =>
  readFileSync(new URL(`../../.github/workflows/${file}`, import.meta.url), 'utf8');

/** The text of each job. */
function jobsOf(file: string): ReadonlyMap<string, string> {
  const [, jobs = ''] = read(file).split(/^jobs:$/m);
  const [, ...parts] = jobs.split(/^ {2}(\w+):$/m);
  return new Map(
    parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? '']] : [])),
  );
}

describe.each(['ci.yml', 'release.yml'])('in %s', (file) => {
  test('each action is one commit, with its version', () => {
    const uses = read(file).match(/\buses: .+/g) ?? [];
    const pinned = /^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((use) => !pinned.test(use))).toEqual([]);
  });

  test('no token is left behind by a checkout', () => {
    for (const job of jobsOf(file).values())
      expect(job.includes('persist-credentials: false')).toBe(job.includes('actions/checkout@'));
  });

  test('a job may do what it says, and nothing else', () => {
    expect(read(file)).toMatch(/^permissions: \{\}$/m);
  });
});

test('what signs, what publishes and what releases are jobs of their own', () => {
  const rights = Array.from(jobsOf('release.yml'), ([name, job]) => [
    name,
    [...job.matchAll(/^ {6}([\w-]+: (?:read|write))$/gm)].map(([, right]) => right),
    [...job.matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret),
  ]);
  expect(rights).toEqual([
    ['test', ['contents: read'], []],
    ['package', ['contents: read', 'id-token: write', 'attestations: write'], []],
    ['visualStudioMarketplace', ['contents: read'], ['VSCE_PAT']],
    ['openVsx', ['contents: read'], ['OVSX_PAT']],
    ['release', ['contents: write'], []],
  ]);
});

test('a release brings the bill of materials along', () => {
  const jobs = jobsOf('release.yml');
  for (const name of ['package', 'release'])
    expect(jobs.get(name)).toContain('out/sso-session-status.cdx.json');
});
