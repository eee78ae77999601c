// A window that renews when told to on its input, once: `renewOnce <home> <now> <endpoint>`.
import { awsPaths } from '../../src/aws/paths.ts';
import { refresh } from '../../src/aws/refresh.ts';

const [home = '', now = '', url = ''] = process.argv.slice(2);

process.stdin.once('data', () => {
  const context = {
    paths: awsPaths({ HOME: home }, 'linux'),
    stateFile: `${home}/storage/state.json`,
    environment: { AWS_ENDPOINT_URL_SSO_OIDC: url },
    now: () => Number(now),
    unwritten: new Map(),
    running: new Set<Promise<unknown>>(),
    unrecorded: new Map(),
  };
  const { signal } = new AbortController();
  void refresh('session:my-sso', context, { by: 'person', signal }).then(({ kind }) => {
    process.stdout.write(`${kind}\n`, () => process.exit());
  });
});
process.stdout.write('ready\n');
