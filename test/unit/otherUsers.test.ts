// Another user of this machine: what is written is for its owner only, whatever the umask, and no link that
// somebody planted is written through.
import { chmod, lstat, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addProfiles, addSession } from '../../src/aws/changeConfig.ts';
import { tryRoomBeside } from '../../src/aws/replaceFile.ts';
import { type RefreshStage, expired, refreshStage } from '../support/refreshStage.ts';
import { signInStage } from '../support/signInStage.ts';

const isPosix = process.platform !== 'win32';

/** Everything below a directory that others may read or write, with its mode. */
async function openToOthers(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory, { recursive: true });
  const modes = await Promise.all(
    names.map(async (name) => [name, (await lstat(join(directory, name))).mode & 0o777] as const),
  );
  return modes.flatMap(([name, mode]) =>
    (mode & 0o077) === 0 ? [] : [`${name} ${mode.toString(8)}`],
  );
}

describe.runIf(isPosix)('with a umask that hides nothing', () => {
  let before: number;
  beforeEach(() => {
    before = process.umask(0);
  });
  afterEach(() => void process.umask(before));

  test.each(['deviceCode', 'browser'] as const)('a sign-in by %s', async (flow) => {
    const stage = await signInStage();
    const { paths } = stage.context;
    await chmod(dirname(paths.config), 0o700);
    await chmod(paths.config, 0o600);
    let meanwhile: unknown;
    stage.person = async (userCodeOrUrl) => {
      meanwhile = [await readdir(dirname(stage.path)), await openToOthers(stage.home)];
      await stage.allow(userCodeOrUrl);
    };
    expect((await stage.signIn({ flow })).kind).toBe('signedIn');
    expect(meanwhile).toEqual([[`${basename(stage.path)}.signIn.lock`], []]);
    expect(await openToOthers(stage.home)).toEqual([]);
    await stage.close();
  });

  test('a refresh, also of a token file that others could read', async () => {
    const stage = await refreshStage();
    await stage.put(expired);
    await chmod(stage.path, 0o666);
    expect((await stage.refresh()).kind).toBe('refreshed');
    const files = [stage.path, stage.context.stateFile, dirname(stage.context.stateFile)];
    const modes = await Promise.all(files.map(async (path) => (await lstat(path)).mode & 0o777));
    expect(modes).toEqual([0o600, 0o600, 0o700]);
    await stage.close();
  });

  test('a config of our own, and the text that stood there before', async () => {
    const stage = await refreshStage();
    const { paths, now } = stage.context;
    await rm(join(stage.home, '.aws'), { recursive: true });
    const session = { name: 's', startUrl: 'https://a.example', region: 'us-east-1', scopes: [] };
    const profile = { name: 'p', sessionName: 's', accountId: '111122223333', roleName: 'R' };
    await addSession({ paths, now }, session);
    await addProfiles({ paths, now }, [profile]);
    expect(await readdir(dirname(paths.config))).toEqual([
      'config',
      expect.stringMatching(/^config\..*\.backup$/),
    ]);
    expect(await openToOthers(stage.home)).toEqual([]);
    await stage.close();
  });
});

describe.runIf(isPosix)('a link that somebody planted', () => {
  let stage: RefreshStage;
  let victim: string;
  beforeEach(async () => {
    stage = await refreshStage();
    await stage.put(expired);
    victim = join(stage.home, 'victim');
    await writeFile(victim, 'mine');
  });
  afterEach(() => stage.close());

  test.each(['.new', '.room'])('at the token file%s', async (suffix) => {
    await symlink(victim, `${stage.path}${suffix}`);
    expect((await stage.refresh()).kind).toBe('refreshed');
    expect(await readFile(victim, 'utf8')).toBe('mine');
    expect((await readdir(dirname(stage.path))).length).toBe(1);
  });

  test('in the place of the room that is tried', async () => {
    await symlink(victim, `${stage.path}.room`);
    await tryRoomBeside(stage.path, 'text');
    expect(await readFile(victim, 'utf8')).toBe('mine');
  });

  test('at state.json', async () => {
    const { stateFile } = stage.context;
    await mkdir(dirname(stateFile), { recursive: true });
    await symlink(victim, `${stateFile}.new`);
    expect((await stage.refresh()).kind).toBe('refreshed');
    expect(await readFile(victim, 'utf8')).toBe('mine');
  });

  test('at the backup of the config', async () => {
    const { paths, now } = stage.context;
    const backup = `${paths.config}.20260115T120000Z.backup`;
    await symlink(victim, backup);
    const session = { name: 's', startUrl: 'https://a.example', region: 'us-east-1', scopes: [] };
    expect(await addSession({ paths, now }, session)).toMatchObject({
      kind: 'edited',
      backup: backup.replace('.backup', '-2.backup'),
    });
    expect(await readFile(victim, 'utf8')).toBe('mine');
  });
});
