// The timeline in German, for long words, and in Japanese, for another writing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTexts } from '../../scripts/l10n/files.ts';
import type { Webview } from '../support/vscode/webview.ts';
import { sessionSection, setStage, type Stage } from './stage.ts';
import { themes } from './statusBarStates.ts';
import { writePast } from './writtenPast.ts';

/** What would be left over of an English sentence; none of these words is a German one, too. */
const english = /\b(the|and|is|are|until|valid|ends|ended|lasts?|sign(ed)?|refused|days)\b/i;

const nothing = 'Nothing has been seen yet. From now on this fills while VS Code runs.';

describe.each(['de', 'ja'] as const)('in %s', (language) => {
  let stage: Stage;
  let timeline: Webview;
  const bundle = readTexts(`l10n/bundle.l10n.${language}.json`);
  const said = (text: string): string => bundle.get(text) ?? '';

  beforeAll(async () => {
    stage = await setStage({ language, settings: { 'ssoSession.notifications': false } });
    const { workbench } = stage;
    await stage.home.writeConfig(sessionSection('corp'));
    await workbench.statusBar.item('ssoSession.status').waitFor();
    timeline = workbench.webview(said('Session Timeline'));
    const title = readTexts(`package.nls.${language}.json`).get('command.showTimeline.title');
    await workbench.runCommand(`AWS SSO: ${title}`);
    await timeline.content.getByText(said(nothing)).waitFor();
    await workbench.screenshot(`timeline-${language}-nothing`);
    await writePast(stage, Math.floor(Date.now() / 1000) * 1000);
    await timeline.content.getByRole('row', { name: 'partner', exact: true }).waitFor();
  });

  afterAll(() => stage.stop());

  it('says everything in that language', async () => {
    await timeline.button(said('7 days')).click();
    await timeline.content.getByText(said('As a table')).click();
    const main = timeline.content.getByRole('main');
    const labels = await main.locator('[aria-label]').all();
    const texts = await Promise.all([
      main.innerText(),
      ...labels.map(async (each) => (await each.getAttribute('aria-label')) ?? ''),
    ]);
    expect(texts.filter((text) => english.test(text))).toEqual([]);
    expect(texts.join('\n')).toContain(said('Refresh refused'));
    await timeline.content.getByText(said('As a table')).click();
    await timeline.button(said('3 days')).click();
    for (const theme of themes) {
      await stage.workbench.changeTheme(theme);
      await stage.workbench.screenshot(`timeline-${language}-${theme}`);
    }
  });

  it('has room for its words also in a small window', async () => {
    await stage.workbench.page.setViewportSize({ width: 640, height: 800 });
    const isCutOff = await timeline.content.locator('html').evaluate((html: unknown) => {
      const { scrollWidth, clientWidth } = html as { scrollWidth: number; clientWidth: number };
      return scrollWidth > clientWidth;
    });
    expect(isCutOff).toBe(false);
    await stage.workbench.screenshot(`timeline-${language}-small`);
  });
});
