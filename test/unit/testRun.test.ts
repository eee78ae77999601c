import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vsCodeVersions } from '../../scripts/provision/vsCodeVersions.ts';
import { judge, summary } from '../../scripts/test/counts.ts';

const good = { passed: 3, failed: 0, failures: [], skipped: [] };
const bad = {
  passed: 3,
  failed: 2,
  failures: ['b: it is 5', 'c: timeout'],
  skipped: ['a: no display'],
};

describe('a test run', () => {
  it.each([
    ['is what its runner reports', good, true, '3 passed, 0 failed'],
    ['counts failures and skipped tests', bad, false, '3 passed, 2 failed'],
    ['fails when the runner crashed after its report', good, false, '3 passed, 1 failed'],
    ['fails without a report', undefined, true, '0 passed, 1 failed'],
    ['fails without tests', { ...good, passed: 0 }, true, '0 passed, 1 failed'],
  ])('%s', (_title, report, succeeded, line) => {
    expect(summary(judge(report, succeeded))).toBe(line);
  });

  it('covers the oldest VS Code that the manifest promises', () => {
    const manifest = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as { readonly engines: { readonly vscode: string } };
    const [major, minor] = vsCodeVersions.oldest.vsCode.split('.');
    expect(manifest.engines.vscode).toBe(`^${String(major)}.${String(minor)}.0`);
  });
});
