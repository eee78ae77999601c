// How a command learns which session is meant: from a row or a link, else by asking.
import { type QuickPickItem, l10n, window } from 'vscode';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { byUrgency } from '../core/urgency.ts';
import { plain } from '../words/plain.ts';
import { glance } from '../words/sessionWords.ts';

/** Anyone can run a command with any argument, so that its shape is checked. */
export function sessionIdIn(argument: unknown): string | undefined {
  const { sessionId } = (argument ?? {}) as Partial<Record<string, unknown>>;
  return typeof sessionId === 'string' ? sessionId : undefined;
}

/** The session that is meant; undefined when there is none or the person picked none. */
export async function chooseSession(
  argument: unknown,
  overview: Overview,
  question: string,
): Promise<SessionStatus | undefined> {
  const { sessions, now } = overview;
  const sessionId = sessionIdIn(argument);
  if (sessionId !== undefined) {
    const status = sessions.find(({ session }) => session.id === sessionId);
    // A row or a link can be older than the config.
    if (status === undefined) {
      void window.showInformationMessage(l10n.t('This session is not in the AWS config any more.'));
    }
    return status;
  }
  if (sessions.length === 0) {
    void window.showInformationMessage(
      l10n.t('No AWS SSO session is configured. Add one to the AWS config.'),
    );
    return undefined;
  }
  if (sessions.length === 1) return sessions[0];
  const items = byUrgency(sessions).map((status) => ({
    label: plain(status.session.name),
    description: glance(status, now),
    ...(status.session.startUrl !== undefined && { detail: status.session.startUrl }),
    status,
  })) satisfies QuickPickItem[];
  const picked = await window.showQuickPick(items, { placeHolder: question });
  return picked?.status;
}
