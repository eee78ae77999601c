// What the SSO portal is asked: accounts, roles, and to end a sign-in.
import {
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  type SSOClient,
} from '@aws-sdk/client-sso';
import { once } from 'node:events';
import { setTimeout as waitInRealTime } from 'node:timers/promises';
import { type PortalFailure, classifyPortalFailure } from '../core/serviceFailure.ts';
import { type PortalClient, unreadableAnswer } from './portalClient.ts';
import type { Wait } from './readFile.ts';
import { whatIsKnownOf } from './sdkFailure.ts';

export interface PortalAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string | undefined;
}

/** Everything there is, or why not. */
export type PortalList<T> =
  | { readonly kind: 'complete'; readonly items: readonly T[] }
  | PortalFailure
  | { readonly kind: 'cancelled' };

interface ListOptions {
  readonly signal?: AbortSignal;
  /** How pauses wait; in real time unless told. */
  readonly wait?: Wait;
}

/** The accounts that are assigned to whoever signed in. Never throws. */
export async function listAccounts(
  client: PortalClient,
  accessToken: string,
  options?: ListOptions,
): Promise<PortalList<PortalAccount>> {
  return listPages(client, options, async (sdk, nextToken, abortSignal) => {
    const command = new ListAccountsCommand({ accessToken, nextToken, maxResults });
    const page = await sdk.send(command, { abortSignal });
    const items = page.accountList?.flatMap(({ accountId, accountName }) =>
      accountId === undefined ? [] : [{ id: accountId, name: accountName }],
    );
    return { items, nextToken: page.nextToken };
  });
}

/** The names of the roles in one account. Never throws. */
export async function listAccountRoles(
  client: PortalClient,
  accessToken: string,
  accountId: string,
  options?: ListOptions,
): Promise<PortalList<string>> {
  return listPages(client, options, async (sdk, nextToken, abortSignal) => {
    const command = new ListAccountRolesCommand({ accessToken, accountId, nextToken, maxResults });
    const page = await sdk.send(command, { abortSignal });
    const items = page.roleList?.flatMap(({ roleName = [] }) => roleName);
    return { items, nextToken: page.nextToken };
  });
}

/** Ends the sign-in behind the access token. Undefined: done. Never throws. */
export async function logout(
  { sdk, timeLimitMs }: PortalClient,
  accessToken: string,
): Promise<PortalFailure | undefined> {
  try {
    const abortSignal = AbortSignal.timeout(timeLimitMs);
    await sdk.send(new LogoutCommand({ accessToken }), { abortSignal });
    return undefined;
  } catch (error) {
    return classifyPortalFailure(whatIsKnownOf(error));
  }
}

/** The most that the service model allows (MaxResultType). */
const maxResults = 100;

/** Pauses after the portal asked to wait, ms; after the last one it is left alone. */
const throttledPauses = [1_000, 2_000, 4_000, 8_000];

interface Page<T> {
  /** Absent from what is no answer of the portal. */
  readonly items: readonly T[] | undefined;
  readonly nextToken: string | undefined;
}

type FetchPage<T> = (
  sdk: SSOClient,
  nextToken: string | undefined,
  signal: AbortSignal,
) => Promise<Page<T>>;

async function listPages<T>(
  { sdk, timeLimitMs }: PortalClient,
  { signal = new AbortController().signal, wait = waitInRealTime }: ListOptions = {},
  fetchPage: FetchPage<T>,
): Promise<PortalList<T>> {
  const items: T[] = [];
  const seen = new Set<string>();
  let nextToken: string | undefined;
  const pauses = [...throttledPauses];
  for (;;) {
    try {
      signal.throwIfAborted();
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]);
      const page = await fetchPage(sdk, nextToken, limited);
      // Whoever gives the same page again would do so for ever.
      if (page.items === undefined || seen.has(page.nextToken ?? '')) throw unreadableAnswer();
      items.push(...page.items);
      if (!page.nextToken) return { kind: 'complete', items };
      nextToken = page.nextToken;
      seen.add(nextToken);
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      const failure = classifyPortalFailure(whatIsKnownOf(error));
      const isThrottled = failure.kind === 'failing' && failure.code === 'throttled';
      const pause = isThrottled ? pauses.shift() : undefined;
      if (pause === undefined) return failure;
      await waitUnlessAborted(pause, wait, signal);
    }
  }
}

/** Up to a quarter longer each time: those who were sent away together must not come back together. */
async function waitUnlessAborted(ms: number, wait: Wait, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await Promise.race([once(signal, 'abort'), wait(ms * (1 + Math.random() / 4))]);
}
