// What a profile signs in to.
import { l10n } from 'vscode';
import type { SsoProfile } from '../core/ssoConfig.ts';
import { withoutDirections } from './plain.ts';

/** "111122223333 · ReadOnlyAccess · eu-west-1"; empty where the config says none of it. */
export function profileInShort({ accountId, roleName, region }: SsoProfile): string {
  const parts = [accountId, roleName, region].filter((part) => part !== undefined);
  return withoutDirections(parts.join(' · '));
}

/** The same with what each is, also for a voice. */
export function profileInFull({ name, accountId, roleName, region }: SsoProfile): string {
  return withoutDirections(
    [
      l10n.t('profile {0}', name),
      ...(accountId === undefined ? [] : [l10n.t('account {0}', accountId)]),
      ...(roleName === undefined ? [] : [l10n.t('role {0}', roleName)]),
      ...(region === undefined ? [] : [l10n.t('region {0}', region)]),
    ].join(', '),
  );
}
