// `npm run l10n`: which texts lack a translation, and which translations nothing asks for any more.
import { parseArgs } from 'node:util';
import { readSources, readTexts, textFiles, writeTexts } from './l10n/files.ts';
import { flawsOf } from './l10n/flaws.ts';

const usage = `Usage: npm run l10n -- [options]

  --prune   removes what is stale
  --help    show this`;

const { values } = parseArgs({
  options: {
    prune: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function report(): number {
  const sources = readSources();
  for (const refusal of sources.refused) console.error(refusal);
  let count = sources.refused.length;
  for (const { path, original } of textFiles(sources)) {
    const texts = readTexts(path);
    const all = flawsOf(texts, original);
    const stale = new Set(all.filter(({ what }) => what === 'stale').map(({ key }) => key));
    if (values.prune && stale.size > 0) {
      writeTexts(path, new Map([...texts].filter(([key]) => !stale.has(key))));
      console.log(`${path}: ${stale.size} removed`);
    }
    const flaws = values.prune ? all.filter(({ what }) => what !== 'stale') : all;
    for (const { key, what } of flaws) {
      const place = sources.texts.get(key);
      console.error(`${path}: ${what}: ${JSON.stringify(key)}${place ? ` (${place})` : ''}`);
    }
    count += flaws.length;
  }
  console.log(`${sources.texts.size} texts in the sources; ${count} to correct`);
  return count;
}

if (values.help) console.log(usage);
else if (report() > 0) process.exitCode = 1;
