// Show Sessions: a list of everything that can be done, ordered by need. By keyboard alone: the first row
// is what helps most.
import {
  type QuickPickItem,
  QuickInputButtons,
  QuickPickItemKind,
  ThemeIcon,
  commands,
  l10n,
  window,
} from 'vscode';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { possibleActions } from '../core/sessionActions.ts';
import { statusIcon } from '../core/statusIcon.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { generalActionTitle, sessionActionTitle } from '../words/actionWords.ts';
import { leadingClock } from '../words/clockWords.ts';
import { plain } from '../words/plain.ts';
import { explanation, glanceAndSilence } from '../words/sessionWords.ts';
import { type Call, generalCall, sessionCall } from './actionCalls.ts';

interface Row extends QuickPickItem {
  readonly call?: Call;
  /** What can be done with the session that the row stands for: a list of its own. */
  readonly session?: SessionList;
}

interface SessionList {
  readonly status: SessionStatus;
  readonly rows: readonly Row[];
}

interface List {
  readonly title: string;
  readonly placeholder: string;
  readonly rows: readonly Row[];
  /** Where the person comes from. */
  readonly activeRow?: Row | undefined;
  readonly canGoBack?: true;
}

export async function showSessions(monitor: SessionMonitor): Promise<void> {
  const call = await choose(await monitor.firstOverview());
  if (call !== undefined) await commands.executeCommand(call.command, call.argument);
}

/** Of one session everything is at hand at once; of many, that would be a list to search. */
async function choose(overview: Overview): Promise<Call | undefined> {
  const { now } = overview;
  const possible = possibleActions(overview);
  const sessions = possible.sessions.map(({ status, actions }): SessionList => {
    const rows = actions.map((action): Row => {
      const call = sessionCall(action, status.session.id);
      return { label: sessionActionTitle(action), iconPath: new ThemeIcon(call.icon), call };
    });
    return { status, rows };
  });
  const others = possible.general.map((action): Row => {
    const call = generalCall(action);
    return { label: generalActionTitle(action), iconPath: new ThemeIcon(call.icon), call };
  });
  const [only, ...more] = sessions;
  if (only !== undefined && more.length === 0) {
    const rows = [...only.rows, separator(l10n.t('AWS SSO')), ...others];
    const picked = await show({ ...headOf(only, now), rows });
    return picked === 'back' ? undefined : picked?.call;
  }
  return chooseFromMany(
    sessions.map((session) => sessionRow(session, now)),
    sessions.length === 0 ? others : [separator(l10n.t('All sessions')), ...others],
    now,
  );
}

async function chooseFromMany(
  sessions: readonly Row[],
  general: readonly Row[],
  now: number,
): Promise<Call | undefined> {
  let activeRow: Row | undefined;
  for (;;) {
    const row = await show({
      title: l10n.t('AWS SSO'),
      placeholder: l10n.t('Choose a session, or what to do'),
      rows: [...sessions, ...general],
      activeRow,
    });
    if (row === 'back' || row?.session === undefined) return row === 'back' ? undefined : row?.call;
    const { session } = row;
    const action = await show({ ...headOf(session, now), rows: session.rows, canGoBack: true });
    if (action !== 'back') return action?.call;
    activeRow = row;
  }
}

/** Undefined when the person leaves. */
async function show(list: List): Promise<Row | 'back' | undefined> {
  const quickPick = window.createQuickPick<Row>();
  quickPick.title = list.title;
  quickPick.placeholder = list.placeholder;
  quickPick.matchOnDescription = true;
  quickPick.items = list.rows;
  if (list.activeRow !== undefined) quickPick.activeItems = [list.activeRow];
  if (list.canGoBack) quickPick.buttons = [QuickInputButtons.Back];
  try {
    return await new Promise((resolve) => {
      quickPick.onDidAccept(() => resolve(quickPick.selectedItems[0]));
      quickPick.onDidTriggerButton(() => resolve('back'));
      quickPick.onDidHide(() => resolve(undefined));
      quickPick.show();
    });
  } finally {
    quickPick.dispose();
  }
}

function headOf({ status }: SessionList, now: number): Pick<List, 'title' | 'placeholder'> {
  const [advice = glanceAndSilence(status, now)] = explanation(status);
  const placeholder = leadingClock(status, now) ?? advice;
  return { title: plain(status.session.name), placeholder };
}

function sessionRow(session: SessionList, now: number): Row {
  const { status } = session;
  return {
    label: plain(status.session.name),
    description: glanceAndSilence(status, now),
    iconPath: new ThemeIcon(statusIcon(status)),
    session,
  };
}

function separator(label: string): Row {
  return { label, kind: QuickPickItemKind.Separator };
}
