// The voice: speaks when a session comes to need a person, and at no other time.
import { l10n, window } from 'vscode';
import { type Notice, noticesBetween } from '../core/notices.ts';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { shortTimeLeft } from '../words/timeWords.ts';

export interface NoticeActions {
  readonly signIn: (sessionId: string) => void;
  readonly showSessions: () => void;
}

export class ExpiryNotifier {
  readonly #actions: NoticeActions;
  readonly #isEnabled: () => boolean;
  #previous: Overview | undefined;

  constructor(actions: NoticeActions, isEnabled: () => boolean) {
    this.#actions = actions;
    this.#isEnabled = isEnabled;
  }

  render(overview: Overview): void {
    const notices = noticesBetween(this.#previous, overview);
    this.#previous = overview;
    if (!this.#isEnabled()) return;
    const [first, ...others] = notices;
    if (first === undefined) return;
    // One voice: what happens to several sessions at once is said once.
    if (others.length === 0) void this.#sayOne(first, overview.now);
    else void this.#sayMany(notices);
  }

  async #sayOne({ kind, status }: Notice, now: number): Promise<void> {
    const { session } = status;
    const sentence =
      kind === 'signInNeeded'
        ? l10n.t('{0}: sign-in needed. The access token has ended.', session.name)
        : endsSoon(status, now);
    const signIn = l10n.t('Sign In');
    if ((await window.showWarningMessage(sentence, signIn)) === signIn) {
      this.#actions.signIn(session.id);
    }
  }

  async #sayMany(notices: readonly Notice[]): Promise<void> {
    const names = notices.map(({ status }) => status.session.name).join(', ');
    const show = l10n.t('Show Sessions');
    const sentence = notices.some(({ kind }) => kind === 'signInNeeded')
      ? l10n.t('{0} sessions need a sign-in: {1}', notices.length, names)
      : l10n.t('{0} sessions need a sign-in soon: {1}', notices.length, names);
    if ((await window.showWarningMessage(sentence, show)) === show) this.#actions.showSessions();
  }
}

function endsSoon({ session, actBy, renewable }: SessionStatus, now: number): string {
  const left = shortTimeLeft((actBy?.at ?? now) - now);
  return renewable
    ? l10n.t('{0}: can be refreshed for {1} more. Sign in again by then.', session.name, left)
    : l10n.t(
        '{0}: access token valid for {1}. It cannot be refreshed: sign in again by then.',
        session.name,
        left,
      );
}
