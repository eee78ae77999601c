// The status bar in every state and theme, one picture each.
import { writeSampleSessions } from '../support/sampleSessions.ts';
import type { StatusBarItemFacts } from '../support/vscode/statusBar.ts';
import type { Theme } from '../support/vscode/workbench.ts';
import { eventually, hour, minute, type Stage } from './stage.ts';

const item = 'ssoSession.status';

export const themes: readonly Theme[] = ['light', 'highContrast', 'dark'];

/** The sample session that is in this state. */
const states = {
  'signed-out': 'staging',
  active: 'corp',
  'active-cannot-be-refreshed': 'legacy',
  soon: 'partner',
  renewable: 'sandbox',
  expired: 'archive',
  unreadable: 'damaged',
  misconfigured: 'unfinished',
} as const;

/** What it says in each state, of sample sessions; one of them is refreshed at the end. */
export async function pictureStatusBar(
  stage: Stage,
  language: string,
): Promise<readonly StatusBarItemFacts[]> {
  const { workbench, home, identityCenter } = stage;
  const { statusBar, quickPick, page } = workbench;
  await writeSampleSessions(home, identityCenter, Date.now(), {
    corp: 42.75 * minute,
    sandbox: -10 * minute,
    partner: 9.75 * minute,
    archive: -2 * hour,
    legacy: 6.5 * hour,
  });
  await stage.forgetAttempts();
  const bar = page.locator('.part.statusbar');
  const take = async (theme: Theme, state: string): Promise<StatusBarItemFacts> => {
    // Who has clicked it last has left the focus there.
    await page.evaluate('document.activeElement?.blur()');
    await workbench.screenshot(`status-${language}-${theme}-${state}`, bar);
    return statusBar.read(item);
  };
  const pin = async (name: string): Promise<void> => {
    await workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': name });
    await eventually(async () => (await statusBar.read(item)).text).toContain(name);
  };
  const facts: StatusBarItemFacts[] = [];
  for (const theme of themes) {
    await workbench.changeTheme(theme);
    for (const [state, name] of Object.entries(states)) {
      await pin(name);
      facts.push(await take(theme, state));
    }
    await workbench.changeSettings({ 'ssoSession.statusBar.show': 'all' });
    await eventually(async () => (await statusBar.read(item)).icons.length).toBe(4);
    facts.push(await take(theme, 'all'));
    await workbench.changeSettings({ 'ssoSession.statusBar.show': 'mostUrgent' });
  }
  await pin(states.renewable);
  const held = identityCenter.hold({ operation: 'CreateToken' });
  await statusBar.click(item);
  await quickPick.type(states.renewable);
  // The session, and then what it needs most.
  await quickPick.accept();
  await eventually(async () => (await quickPick.read()).title).toContain(states.renewable);
  await quickPick.accept();
  await held.arrived;
  await eventually(async () => (await statusBar.read(item)).icons).toContain('loading');
  for (const theme of themes) {
    await workbench.changeTheme(theme);
    facts.push(await take(theme, 'busy'));
  }
  held.release();
  await eventually(async () => (await statusBar.read(item)).icons).toEqual(['check']);
  await workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': '' });
  return facts;
}
