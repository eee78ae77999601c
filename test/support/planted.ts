// Secrets that can be told wherever they turn up: planted in files, and in answers of a service that sends
// back what it was sent.
import { inspect } from 'node:util';
import type { LogOutputChannel } from 'vscode';
import type { Overview } from '../../src/core/overview.ts';
import { StateLog } from '../../src/views/stateLog.ts';
import type { Fault } from './identityCenter/faults.ts';
import { filesBelow } from './filesBelow.ts';

/** The secrets of a token file. */
export const planted = {
  accessToken: 'planted-access',
  refreshToken: 'planted-refresh',
  clientId: 'planted-client',
  clientSecret: 'planted-secret',
} as const;

/** Those, and all that the local Identity Center gives out: tokens, registrations, codes. */
const secret = /planted-[\w-]+|aoa-local-[\w-]+/g;

/** `known` are secrets that no pattern tells. */
export function secretsIn(text: string, known: readonly string[] = []): readonly string[] {
  return [...new Set(text.match(secret)), ...known.filter((each) => text.includes(each))];
}

/** The PKCE verifier in a body that was sent to the service, if there is one. */
export function verifierIn(body: string): readonly string[] {
  const [, verifier] = /"codeVerifier":"([^"]+)"/.exec(body) ?? [];
  return verifier === undefined ? [] : [verifier];
}

/** All that it holds, hidden or not, as text; much of what VS Code makes holds it behind getters. */
export const inFull = (value: unknown): string =>
  inspect(value, {
    depth: Infinity,
    showHidden: true,
    getters: true,
    maxStringLength: Infinity,
    maxArrayLength: Infinity,
  });

const everywhere = {
  ...planted,
  error: 'planted-error',
  error_description: 'planted-description',
  message: 'planted-message',
  Message: 'planted-message',
  code: 'planted-code',
  Code: 'planted-code',
  name: 'planted-name',
  reason: 'planted-reason',
  __type: 'planted-type',
  stack: 'planted-stack',
};

const fields = ['accessToken', 'refreshToken', 'expiresIn', 'tokenType', 'clientId', 'deviceCode'];

/** Answers that have secrets in them, by what they are. */
export const hostileAnswers: Readonly<Record<string, Fault>> = {
  ...Object.fromEntries(
    [200, 400, 401, 403, 429, 500].flatMap((status) => [
      [`${status} with JSON`, { kind: 'status', status, body: JSON.stringify(everywhere) }],
      [`${status} with text`, { kind: 'status', status, body: `<b>${inFull(everywhere)}</b>` }],
      [`${status} with half of it`, { kind: 'status', status, body: '{"message":"planted-half' }],
    ]),
  ),
  ...Object.fromEntries(
    (
      [
        'invalid_grant',
        'invalid_client',
        'invalid_request',
        'access_denied',
        'server_error',
      ] as const
    )
      .map((error) => ({ error, description: 'planted-description', reason: 'planted-reason' }))
      .map((answer) => [answer.error, { kind: 'error', ...answer }]),
  ),
  ...Object.fromEntries(
    fields.map((field) => [
      `an odd ${field}`,
      { kind: 'setField', field, value: { planted: 'planted-value' } },
    ]),
  ),
  'an answer that breaks off': { kind: 'dropMidBody' },
};

/** What the log says of the sessions. */
export function logOf(overview: Overview): string {
  const lines: string[] = [];
  const log = { info: (line: string) => lines.push(line) };
  new StateLog(log as unknown as LogOutputChannel).render(overview);
  return lines.join('\n');
}

/** Names, and the texts of those files that are new or changed. */
export async function filesChanged(
  directory: string,
  before: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(await filesBelow(directory));
  return Object.fromEntries(files.filter(([name, text]) => before[name] !== text));
}
