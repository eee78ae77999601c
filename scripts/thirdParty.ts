// The packages of others that are in the bundles, by what esbuild says it has put there; and what is to be
// said of them.
import { readFileSync, readdirSync } from 'node:fs';
import { build } from 'esbuild';
import { bundleOptions, root } from './bundles.mjs';

interface Described {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it. */
  readonly license: string;
}

export interface BundledPackage extends Described {
  /** Its files about licences, each whole. */
  readonly texts: readonly string[];
  /** Of the archive that npm brings, as in the lockfile. */
  readonly integrity: string;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly integrity: string }>>;
}

const textIn = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');
const describedIn = (path: string) => JSON.parse(textIn(`${path}package.json`)) as Described;

/** In the order of their names. Bundles anew, and writes nothing. */
export async function bundledPackages(): Promise<readonly BundledPackage[]> {
  const results = await Promise.all(
    bundleOptions.map((options) =>
      build({ ...options, minify: true, metafile: true, write: false }),
    ),
  );
  const inputs = results
    .flatMap(({ metafile }) => Object.values(metafile.outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = inputs.flatMap(
    ([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  const lockfile = JSON.parse(textIn('package-lock.json')) as Lockfile;
  return [...new Set(folders)]
    .map((folder) => packageIn(folder, lockfile))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function packageIn(folder: string, { packages }: Lockfile): BundledPackage {
  const { name, version, license } = describedIn(`${folder}/`);
  const texts = readdirSync(`${root}/${folder}`)
    .filter((file) => /^(licen[cs]e|notice|copying)(\.(md|txt))?$/i.test(file))
    .sort()
    .map((file) => textIn(`${folder}/${file}`));
  const integrity = packages[folder]?.integrity;
  if (texts.length === 0) throw new Error(`${name} ${version} has no licence text.`);
  if (integrity === undefined) throw new Error(`${folder} is not in the lockfile.`);
  return { name, version, license, texts, integrity };
}

/** The text of THIRD-PARTY-NOTICES.txt: each licence once, below the packages that it is for. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const byText = new Map<string, readonly string[]>();
  for (const { name, version, license, texts } of packages) {
    const text = texts.map(tidy).join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const line = '-'.repeat(80);
  const parts = Array.from(byText, ([text, names]) => `${line}\n${names.join('\n')}\n\n${text}\n`);
  return ['This extension contains work of others, under these licences.\n', ...parts].join('\n');
}

/** So that a licence is the same one however its lines end. */
const tidy = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');

/** CycloneDX 1.5. The same for the same bundles: it holds no time and no serial number. */
export function sbomOf(packages: readonly BundledPackage[]) {
  const { description } = JSON.parse(textIn('package.nls.json')) as { description: string };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', ...componentOf(describedIn('')), description },
    },
    components: packages.map((each) => ({
      type: 'library',
      ...componentOf(each),
      hashes: [hashOf(each)],
    })),
  };
}

function componentOf({ name, version, license }: Described) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { 'bom-ref': purl, name, version, purl, licenses: [{ license: { id: license } }] };
}

function hashOf({ integrity }: BundledPackage) {
  const [algorithm = '', digest = ''] = integrity.split('-');
  const content = Buffer.from(digest, 'base64').toString('hex');
  return { alg: algorithm.toUpperCase().replace('SHA', 'SHA-'), content };
}
