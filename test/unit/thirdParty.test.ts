// What is said of the work of others is true of the bundles as they are now.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import {
  type BundledPackage,
  bundledPackages,
  noticesOf,
  sbomOf,
} from '../../scripts/thirdParty.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>> & { readonly valibot: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;

let packages: readonly BundledPackage[];
beforeAll(async () => {
  packages = await bundledPackages();
});

test('every dependency is bundled', () => {
  const bundled = packages.map(({ name, version }) => `${name} ${version}`);
  const asked = Object.entries(manifest.dependencies).map((entry) => entry.join(' '));
  expect(bundled).toEqual(expect.arrayContaining(asked));
});

test('every licence lets it be passed on in a bundle', () => {
  const licences = new Set(packages.map(({ license }) => license));
  expect([...licences].filter((name) => !['Apache-2.0', 'ISC', 'MIT'].includes(name))).toEqual([]);
});

test('THIRD-PARTY-NOTICES.txt is of these bundles, and in the VSIX', () => {
  expect(read('THIRD-PARTY-NOTICES.txt'), '`npm run notices` writes it anew').toBe(
    noticesOf(packages),
  );
  expect(read('.vscodeignore').split('\n')).toContain('!THIRD-PARTY-NOTICES.txt');
});

test('the bill of materials names the same, by the digests of the lockfile', () => {
  const { components, metadata } = sbomOf(packages);
  const { valibot } = manifest.dependencies;
  expect(components).toHaveLength(packages.length);
  expect(components.find(({ name }) => name === 'valibot')).toEqual({
    type: 'library',
    'bom-ref': `pkg:npm/valibot@${valibot}`,
    name: 'valibot',
    version: valibot,
    purl: `pkg:npm/valibot@${valibot}`,
    licenses: [{ license: { id: 'MIT' } }],
    hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) as string }],
  });
  expect(metadata.component).toMatchObject({
    type: 'application',
    description: expect.not.stringContaining('%') as string,
  });
});

test('CONTRIBUTING says of every dependency what it is for', () => {
  const [, section = ''] = read('CONTRIBUTING.md').split('\n## Dependencies\n');
  const told = new Set(Array.from(section.matchAll(/`([^`]+)`/g), ([, name]) => name));
  const { dependencies, devDependencies } = manifest;
  const names = Object.keys({ ...dependencies, ...devDependencies });
  expect(names.filter((name) => !told.has(name))).toEqual([]);
});
