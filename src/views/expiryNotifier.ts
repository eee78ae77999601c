// The voice: speaks when a session comes to need a person, and at no other time. Of all windows only
// the one that is looked at does; the others hold what they know, for whoever comes back.
import { commands, l10n, window } from 'vscode';
import { type Notice, pendingNotices } from '../core/notices.ts';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { plain } from '../words/plain.ts';
import { aboutTimeLeft, shortTimeLeft } from '../words/timeWords.ts';

export interface NotifierServices {
  readonly isEnabled: () => boolean;
  readonly isFocused: () => boolean;
  /** Whether refreshing is still to be offered here: nobody has chosen, and somebody is at work. */
  readonly mayOfferRefresh: () => boolean;
  /** Whether this window is the one to say it; true once for a key, over all windows. */
  readonly claim: (key: string) => Promise<boolean>;
  readonly run: (command: 'signIn' | 'refresh' | 'sessions.focus', sessionId?: string) => void;
  /** Lets something go on that nobody waits for; it may fail. */
  readonly unawaited: (act: Promise<void>) => void;
  /** Remembers the choice; rejects when that cannot be saved. */
  readonly refreshAlways: () => Promise<void>;
}

export class ExpiryNotifier {
  readonly #services: NotifierServices;
  #previous: Overview | undefined;
  /** To be said when somebody looks, if it is still true then. */
  #held: readonly Notice[] = [];

  constructor(services: NotifierServices) {
    this.#services = services;
  }

  render(overview: Overview): void {
    const pending = pendingNotices(this.#held, this.#previous, overview);
    this.#previous = overview;
    const sayable = pending.filter((notice) => this.#maySay(notice));
    this.#held = pending.filter((notice) => !sayable.includes(notice));
    this.#services.unawaited(this.#say(sayable, overview.now));
  }

  #maySay({ kind }: Notice): boolean {
    const { isFocused, mayOfferRefresh } = this.#services;
    return isFocused() && (kind !== 'offerRefresh' || mayOfferRefresh());
  }

  async #say(notices: readonly Notice[], now: number): Promise<void> {
    const { isEnabled, claim, unawaited } = this.#services;
    const mayBeSaid = notices.filter(({ kind }) => kind === 'offerRefresh' || isEnabled());
    const claims = await Promise.all(mayBeSaid.map(({ key }) => claim(key)));
    const ours = mayBeSaid.filter((_notice, index) => claims[index] === true);
    const needs = ours.filter(({ kind }) => kind !== 'offerRefresh');
    const offer = ours.find(({ kind }) => kind === 'offerRefresh');
    const [first, ...others] = needs;
    if (offer !== undefined) unawaited(this.#offerRefresh(offer.status));
    // One voice: what happens to several sessions at once is said once.
    if (others.length > 0) unawaited(this.#sayMany(needs));
    else if (first !== undefined) unawaited(this.#sayOne(first, now));
  }

  async #sayOne({ kind, status }: Notice, now: number): Promise<void> {
    const { session } = status;
    const sentence =
      kind === 'signInNeeded'
        ? l10n.t('{0}: sign-in needed. The access token has ended.', plain(session.name))
        : endsSoon(status, now);
    const signIn = l10n.t('Sign In');
    if ((await window.showWarningMessage(sentence, signIn)) === signIn) {
      this.#services.run('signIn', session.id);
    }
  }

  async #sayMany(notices: readonly Notice[]): Promise<void> {
    const names = notices.map(({ status }) => plain(status.session.name)).join(', ');
    const show = l10n.t('Show Sessions');
    // What is still valid is not called lost.
    const sentence = notices.every(({ kind }) => kind === 'signInNeeded')
      ? l10n.t('{0} sessions need a sign-in: {1}', notices.length, names)
      : l10n.t('{0} sessions need a sign-in soon: {1}', notices.length, names);
    if ((await window.showWarningMessage(sentence, show)) === show)
      this.#services.run('sessions.focus');
  }

  async #offerRefresh({ session }: SessionStatus): Promise<void> {
    const refresh = l10n.t('Refresh');
    const always = l10n.t('Always Refresh');
    const choice = await window.showInformationMessage(
      l10n.t(
        '{0}: the access token is about to end. Refresh it, without a browser?',
        plain(session.name),
      ),
      refresh,
      always,
      l10n.t('Not Now'),
    );
    if (choice === always) this.#services.unawaited(this.#refreshAlways());
    if (choice === refresh || choice === always) this.#services.run('refresh', session.id);
  }

  async #refreshAlways(): Promise<void> {
    try {
      await this.#services.refreshAlways();
    } catch {
      const sentence = l10n.t(
        'Always Refresh could not be saved. Turn on ssoSession.autoRefresh in your user settings.',
      );
      const open = l10n.t('Open User Settings');
      if ((await window.showErrorMessage(sentence, open)) !== open) return;
      await commands.executeCommand('workbench.action.openSettingsJson');
    }
  }
}

function endsSoon(status: SessionStatus, now: number): string {
  const { session, actBy } = status;
  const name = plain(session.name);
  const leftMs = (actBy?.at ?? now) - now;
  switch (actBy?.kind) {
    case 'signIn':
      return actBy.isEstimate
        ? l10n.t(
            '{0}: the sign-in ends in about {1} (estimate). Sign in again by then.',
            name,
            aboutTimeLeft(leftMs),
          )
        : l10n.t(
            '{0}: the sign-in ends in {1}. Sign in again by then.',
            name,
            shortTimeLeft(leftMs),
          );
    case 'registration':
      return l10n.t(
        '{0}: can be refreshed for {1} more. Sign in again by then.',
        name,
        shortTimeLeft(leftMs),
      );
    case 'token':
    case undefined:
      return l10n.t(
        '{0}: access token valid for {1}. It cannot be refreshed: sign in again by then.',
        name,
        shortTimeLeft(leftMs),
      );
  }
}
