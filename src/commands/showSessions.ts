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
import { type PossibleActions, possibleActions } from '../core/sessionActions.ts';
import { statusIcon } from '../core/statusIcon.ts';
import type { StatusBarWish } from '../core/statusBarChoice.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { generalActionTitle, sessionActionTitle } from '../words/actionWords.ts';
import { leadingClock } from '../words/clockWords.ts';
import { plain } from '../words/plain.ts';
import { explanation, glanceAndSilence } from '../words/sessionWords.ts';
import { type Call, generalCall, sessionCall } from './actionCalls.ts';

interface Row extends QuickPickItem {
  /** The same from one drawing to the next. */
  readonly key: string;
  readonly call?: Call;
  /** The session that the row stands for: it has a list of its own. */
  readonly sessionId?: string;
}

interface List {
  readonly title: string;
  readonly placeholder: string;
  readonly rows: readonly Row[];
  readonly canGoBack: boolean;
}

/** Undefined when there is no such list any more. */
type ListNow = (overview: Overview) => List | undefined;

export async function showSessions(
  monitor: SessionMonitor,
  wish: () => StatusBarWish,
): Promise<void> {
  await monitor.firstOverview();
  let sessionId: string | undefined;
  let activeKey: string | undefined;
  for (;;) {
    const row = await show(monitor, (overview) => listOf(overview, wish(), sessionId), activeKey);
    if (row === undefined) return;
    if (row !== 'back' && row.call !== undefined) {
      await commands.executeCommand(row.call.command, row.call.argument);
      return;
    }
    activeKey = sessionId;
    sessionId = row === 'back' ? undefined : row.sessionId;
  }
}

/** Of one session everything is at hand at once; of many, that would be a list to search. */
function listOf(
  overview: Overview,
  wish: StatusBarWish,
  sessionId: string | undefined,
): List | undefined {
  const { now } = overview;
  const { sessions, general } = possibleActions(overview, wish);
  if (sessionId !== undefined) {
    const chosen = sessions.find(({ status }) => status.session.id === sessionId);
    return chosen && { ...sessionList(chosen, now), canGoBack: true };
  }
  const others = general.map((action) => callRow(generalActionTitle(action), generalCall(action)));
  const below = sessions.length === 0 ? others : [separator(l10n.t('General')), ...others];
  const [only, ...more] = sessions;
  if (only !== undefined && more.length === 0) {
    const list = sessionList(only, now);
    return { ...list, rows: [...list.rows, ...below] };
  }
  return {
    title: l10n.t('AWS SSO'),
    placeholder: l10n.t('Choose a session, or what to do'),
    rows: [...sessions.map(({ status }) => sessionRow(status, now)), ...below],
    canGoBack: false,
  };
}

/** What is shown follows the overview while it is open. */
async function show(
  monitor: SessionMonitor,
  listNow: ListNow,
  activeKey: string | undefined,
): Promise<Row | 'back' | undefined> {
  const quickPick = window.createQuickPick<Row>();
  quickPick.matchOnDescription = true;
  quickPick.keepScrollPosition = true;
  let drawn = '';
  const draw = (overview: Overview, key: string | undefined): boolean => {
    const list = listNow(overview);
    if (list === undefined) return false;
    const { title, placeholder, rows, canGoBack } = list;
    const next = JSON.stringify(list);
    if (next === drawn) return true;
    drawn = next;
    Object.assign(quickPick, { title, placeholder, items: rows });
    const active = rows.find((row) => row.key === key);
    if (active !== undefined) quickPick.activeItems = [active];
    if (canGoBack) quickPick.buttons = [QuickInputButtons.Back];
    return true;
  };
  let listening: { dispose(): void } | undefined;
  try {
    return await new Promise((resolve) => {
      listening = monitor.onDidChange((overview) => {
        if (!draw(overview, quickPick.activeItems[0]?.key)) resolve('back');
      });
      quickPick.onDidAccept(() => resolve(quickPick.selectedItems[0]));
      quickPick.onDidTriggerButton(() => resolve('back'));
      quickPick.onDidHide(() => resolve(undefined));
      const { overview } = monitor;
      if (overview === undefined || !draw(overview, activeKey)) resolve('back');
      else quickPick.show();
    });
  } finally {
    listening?.dispose();
    quickPick.dispose();
  }
}

/** The title says what counts, as it stays while somebody types. */
function sessionList({ status, actions }: PossibleActions['sessions'][number], now: number): List {
  const { id, name } = status.session;
  const [advice = glanceAndSilence(status, now)] = explanation(status);
  return {
    title: [plain(name), leadingClock(status, now) ?? advice].join(' · '),
    placeholder: l10n.t('Choose what to do'),
    rows: actions.map((action) => callRow(sessionActionTitle(action), sessionCall(action, id))),
    canGoBack: false,
  };
}

function callRow(label: string, call: Call): Row {
  return { key: call.command, label, iconPath: new ThemeIcon(call.icon), call };
}

function sessionRow(status: SessionStatus, now: number): Row {
  const { id, name } = status.session;
  return {
    key: id,
    label: plain(name),
    description: glanceAndSilence(status, now),
    iconPath: new ThemeIcon(statusIcon(status)),
    sessionId: id,
  };
}

function separator(label: string): Row {
  return { key: '', label, kind: QuickPickItemKind.Separator };
}
