// The extension in the languages of people: German for long words, Japanese for another writing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Language, readTexts } from '../../scripts/l10n/files.ts';
import { writeSampleSessions } from '../support/sampleSessions.ts';
import { writeSignIns } from './writtenPast.ts';
import { eventually, hour, minute, setStage, type Stage } from './stage.ts';
import { pictureStatusBar, themes } from './statusBarStates.ts';

const item = 'ssoSession.status';

/** What would be left over of an English sentence; none of these words is a German one, too. */
const english =
  /\b(the|and|is|are|until|valid|needed|sign(ed)?|refresh(ed)?|check|ready|cannot)\b/i;

interface Spoken {
  readonly language: Language;
  /** Of a voice that reads the status bar. */
  readonly until: RegExp;
  /** A row of the tree. */
  readonly left: RegExp;
  readonly commands: readonly string[];
}

const languages: readonly Spoken[] = [
  {
    language: 'de',
    until:
      /^AWS SSO, corp: angemeldet\. Zugriffstoken: bis [^.]*\d:\d\d[^.]*, kann ohne Browser erneuert werden\. /,
    left: /^noch 4\d min$/,
    commands: ['AWS SSO: Sitzung erneuern', 'AWS SSO: Alle erneuern'],
  },
  {
    language: 'ja',
    until:
      /^AWS SSO, corp: サインイン済み。 ?アクセス トークン: \d+:\d\d\S*( \w+)? まで、ブラウザーを使わずに更新できます。/,
    left: /^あと 4\d 分$/,
    commands: ['AWS SSO: セッションを更新', 'AWS SSO: すべて更新'],
  },
  {
    language: 'zh-cn',
    until: /^AWS SSO, corp: 已登录。 ?访问令牌: 至 \d+:\d\d( \w+)?，可在不使用浏览器的情况下刷新。/,
    left: /^还有 4\d 分钟$/,
    commands: ['AWS SSO: 刷新会话', 'AWS SSO: 全部刷新'],
  },
];

describe.each(languages)('in $language', ({ language, until, left, commands }) => {
  let stage: Stage;
  const bundle = readTexts(`l10n/bundle.l10n.${language}.json`);
  const manifest = readTexts(`package.nls.${language}.json`);

  const said = (text: string): string => {
    const translation = bundle.get(text);
    if (translation === undefined) throw new Error(`Nothing says “${text}” in ${language}.`);
    return translation;
  };

  beforeAll(async () => {
    stage = await setStage({
      language,
      size: { width: 1100, height: 700 },
      prepare: ({ home, identityCenter }) =>
        writeSampleSessions(home, identityCenter, Date.now(), {
          corp: 42.75 * minute,
          sandbox: -10 * minute,
          partner: 12.5 * minute,
          archive: -2 * hour,
          legacy: 6.5 * hour,
        }),
    });
  });

  afterAll(() => stage.stop());

  /** Those with less room than their words need. */
  const buttonsCutOff = (): Promise<readonly string[]> =>
    stage.workbench.page.evaluate<readonly string[]>(
      "[...document.querySelectorAll('.notification-list-item-buttons-container .monaco-button')].filter((button) => button.scrollWidth > button.clientWidth).map((button) => button.textContent)",
    );

  it('says in the status bar what is needed', async () => {
    const needed = said('sign-in needed');
    const { statusBar } = stage.workbench;
    await eventually(() => statusBar.read(item)).toMatchObject({
      text: `archive ${needed}`,
      ariaLabel: expect.stringContaining(`AWS SSO, archive: ${needed}`) as string,
    });
  });

  it('tells aloud until when', async () => {
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': 'corp' });
    const { statusBar } = stage.workbench;
    await eventually(async () => (await statusBar.read(item)).ariaLabel).toMatch(until);
    await stage.workbench.screenshot(
      `language-${language}-status`,
      stage.workbench.page.locator('.part.statusbar'),
    );
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': '' });
    await eventually(async () => (await statusBar.read(item)).text).toContain('archive');
  });

  it('names its view and the state of every session', async () => {
    await stage.workbench.openView('AWS SSO');
    const name = manifest.get('view.sessions.name') ?? '';
    const tree = stage.workbench.tree(name);
    await tree.setExpanded('corp', true);
    await eventually(async () =>
      (await tree.rows()).map(({ description }) => description),
    ).toContainEqual(expect.stringMatching(left));
    const rows = await tree.rows();
    const texts = rows.map(({ label, description }) => `${label} ${description}`);
    expect(texts).toEqual(
      expect.arrayContaining([
        `archive ${said('sign-in needed')}`,
        `sandbox ${said('ready to refresh')}`,
        `staging ${said('signed out')}`,
        `damaged ${said('token unreadable')}`,
        `unfinished ${said('check config')}`,
      ]),
    );
    expect(texts.filter((text) => english.test(text))).toEqual([]);
  });

  it('explains a session in the hover, with links', async () => {
    const { statusBar } = stage.workbench;
    const hover = await statusBar.hover(item);
    await stage.workbench.screenshot(`language-${language}-overview`);
    expect(hover.links).toEqual(expect.arrayContaining([said('Sign In'), said('Open AWS Config')]));
    expect(hover.text).toContain(said('Sign-in needed'));
    expect(hover.text).not.toMatch(english);
  });

  it('lists what can be done', async () => {
    const { quickPick, statusBar } = stage.workbench;
    await statusBar.click(item);
    const labels = async () => (await quickPick.items()).map(({ label }) => label);
    await eventually(labels).toContain(said('Show in Side Bar'));
    expect((await labels()).filter((label) => english.test(label))).toEqual([]);
    await stage.workbench.screenshot(`language-${language}-list`);
    await quickPick.cancel();
  });

  it('warns, with all that can be answered', async () => {
    const { notifications } = stage.workbench;
    const name = manifest.get('view.sessions.name') ?? '';
    for (const [endsIn, text] of [
      [2 * hour + 45, /\b2.*00/],
      [29 * minute + 45, /\b29/],
    ] as const) {
      await stage.signIn('corp', endsIn, { renewable: false });
      await eventually(async () => (await stage.workbench.tree(name).rows())[0]).toMatchObject({
        label: 'corp',
        description: expect.stringMatching(text) as string,
      });
    }
    const { message, buttons } = await notifications.waitFor(/^corp/);
    expect(buttons).toEqual(['Sign In', 'Snooze…', "Don't Warn for This Session"].map(said));
    expect(message).not.toMatch(english);
    expect(await buttonsCutOff()).toEqual([]);
    for (const theme of themes) {
      await stage.workbench.changeTheme(theme);
      await stage.workbench.screenshot(`language-${language}-warning-${theme}`);
    }
    await notifications.dismiss(/^corp/);
  });

  it('says what may have ended, with all that can be answered', async () => {
    const { notifications } = stage.workbench;
    await writeSignIns(stage, 'sandbox', 8 - 4 / hour);
    const asking = async () =>
      (await notifications.read()).find(({ buttons }) => buttons.length === 4);
    await eventually(asking).toMatchObject({
      message: expect.stringContaining('sandbox') as string,
      buttons: ['Refresh', 'Sign In', 'Snooze…', "Don't Warn for This Session"].map(said),
    });
    expect((await asking())?.message).not.toMatch(english);
    expect(await buttonsCutOff()).toEqual([]);
    await stage.workbench.screenshot(`language-${language}-may-have-ended`);
    for (const { message } of await notifications.read()) await notifications.dismiss(message);
  });

  it('shows each state in the status bar', async () => {
    const facts = await pictureStatusBar(stage, language);
    expect(facts.filter(({ text }) => english.test(text))).toEqual([]);
    expect(facts.filter(({ ariaLabel }) => english.test(ariaLabel))).toEqual([]);
  });

  it.each(themes)('looks right: %s', async (theme) => {
    const { workbench } = stage;
    await workbench.changeSettings({ 'ssoSession.statusBar.show': 'all' });
    await workbench.changeTheme(theme);
    const { text } = await workbench.statusBar.hover(item);
    expect(text).not.toMatch(english);
    await workbench.screenshot(`language-${language}-${theme}`);
    await workbench.statusBar.click(item);
    await eventually(async () => (await workbench.quickPick.items()).length).toBeGreaterThan(6);
    await workbench.screenshot(`language-${language}-${theme}-list`);
    await workbench.quickPick.cancel();
  });

  it('walks a newcomer through', async () => {
    const { page, quickPick } = stage.workbench;
    // By the name that it has in English, too.
    await quickPick.searchCommands('Open Walkthrough');
    await eventually(async () => (await quickPick.items())[0]?.label).toMatch(/\.\.\.$/);
    await quickPick.accept();
    await quickPick.choose(manifest.get('walkthrough.title') ?? '');
    const details = page.locator('.gettingStartedDetailsContent');
    await details.locator('.getting-started-step').first().waitFor();
    const titles = await details.locator('.step-title').allInnerTexts();
    expect(titles).toEqual(
      ['session', 'signIn', 'statusBar', 'autoRefresh'].map((step) =>
        manifest.get(`walkthrough.${step}.title`),
      ),
    );
    await stage.workbench.screenshot(`language-${language}-walkthrough`);
  });

  it('has commands that can be found by their names', async () => {
    for (const command of commands) {
      expect(await stage.workbench.paletteItems(command)).toContain(command);
    }
    await stage.workbench.quickPick.searchCommands('AWS SSO');
    await eventually(async () => (await stage.workbench.quickPick.items())[0]?.label).toMatch(
      /^AWS SSO: /,
    );
    await stage.workbench.screenshot(`language-${language}-palette`);
    await stage.workbench.quickPick.cancel();
  });

  it('explains its settings', async () => {
    await stage.workbench.page.keyboard.press('ControlOrMeta+,');
    const search = stage.workbench.page.locator(
      '.settings-editor .suggest-input-container:focus-within',
    );
    await search.waitFor();
    await stage.workbench.page.keyboard.insertText('ssoSession');
    const text = manifest.get('setting.statusBar.show.description') ?? '';
    await stage.workbench.text(text).waitFor();
    await stage.workbench.screenshot(`language-${language}-settings`);
  });
});
