// Who is shown something asks to be drawn anew when it reads otherwise.
import { deepStrictEqual, strictEqual } from 'node:assert';
import { commands, extensions } from 'vscode';
import { minuteMs } from '../../src/core/durations.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import type { StatusBarWish } from '../../src/core/statusBarChoice.ts';
import { SessionTree } from '../../src/views/sessionTree.ts';
import { StatusBar } from '../../src/views/statusBar.ts';
import { now, sessionNamed, snapshotOf, tokenWith } from '../support/overviewBuilder.ts';
import { eventually } from './eventually.ts';

/** Their minutes turn that many seconds from now; the first has the greatest need. */
const seconds = { corp: 40, partner: 5, lab: 20 };

const overview = deriveOverview(
  snapshotOf(
    Object.entries(seconds).map(([name, second], index) => ({
      session: sessionNamed(name),
      file: tokenWith({
        expiresAt: now + (10 + index) * minuteMs + second * 1000,
        hasRefreshFields: false,
      }),
    })),
  ),
  now,
);
const turns = (second: number): number => now + second * 1000 + 1;

describe('when what is shown reads otherwise', () => {
  it('is when the minutes turn of a session in the status bar', () => {
    let wish: StatusBarWish = { show: 'mostUrgent', pinnedSession: '' };
    const statusBar = new StatusBar(() => wish);
    const nextOf = (next: StatusBarWish): number | undefined => {
      wish = next;
      return statusBar.nextDue(overview);
    };
    try {
      deepStrictEqual(
        [
          nextOf({ show: 'mostUrgent', pinnedSession: '' }),
          nextOf({ show: 'mostUrgent', pinnedSession: 'lab' }),
          nextOf({ show: 'all', pinnedSession: '' }),
        ],
        [turns(40), turns(20), turns(5)],
      );
    } finally {
      statusBar.dispose();
    }
  });

  it('is when those of any turn, as long as the tree is open', async () => {
    // From here on its own tree is not the one of the view any more.
    await extensions.getExtension('sso-session-status.sso-session-status')?.activate();
    let seen = 0;
    const tree = new SessionTree(
      () => ({ show: 'mostUrgent', pinnedSession: '' }),
      () => (seen += 1),
    );
    try {
      await commands.executeCommand('workbench.action.closeSidebar');
      await eventually(() => strictEqual(tree.nextDue(overview), undefined));
      await commands.executeCommand('ssoSession.sessions.focus');
      await eventually(() => strictEqual(tree.nextDue(overview), turns(5)));
      strictEqual(seen > 0, true);
      await commands.executeCommand('workbench.action.closeSidebar');
      await eventually(() => strictEqual(tree.nextDue(overview), undefined));
    } finally {
      tree.dispose();
    }
  });
});
