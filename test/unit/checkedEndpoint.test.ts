// The refresh token goes where the checked look-up says, whatever the AWS SDK would find by itself.
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { refresh } from '../../src/aws/refresh.ts';
import {
  type RefreshStage,
  configText,
  expired,
  refreshStage,
  region,
  sessionId,
} from '../support/refreshStage.ts';

/** Stands for a host that nobody has checked. */
let stranger: Server;
let heard: number;
let strangerUrl: string;
let stage: RefreshStage;

beforeAll(async () => {
  stranger = createServer((request, response) => {
    heard += 1;
    request.resume();
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});
afterAll(() => stranger.close());

beforeEach(async () => {
  heard = 0;
  stage = await refreshStage();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stage.close();
});

test.each([
  ['another profile', { AWS_PROFILE: 'other' }, '[profile other]\nendpoint_url = URL\n'],
  [
    'the services of another profile',
    { AWS_PROFILE: 'other' },
    '[profile other]\nservices = x\n[services x]\nsso_oidc =\n  endpoint_url = URL\n',
  ],
  ['the default profile, where its own says enough', {}, '[default]\nendpoint_url = URL\n'],
])('not from %s', async (_, variables, more) => {
  // The SDK reads these by itself.
  const config = join(stage.home, '.aws', 'config');
  // No such host, so that nothing leaves this machine.
  const text = configText
    .replaceAll(region, 'xx-nowhere-1')
    .replace('[profile dev]', '$&\nuse_fips_endpoint = false');
  await writeFile(config, text + more.replace('URL', strangerUrl));
  for (const [name, value] of Object.entries({ ...variables, AWS_CONFIG_FILE: config })) {
    vi.stubEnv(name, value);
  }
  await stage.put(expired);
  const signal = new AbortController().signal;
  const context = { ...stage.context, environment: {} };
  const outcome = await refresh(sessionId, context, { by: 'person', signal });
  expect({ outcome, heard }).toEqual({
    outcome: { kind: 'failing', code: 'unreachable' },
    heard: 0,
  });
});
