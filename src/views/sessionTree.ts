// The tree: sessions, and below each one its problems, its clocks and the profiles that use it.
import {
  type Disposable,
  EventEmitter,
  type TreeDataProvider,
  type TreeItem,
  commands,
  l10n,
  window,
} from 'vscode';
import { nextTimeLeft } from '../core/nextChange.ts';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { type DrawnRow, type DrawnRows, changedRows, rootId } from '../core/rowChanges.ts';
import type { StatusBarWish } from '../core/statusBarChoice.ts';
import { hasTokenFile } from '../core/tokenPresence.ts';
import { sessionTooltip } from './overviewTooltip.ts';
import { type SessionNode, itemOf, nodesBelow, rootNodes } from './treeItems.ts';

export class SessionTree implements TreeDataProvider<SessionNode>, Disposable {
  readonly #changed = new EventEmitter<SessionNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView('ssoSession.sessions', {
    treeDataProvider: this,
    showCollapseAll: true,
    canSelectMany: true,
  });
  readonly #wish: () => StatusBarWish;
  #overview: Overview | undefined;
  /** The rows are those of an earlier overview, as nobody sees them. */
  #isBehind = false;
  /** By id. While a row is there it is one and the same object: a menu that is open stays about it. */
  #nodes: ReadonlyMap<string, SessionNode> = new Map();
  /** By the id of the row above. */
  #below: ReadonlyMap<string, readonly SessionNode[]> = new Map();
  #drawn: DrawnRows = new Map();
  /** By the id of a session: the tooltips that VS Code has asked for and keeps. */
  readonly #tooltips = new Map<string, string>();
  /** By name. */
  readonly #contexts = new Map<string, boolean>();

  /** `onSeen` brings the overview of now. */
  constructor(wish: () => StatusBarWish, onSeen: () => void) {
    this.#wish = wish;
    this.#view.onDidChangeVisibility(({ visible }) => {
      if (visible) onSeen();
    });
  }

  render(overview: Overview | undefined): void {
    this.#overview = overview;
    this.#isBehind = true;
    if (this.#view.visible) this.#redraw();
    const { sessions = [], problems = [], clockAheadMs } = overview ?? {};
    const rows = [...sessions, ...problems, ...(clockAheadMs === undefined ? [] : [clockAheadMs])];
    // Until this is known the welcome text stays away: it says that nothing is configured.
    this.#setContext('isEmpty', overview !== undefined && rows.length === 0);
    this.#setContext('hasSession', sessions.length > 0);
    this.#setContext('isSignedIn', sessions.some(isSignedIn));
    this.#setContext('canSignOut', sessions.some(hasTokenFile));
    this.#setContext(
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

  getChildren({ id } = { id: rootId }): SessionNode[] {
    if (id === rootId && this.#isBehind) {
      // Who asks for the first rows is about to draw all of them.
      this.#lookAgain();
      this.#drawn = this.#drawnRows();
    }
    return [...(this.#below.get(id) ?? [])];
  }

  getTreeItem(node: SessionNode): TreeItem {
    return itemOf(node, this.getChildren(node), this.#now);
  }

  resolveTreeItem(item: TreeItem, node: SessionNode): TreeItem {
    if (node.kind !== 'session') return item;
    const tooltip = sessionTooltip(node.status, this.#now);
    this.#tooltips.set(node.id, tooltip.value);
    item.tooltip = tooltip;
    return item;
  }

  /** When a row that somebody sees reads otherwise; ms since the epoch. */
  nextDue({ sessions, now }: Overview): number | undefined {
    return this.#view.visible ? nextTimeLeft(sessions, now) : undefined;
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }

  #lookAgain(): void {
    this.#isBehind = false;
    const overview = this.#overview;
    const nodes = new Map<string, SessionNode>();
    const keep = (fresh: SessionNode): SessionNode => {
      const node = Object.assign(this.#nodes.get(fresh.id) ?? fresh, fresh);
      nodes.set(node.id, node);
      return node;
    };
    const roots = overview === undefined ? [] : rootNodes(overview, this.#wish()).map(keep);
    this.#below = new Map([
      [rootId, roots],
      ...roots.map((node) => [node.id, nodesBelow(node, this.#now).map(keep)] as const),
    ]);
    this.#nodes = nodes;
  }

  /** Only what differs: while VS Code draws all of it anew, it gives a command no row to be about. */
  #redraw(): void {
    this.#lookAgain();
    const drawn = this.#drawnRows();
    const changed = new Set([...changedRows(this.#drawn, drawn), ...this.#staleTooltips()]);
    this.#drawn = drawn;
    if (changed.size === 0) return;
    const nodes = [...changed].flatMap((id) => this.#nodes.get(id) ?? []);
    this.#changed.fire(changed.has(rootId) ? undefined : nodes);
  }

  #drawnRows(): DrawnRows {
    const drawn = new Map<string, DrawnRow>([[rootId, this.#drawnRow(rootId, '')]]);
    for (const [id, node] of this.#nodes) {
      drawn.set(id, this.#drawnRow(id, JSON.stringify(this.getTreeItem(node))));
    }
    return drawn;
  }

  #drawnRow(id: string, shown: string): DrawnRow {
    return { shown, below: this.getChildren({ id }).map((child) => child.id) };
  }

  /** VS Code asks anew for the tooltip of a row that is drawn anew. */
  #staleTooltips(): readonly string[] {
    const stale = [...this.#tooltips].filter(([id, text]) => {
      const node = this.#nodes.get(id);
      return node?.kind !== 'session' || sessionTooltip(node.status, this.#now).value !== text;
    });
    return stale.map(([id]) => {
      this.#tooltips.delete(id);
      return id;
    });
  }

  /** For the `when` of package.json, and for the steps of the walkthrough. */
  #setContext(name: string, value: boolean): void {
    if (this.#contexts.get(name) === value) return;
    this.#contexts.set(name, value);
    void commands.executeCommand('setContext', `ssoSession.${name}`, value);
  }

  get #now(): number {
    return this.#overview?.now ?? 0;
  }
}

const isSignedIn = ({ state }: SessionStatus): boolean =>
  state === 'active' || state === 'renewable';
