// How a command learns which session is meant: from a row or a link, else by asking.
import { type QuickPickItem, l10n, window } from 'vscode';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { byUrgency } from '../core/urgency.ts';
import { plain } from '../words/plain.ts';
import { glanceAndSilence } from '../words/sessionWords.ts';

/** Anyone can run a command with any argument, so that its shape is checked. */
export function sessionIdIn(argument: unknown): string | undefined {
  const { sessionId } = (argument ?? {}) as Partial<Record<string, unknown>>;
  return typeof sessionId === 'string' ? sessionId : undefined;
}

/**
 * The sessions that a menu of a row, a message or a link is about; none when nothing is. Whoever opens the
 * menu of a row among the selected ones means all of these.
 */
export function sessionIdsIn(argument: unknown, selected?: unknown): readonly string[] {
  const { sessionIds } = (argument ?? {}) as Partial<Record<string, unknown>>;
  if (Array.isArray(sessionIds)) return sessionIds.filter((id) => typeof id === 'string');
  const rows = Array.isArray(selected) && selected.includes(argument) ? selected : [argument];
  return [...new Set(rows.flatMap((row) => sessionIdIn(row) ?? []))];
}

/**
 * Who picks one is offered those for which it makes a difference. Unless there is none: then it is said why,
 * once one is picked.
 */
export function among(
  overview: Overview,
  argument: unknown,
  isOffered: (status: SessionStatus) => boolean,
): Overview {
  const sessions = overview.sessions.filter(isOffered);
  const isNamed = sessionIdsIn(argument).length > 0;
  return isNamed || sessions.length === 0 ? overview : { ...overview, sessions };
}

/** As `chooseSession`, for what can be done with several at once. */
export async function chooseSessions(
  argument: unknown,
  selected: unknown,
  overview: Overview,
  question: string,
): Promise<readonly SessionStatus[]> {
  const ids = sessionIdsIn(argument, selected);
  if (ids.length > 1) return overview.sessions.filter(({ session }) => ids.includes(session.id));
  const [sessionId] = ids;
  const status = await chooseSession(sessionId && { sessionId }, overview, question);
  return status === undefined ? [] : [status];
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
    description: glanceAndSilence(status, now),
    ...(status.session.startUrl !== undefined && { detail: status.session.startUrl }),
    status,
  })) satisfies QuickPickItem[];
  const picked = await window.showQuickPick(items, { placeHolder: question });
  return picked?.status;
}
