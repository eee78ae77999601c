// Writes out/sso-session-status.cdx.json: the packages in the bundles, as CycloneDX. Not by `npm sbom
// --omit dev`: that leaves out what the tools of development happen to need as well, such as @smithy/core.
import { mkdirSync, writeFileSync } from 'node:fs';
import { root } from './bundles.mjs';
import { bundledPackages, sbomOf } from './thirdParty.ts';

const sbom = sbomOf(await bundledPackages());
const file = 'out/sso-session-status.cdx.json';
mkdirSync(`${root}/out`, { recursive: true });
writeFileSync(`${root}/${file}`, `${JSON.stringify(sbom, undefined, 2)}\n`);
console.log(`${file}: ${sbom.components.length} packages`);
