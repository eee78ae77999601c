export interface Account {
  readonly accountId: string;
  readonly accountName: string;
  readonly emailAddress: string;
  readonly roles: readonly string[];
}

export interface Organisation {
  readonly startUrl: string;
  readonly name: string;
  readonly accounts: readonly Account[];
}

const sampleAccounts: readonly Account[] = [
  {
    accountId: '111122223333',
    accountName: 'Development',
    emailAddress: 'development@example.com',
    roles: ['AdministratorAccess', 'ReadOnlyAccess'],
  },
  {
    accountId: '444455556666',
    accountName: 'Production',
    emailAddress: 'production@example.com',
    roles: ['ReadOnlyAccess'],
  },
];

/** AWS opens one portal for `…/start`, `…/start/`, `…/start#` and `…/start#/`. */
const portalOf = (startUrl: string) => startUrl.replace(/#.*$/, '').replace(/\/+$/, '');

/**
 * The organisation behind a start URL. Without a list, every https start URL has one, named after
 * its host, so that any `~/.aws/config` works unchanged.
 */
export function findOrganisation(
  organisations: readonly Organisation[] | undefined,
  startUrl: string,
): Organisation | undefined {
  if (organisations !== undefined) {
    return organisations.find((known) => portalOf(known.startUrl) === portalOf(startUrl));
  }
  if (!URL.canParse(startUrl)) return undefined;
  const { protocol, hostname } = new URL(startUrl);
  if (protocol !== 'https:') return undefined;
  return { startUrl, name: hostname.split('.')[0] ?? hostname, accounts: sampleAccounts };
}
