// Writes THIRD-PARTY-NOTICES.txt: the licences of what is in the bundles.
import { writeFileSync } from 'node:fs';
import { root } from './bundles.mjs';
import { bundledPackages, noticesOf } from './thirdParty.ts';

const packages = await bundledPackages();
const notices = noticesOf(packages);
writeFileSync(`${root}/THIRD-PARTY-NOTICES.txt`, notices);
console.log(`THIRD-PARTY-NOTICES.txt: ${packages.length} packages`);
