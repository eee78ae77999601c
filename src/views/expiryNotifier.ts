// The voice: speaks when a session comes to need a person, and at no other time. Of all windows only
// the one that somebody is at does; the others hold what they know, for whoever comes back.
import { l10n, window } from 'vscode';
import { type Notice, pendingNotices } from '../core/notices.ts';
import type { Overview } from '../core/overview.ts';
import { sessionActionTitle } from '../words/actionWords.ts';
import { noticeSentence, noticesSentence } from '../words/noticeWords.ts';

export interface NotifierServices {
  readonly isEnabled: () => boolean;
  /** Looking at this window, and not only gone from in front of it. */
  readonly isSomebodyThere: () => boolean;
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
  /** Remembers the choice, or tells that it cannot be saved. */
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
    const { isSomebodyThere, mayOfferRefresh } = this.#services;
    return isSomebodyThere() && (kind !== 'offerRefresh' || mayOfferRefresh());
  }

  async #say(notices: readonly Notice[], now: number): Promise<void> {
    const { isEnabled, claim, unawaited } = this.#services;
    const mayBeSaid = isEnabled() ? notices : [];
    const claims = await Promise.all(mayBeSaid.map(({ key }) => claim(key)));
    const ours = mayBeSaid.filter((_notice, index) => claims[index] === true);
    await Promise.all(ours.flatMap(({ covers = [] }) => covers).map(claim));
    const needs = ours.filter(({ kind }) => kind !== 'offerRefresh');
    const offer = ours.find(({ kind }) => kind === 'offerRefresh');
    if (offer !== undefined) unawaited(this.#offerRefresh(offer, now));
    // What may be over does not go into one sentence with what is not.
    const isApart = needs.some(({ kind }) => kind === 'endsSoon');
    const apart = needs.filter(({ kind }) => isApart && kind === 'mayHaveEnded');
    this.#sayTogether(
      needs.filter((notice) => !apart.includes(notice)),
      now,
    );
    this.#sayTogether(apart, now);
  }

  /** One voice: what happens to several sessions at once is said once. */
  #sayTogether(notices: readonly Notice[], now: number): void {
    const { unawaited } = this.#services;
    const [first, ...others] = notices;
    if (others.length > 0) unawaited(this.#sayMany(notices, now));
    else if (first !== undefined) unawaited(this.#sayOne(first, now));
  }

  async #sayOne(notice: Notice, now: number): Promise<void> {
    const { id: sessionId } = notice.status.session;
    const refresh = sessionActionTitle('refresh');
    const signIn = sessionActionTitle('signIn');
    const snooze = sessionActionTitle('snooze');
    const mute = sessionActionTitle('mute');
    const usual = [signIn, snooze, mute];
    const buttons = notice.kind === 'mayHaveEnded' ? [refresh, ...usual] : usual;
    const picked = await showOf([notice])(noticeSentence(notice, now), ...buttons);
    if (picked === refresh) this.#services.run('refresh', { sessionId });
    if (picked === signIn) this.#services.run('signIn', { sessionId });
    if (picked === snooze) this.#services.run('snooze', { sessionId });
    if (picked === mute) this.#services.run('mute', { sessionId });
  }

  async #sayMany(notices: readonly Notice[], now: number): Promise<void> {
    const show = l10n.t('Show Sessions');
    const snooze = sessionActionTitle('snooze');
    const sessionIds = notices.map(({ status }) => status.session.id);
    const picked = await showOf(notices)(noticesSentence(notices, now), show, snooze);
    if (picked === show) this.#services.run('showSessions');
    if (picked === snooze) this.#services.run('snooze', { sessionIds });
  }

  async #offerRefresh(notice: Notice, now: number): Promise<void> {
    const refresh = sessionActionTitle('refresh');
    const always = l10n.t('Always Refresh All');
    const sentence = noticeSentence(notice, now);
    const never = l10n.t("Don't Ask Again");
    const picked = await window.showInformationMessage(sentence, refresh, always, never);
    if (picked === always) this.#services.unawaited(this.#services.refreshAlways());
    if (picked === undefined || picked === never) return;
    this.#services.run('refresh', { sessionId: notice.status.session.id });
  }
}

/** About what is over and cannot be helped, and what nobody knows for sure. */
function isQuiet({ kind }: Notice): boolean {
  return kind === 'endedUnseen' || kind === 'mayHaveEnded';
}

function showOf(
  notices: readonly Notice[],
): (sentence: string, ...buttons: readonly string[]) => Thenable<string | undefined> {
  return notices.every(isQuiet) ? window.showInformationMessage : window.showWarningMessage;
}
