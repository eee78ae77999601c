// The rows of the tree: which there are, and how VS Code is to draw each.
import {
  type AccessibilityInformation,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  l10n,
} from 'vscode';
import type { ConfigProblem } from '../core/configProblem.ts';
import type { Overview, SessionStatus } from '../core/overview.ts';
import type { SsoProfile } from '../core/ssoConfig.ts';
import { type StatusBarWish, pinChoice } from '../core/statusBarChoice.ts';
import { hasTokenFile } from '../core/tokenPresence.ts';
import { type ClockWords, clockSentences, spokenClocks } from '../words/clockWords.ts';
import { withoutDirections } from '../words/plain.ts';
import { configProblemSentence, located, problemPlace } from '../words/problemWords.ts';
import { profileInFull, profileInShort } from '../words/profileWords.ts';
import {
  glanceAndSilence,
  remarks,
  silence,
  spokenGlance,
  wrongClock,
} from '../words/sessionWords.ts';
import { treeIcon } from './icons.ts';

/** A row. Commands take it as their argument: `sessionId` or `place` says what it is about. */
export type SessionNode = { readonly id: string } & (
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
  | { readonly kind: 'remark'; readonly sentence: string }
  | { readonly kind: 'problem'; readonly place: ConfigProblem }
);

type NodeOf<K extends SessionNode['kind']> = SessionNode & { readonly kind: K };

export function rootNodes(
  { problems, sessions, clockAheadMs }: Overview,
  wish: StatusBarWish,
): readonly SessionNode[] {
  return [
    ...(clockAheadMs === undefined
      ? []
      : [{ kind: 'remark', id: 'clock', sentence: wrongClock(clockAheadMs) } as const]),
    ...distinct(problems.map((place) => problemNode('', place))),
    ...sessions.map((status) => {
      const { id } = status.session;
      const pin = pinChoice(status, sessions, wish);
      return { kind: 'session', id, sessionId: id, status, pin } as const;
    }),
  ];
}

export function nodesBelow(node: SessionNode, now: number): readonly SessionNode[] {
  if (node.kind !== 'session') return [];
  const { sessionId, status } = node;
  const { session } = status;
  const places = [...session.problems, ...session.profiles.flatMap(({ problems }) => problems)];
  const spoken = spokenClocks(status, now);
  return [
    ...remarks(status).map(({ about, sentence }) => {
      return { kind: 'remark', id: `${sessionId}/remark/${about}`, sentence } as const;
    }),
    // What is wrong with every profile is also said of the session.
    ...distinct(places.map((place) => problemNode(sessionId, place))),
    ...clockSentences(status, now).map((words, index) => {
      const id = `${sessionId}/clock/${words.clock}`;
      const voice = { spoken: spoken[index] ?? words.sentence };
      return { kind: 'clock', id, sessionId, ...words, ...voice } as const;
    }),
    ...session.profiles.map((profile) => {
      return {
        kind: 'profile',
        id: `${sessionId}/profile/${profile.name}`,
        sessionId,
        profile,
      } as const;
    }),
  ];
}

/** VS Code refuses two rows of one id. */
function distinct<T extends { readonly id: string }>(nodes: readonly T[]): readonly T[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

function problemNode(under: string, place: ConfigProblem): NodeOf<'problem'> {
  const { file, line, code, subject = '' } = place;
  return { kind: 'problem', id: `${under}/problem/${file}:${line}/${code}/${subject}`, place };
}

export function itemOf(node: SessionNode, below: readonly SessionNode[], now: number): TreeItem {
  const item = itemOfKind(node, below, now);
  item.id = node.id;
  return item;
}

function itemOfKind(node: SessionNode, below: readonly SessionNode[], now: number): TreeItem {
  switch (node.kind) {
    case 'session':
      return sessionItem(node, below, now);
    case 'clock':
      return clockItem(node);
    case 'profile':
      return profileItem(node.profile);
    case 'remark':
      return warningItem(node.sentence);
    case 'problem':
      return problemItem(node.place);
  }
}

/** Its tooltip is made when somebody points at it. */
function sessionItem(
  { status, pin }: NodeOf<'session'>,
  below: readonly SessionNode[],
  now: number,
): TreeItem {
  const { session, state, renewable, muted } = status;
  const name = withoutDirections(session.name);
  const item = new TreeItem(name, collapsibleState(below));
  item.description = glanceAndSilence(status, now);
  item.iconPath = treeIcon(status, now);
  item.contextValue = [
    'session',
    state,
    ...(renewable ? ['renewable'] : []),
    ...(hasTokenFile(status) ? ['token'] : []),
    ...(session.kind === 'legacy' ? ['legacy'] : []),
    ...(muted ? ['muted'] : []),
    ...(pin === undefined ? [] : [pin]),
  ].join(' ');
  const label = [name, spokenGlance(status, now), ...silence(status, now)].join(', ');
  item.accessibilityInformation = spokenAs(label);
  return item;
}

/** What is wrong is not to be looked for. */
function collapsibleState(below: readonly SessionNode[]): TreeItemCollapsibleState {
  if (below.length === 0) return TreeItemCollapsibleState.None;
  return below.some(({ kind }) => kind === 'remark' || kind === 'problem')
    ? TreeItemCollapsibleState.Expanded
    : TreeItemCollapsibleState.Collapsed;
}

const clockIcons = { token: 'key', signIn: 'person', registration: 'calendar' } as const;

function clockItem({ clock, name, short, sentence, spoken }: NodeOf<'clock'>): TreeItem {
  const item = new TreeItem(name);
  item.description = short;
  item.tooltip = sentence;
  item.accessibilityInformation = spokenAs(spoken);
  item.iconPath = new ThemeIcon(clockIcons[clock]);
  item.contextValue = 'clock';
  return item;
}

function profileItem(profile: SsoProfile): TreeItem {
  const item = new TreeItem(withoutDirections(profile.name));
  item.description = profileInShort(profile);
  item.tooltip = profileInFull(profile);
  item.accessibilityInformation = spokenAs(profileInFull(profile));
  item.iconPath = new ThemeIcon('account');
  item.contextValue = 'profile';
  return item;
}

function problemItem(place: ConfigProblem): TreeItem {
  const item = warningItem(configProblemSentence(place), located(place));
  item.description = problemPlace(place);
  item.contextValue = 'problem';
  item.command = {
    command: 'ssoSession.openConfig',
    title: l10n.t('Open AWS Config'),
    arguments: [{ place }],
  };
  return item;
}

/** `full` also says where it is, as in a narrow view the row is cut off. */
function warningItem(sentence: string, full = sentence): TreeItem {
  const item = new TreeItem(withoutDirections(sentence));
  item.tooltip = withoutDirections(full);
  item.accessibilityInformation = spokenAs(l10n.t('Problem: {0}', withoutDirections(full)));
  item.iconPath = new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  return item;
}

function spokenAs(label: string): AccessibilityInformation {
  return { label, role: 'treeitem' };
}
