// Folders of others: sessions are the person's, so they are shown whatever is open, and a folder's settings
// change nothing that matters.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type VirtualFolder, packVirtualFolder } from '../support/vscode/virtualFolder.ts';
import { codeIn } from './signInSteps.ts';
import { eventually, hour, minute, sessionSection, setStage, spare, type Stage } from './stage.ts';
import { writeSignIns } from './writtenPast.ts';

const item = 'ssoSession.status';

/** What a repository would set that wants to hide a session, keep quiet about it, and act for the person. */
const hostile = {
  'ssoSession.statusBar.pinnedSession': 'partner',
  'ssoSession.signInDuration': { '*': '90d' },
  'ssoSession.signIn.flow': 'browser',
  'ssoSession.notifications': false,
  'ssoSession.warnBefore': [],
  'ssoSession.autoRefresh': true,
};

let stage: Stage;

/** One session with a sign-in to come, and one that a refresh would renew. */
const prepare = async ({ home, signIn }: Pick<Stage, 'home' | 'signIn'>): Promise<void> => {
  await home.writeConfig(['corp', 'partner'].map(sessionSection).join('\n'));
  await signIn('corp', hour + 9 * minute + spare, { renewable: false });
  await signIn('partner', -minute);
};

const shown = async (): Promise<string> => (await stage.workbench.statusBar.read(item)).text;
const sessions = async (): Promise<readonly string[]> => {
  const rows = await stage.workbench.tree('Sessions').rows();
  return rows.filter(({ level }) => level === 1).map(({ label }) => label);
};
const isRestricted = (): Promise<boolean> =>
  stage.workbench.page.locator('.part.statusbar [id="status.workspaceTrust"]').isVisible();

/** The sign-in comes near its end, as learnt, is warned of, and nothing is sent for anybody. */
const isWarnedOfAndNothingIsSent = async (): Promise<void> => {
  await stage.signIn('corp', 12 * minute);
  await writeSignIns(stage, 'corp', 7.8);
  await eventually(async () => (await stage.workbench.notifications.read()).length).toBe(1);
  const [notice] = await stage.workbench.notifications.read();
  expect(notice?.message).toMatch(/^corp: the sign-in ends in about 1\d min \(estimate\)/);
  expect(stage.identityCenter.calls).toEqual([]);
};

describe.each([
  ['in a folder that nobody trusts', true, /^corp 1h 0\dm$/],
  ['in a folder that is trusted', false, /^partner ready to refresh$/],
] as const)('%s', (_, restricted, text) => {
  beforeAll(async () => {
    stage = await setStage({ restricted, prepare });
    await stage.vsCode.writeSettings(hostile);
    await stage.workbench.reload();
    return stage.stop;
  });

  it('shows every session', async () => {
    await eventually(isRestricted).toBe(restricted);
    await stage.workbench.openView('AWS SSO');
    await eventually(sessions).toEqual(['corp', 'partner']);
  });

  it(`shows in the status bar what ${restricted ? 'the person' : 'the folder'} wishes`, async () => {
    await eventually(shown).toMatch(text);
  });

  it('lets no folder silence a warning, nor refresh', isWarnedOfAndNothingIsSent);

  it('lets no folder choose how to sign in', async () => {
    await stage.workbench.runCommand('AWS SSO: Sign In');
    await stage.workbench.quickPick.choose('corp');
    expect(await codeIn(stage.workbench, 'corp')).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  });
});

describe('in a workspace that is no folder of a disk', () => {
  let virtual: VirtualFolder;
  beforeAll(async () => {
    virtual = packVirtualFolder(hostile);
    stage = await setStage({ virtual, prepare });
    return stage.stop;
  });
  afterAll(() => virtual.remove());

  it('shows every session, as the person wishes', async () => {
    await stage.workbench.openView('AWS SSO');
    await eventually(sessions).toEqual(['corp', 'partner']);
    await eventually(shown).toMatch(/^corp 1h 0\dm$/);
  });

  it('lets no folder silence a warning, nor refresh', isWarnedOfAndNothingIsSent);
});
