// Reads the config as the clients of the AWS SDK for JavaScript do, without their memory of the last time.
import { createRequire } from 'node:module';
import { answer, timed } from './answer.ts';

interface Loader {
  readonly loadSharedConfigFiles: (init: { readonly ignoreCache: boolean }) => Promise<unknown>;
}

/** As the installed clients find it. */
const fromClient = createRequire(
  createRequire(import.meta.url).resolve('@aws-sdk/client-sso-oidc'),
);
const { loadSharedConfigFiles } = fromClient('@smithy/core/config') as Loader;

await answer(() => timed(() => loadSharedConfigFiles({ ignoreCache: true })));
