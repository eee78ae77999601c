// What is bundled, and how: one file that activation loads, and beside it what is loaded when it is needed
// first: what watches files, what commands do, the AWS SDK, what asks several things in a row, and the page of
// the timeline.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const bundles = {
  extension: 'src/extension.ts',
  targetWatch: 'src/aws/targetWatch.ts',
  verbs: 'src/commands/verbs.ts',
  awsSdk: 'src/aws/awsSdk.ts',
  wizards: 'src/commands/wizards/wizards.ts',
  timelinePage: 'src/views/timelinePage.ts',
};

/** A dynamic import of another bundle stays one, and finds it beside the first. */
const bundlesApart = {
  name: 'bundles-apart',
  setup({ onResolve }) {
    onResolve(
      { filter: /\/(targetWatch|verbs|awsSdk|wizards|timelinePage)\.ts$/ },
      ({ kind, path }) =>
        kind === 'dynamic-import'
          ? { path: `./${basename(path, '.ts')}.cjs`, external: true }
          : undefined,
    );
  },
};

/**
 * What libraries bring along and never run here, by what stands in for it. Whatever is reached all the same
 * throws, and a name that is missing here fails the build.
 */
const standIns = {
  // Neither signing in nor the portal is signed with AWS credentials: the access token is all.
  '@aws-sdk/credential-provider-node':
    "export const defaultProvider = () => async () => { throw new Error('There are no credentials.'); };",
  '@smithy/signature-v4':
    "export class SignatureV4 { constructor() { throw new Error('Nothing is signed.'); } }",
  '@smithy/core/checksum':
    "export class Sha256 { constructor() { throw new Error('Nothing is signed.'); } }",
  // Every answer is one JSON document. The SDK loads this when an operation is modelled as a stream.
  '@smithy/core/event-streams':
    "export class EventStreamSerde { constructor() { throw new Error('Nothing is streamed.'); } }" +
    ' export const eventStreamSerdeProvider = undefined;',
  // The trace of an AWS Lambda invocation. Elsewhere there is none to pass on.
  '@aws/lambda-invoke-store':
    'export const InvokeStore = { getInstanceAsync: async () => undefined };',
  // What proper-lockfile uses unless told; src/aws/fileLock.ts tells it. On loading, this one would also
  // replace `fs.close` in the whole extension host.
  'graceful-fs': "module.exports = require('node:fs');",
};

const neverRun = {
  name: 'never-run',
  setup({ onResolve, onLoad }) {
    const names = Object.keys(standIns).join('|');
    onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path }) => ({
      path,
      namespace: 'never-run',
    }));
    onLoad({ filter: /.*/, namespace: 'never-run' }, ({ path }) => ({ contents: standIns[path] }));
    // Of its own package.json a client tells the version only, in the user agent.
    onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** For esbuild, one a bundle. */
export const bundleOptions = Object.entries(bundles).map(([name, entry]) => ({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile: `dist/${name}.cjs`,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // What VS Code 1.103's extension host runs on.
  target: 'node22',
  // Of what comes both ways, as the AWS SDK does, the ES modules: only of those is left out what nobody
  // uses, such as the protocols of other services.
  mainFields: ['module', 'main'],
  // All is loaded by `require`, for that is where VS Code hands out `http` and `https` that know its proxy.
  supported: { 'dynamic-import': false },
  external: ['vscode'],
  plugins: [bundlesApart, neverRun],
  // import.meta is empty in cjs: say so while building, not while activating.
  logOverride: { 'empty-import-meta': 'error', 'import-is-undefined': 'error' },
  logLevel: 'warning',
}));
