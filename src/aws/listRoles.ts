// Every role of every account that a session may use, asked of the portal.
import type { EndpointProblem } from '../core/endpointOverride.ts';
import type { TroubleCode } from '../core/snapshot.ts';
import { sessionIn } from '../core/ssoConfig.ts';
import type { AwsPaths, Environment } from './paths.ts';
import { tokenFilePath } from './paths.ts';
import { type PortalAccount, type PortalList, listAccountRoles, listAccounts } from './portal.ts';
import { type PortalClient, portalClient, portalEndpoint } from './portalClient.ts';
import { readConfig } from './readSnapshot.ts';
import { openTokenFile } from './tokenFile.ts';

export interface PortalContext {
  readonly paths: AwsPaths;
  readonly environment: Environment;
  /** ms since the epoch */
  readonly now: () => number;
}

export interface AccountRoles {
  /** Twelve digits. */
  readonly id: string;
  /** Empty where AWS gave none. */
  readonly name: string;
  readonly roles: readonly string[];
}

export type RolesOutcome =
  /** by name; accounts without a role are left out */
  | { readonly kind: 'listed'; readonly accounts: readonly AccountRoles[] }
  /** No token, one that has ended, or one that the portal does not take. */
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'failing'; readonly code: TroubleCode }
  | { readonly kind: 'notConfigured' }
  | { readonly kind: 'configUnreadable' }
  | { readonly kind: 'misconfigured' }
  | { readonly kind: 'badEndpoint'; readonly problem: EndpointProblem }
  | { readonly kind: 'cancelled' };

/** How many accounts have been asked for their roles, and how many there are. */
type RolesProgress = (done: number, total: number) => void;

/** The portal counts requests; more at a time would only wait there. */
const requestsAtOnce = 4;

/** Config and token are read at this very moment. Never throws. */
export async function listRoles(
  sessionId: string,
  { paths, environment, now }: PortalContext,
  onProgress: RolesProgress,
  signal: AbortSignal,
): Promise<RolesOutcome> {
  const { config, sso } = await readConfig(paths, true);
  const session = sessionIn(sso, sessionId);
  if (typeof session === 'string') return { kind: session };
  const endpoint = portalEndpoint(session, config, environment);
  if ('kind' in endpoint) return endpoint;
  const file = await openTokenFile(tokenFilePath(paths, session.cacheKey), true);
  if (file.kind !== 'token' || file.token.expiresAt <= now()) return { kind: 'signedOut' };
  using client = portalClient(endpoint);
  return await listAll(client, file.token.accessToken, onProgress, signal);
}

async function listAll(
  client: PortalClient,
  accessToken: string,
  onProgress: RolesProgress,
  signal: AbortSignal,
): Promise<RolesOutcome> {
  const accounts = await listAccounts(client, accessToken, { signal });
  if (accounts.kind !== 'complete') return outcomeOf(accounts);
  const waiting = [...accounts.items];
  const found: AccountRoles[] = [];
  let failure: RolesOutcome | undefined;
  let done = 0;
  onProgress(0, waiting.length);
  const askInTurn = async (): Promise<void> => {
    let account: PortalAccount | undefined;
    while (failure === undefined && (account = waiting.shift()) !== undefined) {
      const { id, name = '' } = account;
      const roles = await listAccountRoles(client, accessToken, id, { signal });
      if (roles.kind === 'complete') found.push({ id, name, roles: roles.items.toSorted() });
      else failure = outcomeOf(roles);
      onProgress(++done, accounts.items.length);
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, askInTurn));
  return (
    failure ?? {
      kind: 'listed',
      accounts: found
        .filter(({ roles }) => roles.length > 0)
        .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)),
    }
  );
}

function outcomeOf(list: Exclude<PortalList<unknown>, { kind: 'complete' }>): RolesOutcome {
  return list.kind === 'unauthorized' ? { kind: 'signedOut' } : list;
}
