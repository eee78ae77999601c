// The README's pictures: what a newcomer sees of it, made by a real run on sessions with a past.
import { stat } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { leaveHover } from '../support/vscode/statusBar.ts';
import { eventually, hour, minute, sessionSection, setStage, type Stage } from './stage.ts';
import { writePast, writeSignIns } from './writtenPast.ts';

const item = 'ssoSession.status';
/** The README is to load quickly; in bytes. */
const largest = 400_000;

let stage: Stage;

/** The whole window, or a part of it. */
async function take(name: string, part?: Locator): Promise<void> {
  const { workbench } = stage;
  await eventually(() => workbench.text('Activating Extensions...').count()).toBe(0);
  const path = await workbench.screenshot(name, part);
  expect((await stat(path)).size).toBeLessThan(largest);
}

/** Those that VS Code has in a browser only, and nobody knows from the desktop. */
async function hideForeignItems(): Promise<void> {
  const ids = ['status.forwardedPorts', 'status.workbench.keyboardLayout'];
  const items = ids.map((id) => `[id="${id}"]`).join();
  await stage.workbench.page.addStyleTag({ content: `${items} { display: none !important; }` });
}

describe('sessions with a past', () => {
  beforeAll(async () => {
    stage = await setStage({
      size: { width: 1200, height: 900 },
      scale: 2,
      settings: { 'window.title': 'my-project', 'remote.autoForwardPorts': false },
    });
    await hideForeignItems();
    await writePast(stage, Math.floor(Date.now() / 1000) * 1000);
    await stage.workbench.openView('AWS SSO');
    await stage.workbench.tree('Sessions').row('corp').waitFor();
    return stage.stop;
  });

  it('are all seen at once: status bar, its hover, tree and timeline', async () => {
    const { workbench } = stage;
    await workbench.tree('Sessions').setExpanded('corp', true);
    await workbench.runCommand('AWS SSO: Show Session Timeline');
    const timeline = workbench.webview('Session Timeline');
    await timeline.content.getByRole('row', { name: 'corp', exact: true }).waitFor();
    await workbench.notifications.clear();
    await workbench.statusBar.hover(item);
    await take('overview');
  });

  it('have a list of what can be done', async () => {
    const { workbench } = stage;
    // Nothing is behind the list, which is as high as it needs.
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.page.setViewportSize({ width: 1200, height: 1000 });
    await workbench.statusBar.click(item);
    await eventually(async () => (await workbench.quickPick.items()).length).toBeGreaterThan(5);
    await take('picture-list', workbench.page.locator('.quick-input-widget'));
    await workbench.quickPick.cancel();
  });

  it('are warned of ahead', async () => {
    const { workbench } = stage;
    await stage.signIn('partner', hour, { renewable: false });
    await stage.signIn('partner', 29.75 * minute, { renewable: false });
    await workbench.notifications.waitFor(/^partner/);
    await take('picture-warning', workbench.page.locator('.notification-toast').first());
  });
});

describe('a refresh', () => {
  beforeAll(async () => {
    stage = await setStage({
      size: { width: 800, height: 440 },
      settings: { 'window.title': 'my-project', 'remote.autoForwardPorts': false },
      prepare: async ({ home, signIn }) => {
        await home.writeConfig(sessionSection('corp'));
        await signIn('corp', -minute);
      },
    });
    await hideForeignItems();
    await writeSignIns(stage, 'corp', 2.9);
    await stage.workbench.openView('AWS SSO');
    await stage.workbench.tree('Sessions').row('corp').waitFor();
    return stage.stop;
  });

  it('takes two keys', async () => {
    const { workbench } = stage;
    await workbench.tree('Sessions').setExpanded('corp', true);
    const shown = async () => {
      const { text, icons } = await workbench.statusBar.read(item);
      return { text, icons };
    };
    await eventually(shown).toEqual({ text: 'corp ~5h', icons: ['sync'] });
    await workbench.notifications.clear();
    await leaveHover(workbench.page);
    await take('refresh-1');
    await workbench.statusBar.click(item);
    await eventually(async () => (await workbench.quickPick.items())[0]?.label).toBe('Refresh');
    await take('refresh-2');
    const held = stage.identityCenter.hold({ operation: 'CreateToken' });
    await workbench.quickPick.accept();
    await held.arrived;
    await eventually(async () => (await workbench.statusBar.read(item)).icons).toContain('loading');
    await take('refresh-3');
    held.release();
    await workbench.text('corp: refreshed.').waitFor();
    await eventually(shown).toEqual({ text: 'corp ~5h', icons: ['check'] });
    await workbench.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
    await leaveHover(workbench.page);
    await take('refresh-4');
  });
});
