// What is said aloud: once, when a session comes to need a person, and at no other time.
import { afterEach, beforeAll, expect, it } from 'vitest';
import {
  anyText,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  tokenLeft,
  type Stage,
} from './stage.ts';

/** Long enough for VS Code to see the token while it is valid. */
const aMoment = 8;

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({
    prepare: async ({ home, signIn }) => {
      await home.writeConfig(['corp', 'partner', 'archive'].map(sessionSection).join('\n'));
      await signIn('archive', -hour, { renewable: false });
    },
  });
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});
afterEach(() => stage.workbench.notifications.clear());

const said = () => stage.workbench.notifications.read();

const warning = (message: string, ...buttons: readonly string[]) => ({
  severity: 'warning',
  message,
  source: anyText,
  buttons,
});
const ended = warning(
  'corp: sign-in needed. The access token has ended.',
  'Sign In',
  'Snooze…',
  "Don't Warn for This Session",
);

const described = async (name: string) =>
  (await stage.workbench.tree('Sessions').rows()).find(({ label }) => label === name)?.description;

/** One more change goes all the way: what the changes before it made VS Code say is on screen then. */
let rounds = 0;
const afterAnotherRound = async (): Promise<void> => {
  rounds++;
  await stage.signIn('partner', rounds * hour + minute, { renewable: false });
  await eventually(() => described('partner')).toBe(`${rounds}h 00m`);
};

it('says nothing at start-up, and says it once when a token ends that nothing can renew', async () => {
  await eventually(() => described('archive')).toBe('sign-in needed');
  await stage.signIn('corp', aMoment, { renewable: false });
  await eventually(() => described('corp')).toBe('<1m');
  await eventually(said).toEqual([ended]);
  await stage.workbench.screenshot('notice-ended');
  await stage.workbench.notifications.dismiss('corp: sign-in needed');
  await afterAnotherRound();
  expect(await said()).toEqual([]);
});

it('says what happens to several at once in one breath', async () => {
  await stage.signIn('corp', hour, { renewable: false });
  await stage.signIn('partner', hour, { renewable: false });
  await eventually(() => described('partner')).toMatch(/59m|1h 00m/);
  await eventually(() => described('corp')).toMatch(/59m|1h 00m/);
  // The middle of a second, which is cut off: both end in the same one.
  const end = Math.floor(Date.now() / 1000) + aMoment + 0.5;
  const untilEnd = () => end - Date.now() / 1000;
  await stage.signIn('corp', untilEnd(), { renewable: false });
  await stage.signIn('partner', untilEnd(), { renewable: false });
  await eventually(() => described('corp')).toBe('sign-in needed');
  await eventually(said).toContainEqual(
    warning('2 sessions need a sign-in: corp, partner', 'Show Sessions', 'Snooze…'),
  );
  await stage.workbench.screenshot('notice-several');
});

it('says nothing of a token that renews itself', async () => {
  await stage.workbench.tree('Sessions').setExpanded('corp', true);
  await stage.signIn('corp', aMoment);
  await eventually(() => tokenLeft(stage, 'corp')).toBe('under 1 min');
  await eventually(() => described('corp')).toBe('ready to refresh');
  await afterAnotherRound();
  expect(await said()).toEqual([]);
});

it('says nothing when that is wished', async () => {
  await stage.workbench.changeUserSettings({ 'ssoSession.notifications': false });
  await stage.workbench.tree('Sessions').row('corp').waitFor();
  await stage.signIn('corp', hour, { renewable: false });
  await eventually(() => described('corp')).toMatch(/59m|1h 00m/);
  await stage.signIn('corp', -minute, { renewable: false });
  await eventually(() => described('corp')).toBe('sign-in needed');
  await afterAnotherRound();
  expect(await said()).toEqual([]);
});

it('lets no folder silence it', async () => {
  await stage.workbench.changeUserSettings({ 'ssoSession.notifications': true });
  await stage.workbench.tree('Sessions').row('corp').waitFor();
  await stage.workbench.changeSettings({
    'ssoSession.notifications': false,
    'ssoSession.warnBefore': [],
  });
  await stage.signIn('corp', hour, { renewable: false });
  await eventually(() => described('corp')).toMatch(/59m|1h 00m/);
  await stage.signIn('corp', 29 * minute, { renewable: false });
  await eventually(async () => (await said()).map(({ message }) => message)).toEqual([
    expect.stringMatching(/^corp: access token valid for 2[89] min/),
  ]);
});
