// Extensions to measure: the packaged one, and one that does nothing, both started by the bench alone.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { root } from '../test/paths.ts';
import { packaged } from './sizes.ts';

const folder = join(root, 'out', 'bench');
const { publisher, name, ...manifest } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Readonly<Record<string, unknown>> & { readonly publisher: string; readonly name: string };

export interface ExtensionPackage {
  readonly path: string;
  readonly id: string;
}

/** As it is shipped; nothing starts it by itself. */
export function ourPackage(): ExtensionPackage {
  return copyOf('ours', (text) => text);
}

/**
 * The same, with doors in its walls: `vscode`, `node:fs` and timers come through `host/probe.ts`, which
 * notes what is shown, read and waited for, and `activate` begins there. Not one line of the product is another.
 */
export function probedPackage(): ExtensionPackage {
  const copy = copyOf('probed', (text, file) => {
    const modules = text.replaceAll(
      /require\("(vscode|(?:node:)?fs(?:\/promises)?|node:timers\/promises)"\)/g,
      'require("./benchProbe.cjs").modules["$1"]',
    );
    const timers = 'const { setTimeout, setInterval } = require("./benchProbe.cjs").timers;';
    const probed = `"use strict";${timers}${modules}\n`;
    const isFirst = file === 'extension.cjs';
    return isFirst
      ? `${probed}module.exports = require("./benchProbe.cjs").probed(module.exports);\n`
      : probed;
  });
  buildSync({
    absWorkingDir: root,
    entryPoints: ['scripts/bench/host/probe.ts'],
    outfile: join(copy.path, 'dist', 'benchProbe.cjs'),
    ...hostBundle,
  });
  return copy;
}

export function emptyPackage(): ExtensionPackage {
  const path = join(folder, 'nothing');
  rmSync(path, { recursive: true, force: true });
  mkdirSync(join(path, 'dist'), { recursive: true });
  const { version, engines, main } = manifest;
  const own = { name: 'bench-nothing', publisher, version, engines, main, activationEvents: [] };
  writeFileSync(join(path, 'package.json'), JSON.stringify(own));
  const code = '"use strict";exports.activate=()=>{};exports.deactivate=()=>{};\n';
  writeFileSync(join(path, 'dist', 'extension.cjs'), code);
  return { path, id: `${publisher}.bench-nothing` };
}

/** What runs in the extension host: the bench's own programs. */
export function bundleHostProgram(program: string): string {
  const outfile = join(folder, 'programs', `${program}.cjs`);
  const entry = `scripts/bench/host/${program}.ts`;
  buildSync({ absWorkingDir: root, entryPoints: [entry], outfile, ...hostBundle });
  return outfile;
}

const hostBundle = {
  bundle: true,
  platform: 'node' as const,
  format: 'cjs' as const,
  target: 'node22',
  external: ['vscode'],
  logLevel: 'warning',
} satisfies BuildOptions;

function copyOf(kind: string, change: (text: string, file: string) => string): ExtensionPackage {
  packaged();
  const path = join(folder, kind);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(join(path, 'dist'), { recursive: true });
  const texts = readdirSync(root).filter((file) => /^package\.nls.*json$/.test(file));
  for (const part of ['l10n', 'media', ...texts])
    cpSync(join(root, part), join(path, part), { recursive: true });
  for (const file of readdirSync(join(root, 'dist'))) {
    const text = readFileSync(join(root, 'dist', file), 'utf8');
    writeFileSync(join(path, 'dist', file), change(text, file));
  }
  const copied = { ...manifest, publisher, name, activationEvents: [] };
  writeFileSync(join(path, 'package.json'), JSON.stringify(copied));
  return { path, id: `${publisher}.${name}` };
}
