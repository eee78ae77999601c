// The tree: sessions, and below each one its problems, its clocks and the profiles that use it.
import {
  type Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  commands,
  l10n,
  window,
} from 'vscode';
import type { ConfigProblem } from '../core/configProblem.ts';
import type { Overview, SessionStatus } from '../core/overview.ts';
import type { SsoProfile } from '../core/ssoConfig.ts';
import { type StatusBarWish, pinChoice } from '../core/statusBarChoice.ts';
import { hasTokenFile } from '../core/tokenPresence.ts';
import { type ClockWords, clockSentences, spokenClocks } from '../words/clockWords.ts';
import { configProblemSentence, located, problemPlace } from '../words/problemWords.ts';
import {
  glanceAndSilence,
  remarks,
  silence,
  spokenGlance,
  wrongClock,
} from '../words/sessionWords.ts';
import { treeIcon } from './icons.ts';
import { sessionTooltip } from './overviewTooltip.ts';

/** A row. Commands take it as their argument: `sessionId` or `place` says what it is about. */
export type SessionNode =
  | {
      readonly kind: 'session';
      readonly sessionId: string;
      readonly status: SessionStatus;
      readonly pin: ReturnType<typeof pinChoice>;
    }
  | ({
      readonly kind: 'clock';
      readonly sessionId: string;
      readonly spoken: string;
    } & ClockWords)
  | { readonly kind: 'profile'; readonly sessionId: string; readonly profile: SsoProfile }
  | { readonly kind: 'remark'; readonly id: string; readonly sentence: string }
  | { readonly kind: 'problem'; readonly id: string; readonly place: ConfigProblem };

export class SessionTree implements TreeDataProvider<SessionNode>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView('ssoSession.sessions', {
    treeDataProvider: this,
    showCollapseAll: true,
    canSelectMany: true,
  });
  readonly #wish: () => StatusBarWish;
  #overview: Overview | undefined;
  #drawn = '';

  constructor(wish: () => StatusBarWish) {
    this.#wish = wish;
  }

  render(overview: Overview | undefined): void {
    this.#overview = overview;
    this.#redraw();
    // Until this is known the welcome text stays away: it says that nothing is configured.
    const isEmpty = overview !== undefined && this.#roots().length === 0;
    const { sessions = [], problems = [] } = overview ?? {};
    setContext('isEmpty', isEmpty);
    setContext('hasSession', sessions.length > 0);
    setContext('isSignedIn', sessions.some(isSignedIn));
    setContext('canSignOut', sessions.some(hasTokenFile));
    setContext(
      'isMuted',
      sessions.some(({ muted }) => muted),
    );
    const waiting =
      sessions.filter(({ attention }) => attention !== 'none').length +
      problems.filter(({ severity }) => severity === 'error').length;
    this.#view.badge =
      waiting === 0
        ? undefined
        : { value: waiting, tooltip: l10n.t('Waiting for you: {0}', waiting) };
  }

  getChildren(node?: SessionNode): SessionNode[] {
    if (node === undefined) return this.#roots();
    return node.kind === 'session' ? childrenOf(node.status, this.#now) : [];
  }

  getTreeItem(node: SessionNode): TreeItem {
    switch (node.kind) {
      case 'session':
        return sessionItem(node, this.#now);
      case 'clock':
        return clockItem(node);
      case 'profile':
        return profileItem(node.sessionId, node.profile);
      case 'remark':
        return warningItem(node.id, node.sentence);
      case 'problem':
        return problemItem(node);
    }
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }

  /** Only what differs: while it draws anew, VS Code gives a command no row to be about. */
  #redraw(): void {
    const nodes = this.#roots().flatMap((node) => [node, ...this.getChildren(node)]);
    const drawn = JSON.stringify(nodes.map((node) => allOf(this.getTreeItem(node))));
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#changed.fire(undefined);
  }

  get #now(): number {
    return this.#overview?.now ?? 0;
  }

  #roots(): SessionNode[] {
    const { problems = [], sessions = [], clockAheadMs } = this.#overview ?? {};
    return [
      ...(clockAheadMs === undefined
        ? []
        : [{ kind: 'remark', id: 'clock', sentence: wrongClock(clockAheadMs) } as const]),
      ...distinct(problems.map((place) => problemNode('', place))),
      ...sessions.map((status): SessionNode => {
        const pin = pinChoice(status, sessions, this.#wish());
        return { kind: 'session', sessionId: status.session.id, status, pin };
      }),
    ];
  }
}

/** For the `when` of package.json, and for the steps of the walkthrough. */
function setContext(name: string, value: boolean): void {
  void commands.executeCommand('setContext', `ssoSession.${name}`, value);
}

const isSignedIn = ({ state }: SessionStatus): boolean =>
  state === 'active' || state === 'renewable';

/** The text of a MarkdownString is no property of its own, and would be missing. */
function allOf(item: TreeItem): readonly unknown[] {
  return [item, item.tooltip instanceof MarkdownString ? item.tooltip.value : ''];
}

function childrenOf(status: SessionStatus, now: number): SessionNode[] {
  const { session } = status;
  const sessionId = session.id;
  const places = [...session.problems, ...session.profiles.flatMap(({ problems }) => problems)];
  // What is wrong with every profile is also said of the session.
  const problems = distinct(places.map((place) => problemNode(sessionId, place)));
  const spoken = spokenClocks(status, now);
  return [
    ...remarks(status).map(
      (sentence, index) =>
        ({ kind: 'remark', id: `${sessionId}/remark/${index}`, sentence }) as const,
    ),
    ...problems,
    ...clockSentences(status, now).map(
      (words, index) =>
        ({ kind: 'clock', sessionId, ...words, spoken: spoken[index] ?? words.sentence }) as const,
    ),
    ...session.profiles.map((profile) => ({ kind: 'profile', sessionId, profile }) as const),
  ];
}

/** VS Code refuses two rows of one id. */
function distinct<T extends { readonly id: string }>(nodes: readonly T[]): readonly T[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

function problemNode(under: string, place: ConfigProblem): SessionNode & { kind: 'problem' } {
  const { file, line, code, subject = '' } = place;
  return { kind: 'problem', id: `${under}/problem/${file}:${line}/${code}/${subject}`, place };
}

function sessionItem({ status, pin }: SessionNode & { kind: 'session' }, now: number): TreeItem {
  const { session, state, renewable, muted } = status;
  const item = new TreeItem(session.name, collapsibleState(childrenOf(status, now)));
  item.id = session.id;
  item.description = glanceAndSilence(status, now);
  item.iconPath = treeIcon(status);
  item.tooltip = sessionTooltip(status, now);
  item.contextValue = [
    'session',
    state,
    ...(renewable ? ['renewable'] : []),
    ...(hasTokenFile(status) ? ['token'] : []),
    ...(session.kind === 'legacy' ? ['legacy'] : []),
    ...(muted ? ['muted'] : []),
    ...(pin === undefined ? [] : [pin]),
  ].join(' ');
  const label = [session.name, spokenGlance(status, now), ...silence(status, now)].join(', ');
  item.accessibilityInformation = { label, role: 'treeitem' };
  return item;
}

/** What is wrong is not to be looked for. */
function collapsibleState(children: readonly SessionNode[]): TreeItemCollapsibleState {
  if (children.length === 0) return TreeItemCollapsibleState.None;
  return children.some(({ kind }) => kind === 'remark' || kind === 'problem')
    ? TreeItemCollapsibleState.Expanded
    : TreeItemCollapsibleState.Collapsed;
}

const clockIcons = { token: 'key', signIn: 'person', registration: 'calendar' } as const;

function clockItem(node: SessionNode & { kind: 'clock' }): TreeItem {
  const { sessionId, clock, sentence, spoken } = node;
  const item = new TreeItem(sentence);
  item.id = `${sessionId}/clock/${clock}`;
  // In a narrow view the row is cut off.
  item.tooltip = sentence;
  item.accessibilityInformation = { label: spoken, role: 'treeitem' };
  item.iconPath = new ThemeIcon(clockIcons[clock]);
  item.contextValue = 'clock';
  return item;
}

function profileItem(sessionId: string, { name, accountId, roleName }: SsoProfile): TreeItem {
  const item = new TreeItem(name);
  item.id = `${sessionId}/profile/${name}`;
  item.description = [accountId, roleName].filter((part) => part !== undefined).join(' · ');
  item.iconPath = new ThemeIcon('account');
  item.contextValue = 'profile';
  return item;
}

function problemItem({ id, place }: SessionNode & { kind: 'problem' }): TreeItem {
  const item = warningItem(id, configProblemSentence(place));
  item.description = problemPlace(place);
  // Also what a voice reads: in a narrow view the row is cut off.
  item.tooltip = located(place);
  item.contextValue = 'problem';
  item.command = {
    command: 'ssoSession.openConfig',
    title: l10n.t('Open AWS Config'),
    arguments: [{ place }],
  };
  return item;
}

function warningItem(id: string, sentence: string): TreeItem {
  const item = new TreeItem(sentence);
  item.id = id;
  item.tooltip = sentence;
  item.iconPath = new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  return item;
}
