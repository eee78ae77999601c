// The voice: speaks when a session comes to need a person, and at no other time. Of all windows only
// the one that is looked at does; the others hold what they know, for whoever comes back.
import { commands, l10n, window } from 'vscode';
import { type Notice, pendingNotices } from '../core/notices.ts';
import type { Overview } from '../core/overview.ts';
import { sessionActionTitle } from '../words/actionWords.ts';
import { noticeSentence, noticesSentence } from '../words/noticeWords.ts';

export interface NotifierServices {
  readonly isEnabled: () => boolean;
  readonly isFocused: () => boolean;
  /** Whether refreshing is still to be offered here: nobody has chosen, and somebody is at work. */
  readonly mayOfferRefresh: () => boolean;
  /** Whether this window is the one to say it; true once for a key, over all windows. */
  readonly claim: (key: string) => Promise<boolean>;
  readonly run: (
    command: 'signIn' | 'refresh' | 'snooze' | 'mute' | 'showSessions',
    argument?: { readonly sessionId: string } | { readonly sessionIds: readonly string[] },
  ) => void;
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
    await Promise.all(ours.flatMap(({ covers = [] }) => covers).map(claim));
    const needs = ours.filter(({ kind }) => kind !== 'offerRefresh');
    const offer = ours.find(({ kind }) => kind === 'offerRefresh');
    const [first, ...others] = needs;
    if (offer !== undefined) unawaited(this.#offerRefresh(offer, now));
    // One voice: what happens to several sessions at once is said once.
    if (others.length > 0) unawaited(this.#sayMany(needs));
    else if (first !== undefined) unawaited(this.#sayOne(first, now));
  }

  async #sayOne(notice: Notice, now: number): Promise<void> {
    const { id: sessionId } = notice.status.session;
    const signIn = sessionActionTitle('signIn');
    const snooze = sessionActionTitle('snooze');
    const mute = sessionActionTitle('mute');
    const picked = await showOf([notice])(noticeSentence(notice, now), signIn, snooze, mute);
    if (picked === signIn) this.#services.run('signIn', { sessionId });
    if (picked === snooze) this.#services.run('snooze', { sessionId });
    if (picked === mute) this.#services.run('mute', { sessionId });
  }

  async #sayMany(notices: readonly Notice[]): Promise<void> {
    const show = l10n.t('Show Sessions');
    const snooze = sessionActionTitle('snooze');
    const sessionIds = notices.map(({ status }) => status.session.id);
    const picked = await showOf(notices)(noticesSentence(notices), show, snooze);
    if (picked === show) this.#services.run('showSessions');
    if (picked === snooze) this.#services.run('snooze', { sessionIds });
  }

  async #offerRefresh(notice: Notice, now: number): Promise<void> {
    const refresh = sessionActionTitle('refresh');
    const always = l10n.t('Always Refresh');
    const sentence = noticeSentence(notice, now);
    const notNow = l10n.t('Not Now');
    const picked = await window.showInformationMessage(sentence, refresh, always, notNow);
    if (picked === always) this.#services.unawaited(this.#refreshAlways());
    if (picked === undefined || picked === notNow) return;
    this.#services.run('refresh', { sessionId: notice.status.session.id });
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

/** Quiet about what is over and cannot be helped. */
function showOf(
  notices: readonly Notice[],
): (sentence: string, ...buttons: readonly string[]) => Thenable<string | undefined> {
  return notices.every(({ kind }) => kind === 'endedUnseen')
    ? window.showInformationMessage
    : window.showWarningMessage;
}
