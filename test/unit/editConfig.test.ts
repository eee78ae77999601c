// Changing the AWS config on a disk: what was there is kept, come what may.
import { execFileSync } from 'node:child_process';
import { appendFileSync, lstatSync, readlinkSync, writeFileSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type Edit, editConfig } from '../../src/aws/editConfig.ts';
import { withFileLock } from '../../src/aws/fileLock.ts';
import { awsPaths } from '../../src/aws/paths.ts';
import { appendSession } from '../../src/core/configEdit.ts';
import { awkwardConfigs } from '../support/awkwardConfigs.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../support/smallDisk.ts';

const now = Date.parse('2026-01-15T12:00:00.250Z');
const backupName = 'config.20260115T120000Z.backup';
const session = {
  name: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-central-1',
  scopes: ['sso:account:access'],
};
const addCorp: Edit = (text) => appendSession(text, session);
const section = `[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access
`;
const [isWindows, isRoot] = [process.platform === 'win32', process.getuid?.() === 0];

let home: string;
let folder: string;
let config: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'edit-'));
  folder = join(home, '.aws');
  config = join(folder, 'config');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const edit = (change: Edit = addCorp) =>
  editConfig({ paths: awsPaths({ HOME: home }, 'linux'), now: () => now }, change);

/** Every file below the folder, with its text. */
async function files(directory = folder): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(directory).catch(() => []);
  const texts = names.map(
    async (name) => [name, await readFile(join(directory, name), 'utf8').catch(() => '?')] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
}

async function write(text: string | Buffer, mode = 0o600): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(config, text);
  await chmod(config, mode);
}

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('a config that is there', () => {
  it('is replaced, and what it was stays beside it', async () => {
    await write('# mine\n');
    expect([await edit(), await files()]).toEqual([
      { kind: 'edited', line: 3, backup: join(folder, backupName) },
      { config: `# mine\n\n${section}`, [backupName]: '# mine\n' },
    ]);
  });

  it('keeps every one of its texts', async () => {
    await write('# mine\n');
    await edit();
    await edit((text) => appendSession(text, { ...session, name: 'other' }));
    const second = backupName.replace('Z.', 'Z-2.');
    expect(await files()).toEqual({
      config: expect.stringContaining('[sso-session other]') as string,
      [backupName]: '# mine\n',
      [second]: `# mine\n\n${section}`,
    });
  });

  it.skipIf(isWindows).each([0o600, 0o644, 0o640])('keeps its mode %o', async (mode) => {
    await write('a\n', mode);
    await edit();
    expect([await modeOf(config), await modeOf(join(folder, backupName))]).toEqual([mode, mode]);
  });

  it.runIf(isRoot)('keeps its owner', async () => {
    await write('a\n');
    await chown(config, 1234, 1235);
    await edit();
    const owners = await Promise.all([stat(config), stat(join(folder, backupName))]);
    expect(owners.map(({ uid, gid }) => [uid, gid])).toEqual([
      [1234, 1235],
      [1234, 1235],
    ]);
  });

  it.skipIf(isWindows)('stays a symlink, and the text stays where it leads', async () => {
    const elsewhere = join(home, 'dotfiles');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'aws'), '# mine\n');
    await mkdir(folder);
    await symlink('../dotfiles/aws', config);
    await edit();
    expect([readlinkSync(config), await files(elsewhere), await files()]).toEqual([
      '../dotfiles/aws',
      { aws: `# mine\n\n${section}` },
      { config: `# mine\n\n${section}`, [backupName]: '# mine\n' },
    ]);
  });

  it('is not touched for an edit that is refused', async () => {
    await write(section);
    const refusal = { code: 'sessionExists', name: 'corp', file: 'config', line: 1 };
    expect([await edit(), await files()]).toEqual([
      { kind: 'refused', refusal },
      { config: section },
    ]);
  });

  it('is edited together with what stands in the credentials file', async () => {
    await write('a\n');
    await writeFile(join(folder, 'credentials'), '[x]\n');
    await edit((text, credentials) => ({ text: text + credentials, line: 2 }));
    expect((await files())['config']).toBe('a\n[x]\n');
  });

  it('is edited where it has the mark that stands for what is no text', async () => {
    await write('# Gr\uFFFD\uFFFDe\n');
    expect([await edit(), await files()]).toEqual([
      { kind: 'edited', line: 3, backup: join(folder, backupName) },
      { config: `# Gr\uFFFD\uFFFDe\n\n${section}`, [backupName]: '# Gr\uFFFD\uFFFDe\n' },
    ]);
  });

  it('leaves a file alone that is called like a new one', async () => {
    await write('a\n');
    await writeFile(`${config}.new`, 'mine');
    await edit();
    expect((await files())['config.new']).toBe('mine');
  });
});

test('no byte is lost of any config', async () => {
  const configs = new Map(awkwardConfigs.map(({ text, what }) => [text, what]));
  const results = Array.from(configs, async ([text, what], index) => {
    const paths = awsPaths({ HOME: join(home, String(index)) }, 'linux');
    await mkdir(dirname(paths.config), { recursive: true });
    await writeFile(paths.config, text);
    const outcome = await editConfig({ paths, now: () => now }, addCorp);
    const after = await readFile(paths.config);
    const backup = outcome.kind === 'edited' ? outcome.backup : undefined;
    const bytes = Buffer.from(text);
    return {
      what,
      before: after.subarray(0, bytes.length).equals(bytes),
      backup: (await readFile(backup ?? '')).equals(bytes),
    };
  });
  expect(await Promise.all(results)).toEqual(
    Array.from(configs, ([, what]) => ({ what, before: true, backup: true })),
  );
});

describe('a config that is not there', () => {
  it('is made, readable by its owner only, without a backup', async () => {
    expect([await edit(), await files()]).toEqual([
      { kind: 'edited', line: 1, backup: undefined },
      { config: section },
    ]);
    if (isWindows) return;
    expect([await modeOf(folder), await modeOf(config)]).toEqual([0o700, 0o600]);
  });

  it.skipIf(isWindows)('is made where a symlink leads', async () => {
    await mkdir(folder);
    await symlink('later', config);
    await edit();
    expect([lstatSync(config).isSymbolicLink(), await files()]).toEqual([
      true,
      { config: section, later: section },
    ]);
  });

  it('is made where the environment says', async () => {
    config = join(home, 'else', 'where', 'aws.ini');
    const paths = awsPaths({ HOME: home, AWS_CONFIG_FILE: config }, 'linux');
    await editConfig({ paths, now: () => now }, addCorp);
    expect(await readFile(config, 'utf8')).toBe(section);
  });
});

describe('nothing is lost when', () => {
  it('another changes the file meanwhile: the edit is made to that', async () => {
    await write('# mine\n');
    let texts = 0;
    const outcome = await edit((text) => {
      if (texts++ === 0) appendFileSync(config, '# yours\n');
      return addCorp(text, '');
    });
    expect([texts, outcome, await files()]).toEqual([
      2,
      { kind: 'edited', line: 4, backup: join(folder, backupName) },
      { config: `# mine\n# yours\n\n${section}`, [backupName]: '# mine\n# yours\n' },
    ]);
  });

  it('another puts what is no text in the place of the mark for that', async () => {
    const latin = Buffer.from('# \u00f6\n', 'latin1');
    await write('# \uFFFD\n');
    const outcome = await edit((text) => {
      writeFileSync(config, latin);
      return addCorp(text, '');
    });
    expect([outcome, await readFile(config), await readdir(folder)]).toEqual([
      { kind: 'unreadable', problem: 'notUtf8' },
      latin,
      ['config'],
    ]);
  });

  it('others change it again and again', async () => {
    await write('# mine\n');
    const outcome = await edit((text) => {
      appendFileSync(config, '#\n');
      return addCorp(text, '');
    });
    expect([outcome, await files()]).toEqual([
      { kind: 'restless' },
      { config: `# mine\n${'#\n'.repeat(5)}` },
    ]);
  });

  it('many edit at once', async () => {
    await write('# mine\n');
    const names = Array.from({ length: 8 }, (_, index) => `s${index}`);
    await Promise.all(
      names.map((name) => edit((text) => appendSession(text, { ...session, name }))),
    );
    const { config: text = '', ...backups } = await files();
    expect([
      names.filter((name) => text.includes(`[sso-session ${name}]`)),
      text.startsWith('# mine\n'),
      Object.keys(backups).length,
    ]).toEqual([names, true, names.length]);
  });

  it('another holds the lock', async () => {
    await write('# mine\n');
    let edited: Promise<unknown> | undefined;
    let during: unknown;
    await withFileLock(config, async () => {
      edited = edit();
      during = await readFile(config, 'utf8');
    });
    expect([during, await edited]).toMatchObject(['# mine\n', { kind: 'edited' }]);
  });

  it.each([
    ['Latin-1', Buffer.from('# Gr\u00f6\u00dfe\n', 'latin1')],
    ['broken off amid a letter', Buffer.from('# Gr\u00f6').subarray(0, -1)],
    ['UTF-16', Buffer.from('\uFEFF[default]\n', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('[default]\n', 'utf16le')],
  ])('its text is %s', async (_, bytes) => {
    await write(bytes);
    expect([await edit(), await readFile(config), await readdir(folder)]).toEqual([
      { kind: 'unreadable', problem: 'notUtf8' },
      bytes,
      ['config'],
    ]);
  });

  it('a folder is in its place', async () => {
    await mkdir(join(config, 'inside'), { recursive: true });
    expect([await edit(), await readdir(config)]).toEqual([
      { kind: 'unreadable', problem: 'notAFile' },
      ['inside'],
    ]);
  });

  it('a file is in the place of its folder', async () => {
    await writeFile(folder, 'mine');
    expect([await edit(), await readFile(folder, 'utf8')]).toEqual([
      { kind: 'notWritten', code: 'EEXIST' },
      'mine',
    ]);
  });

  it('it is marked read-only', async () => {
    await write('# mine\n', 0o444);
    expect([await edit(), await files()]).toEqual([
      { kind: 'notWritten', code: 'EACCES' },
      { config: '# mine\n' },
    ]);
  });

  it.skipIf(isWindows || isRoot)('its folder is read-only', async () => {
    await write('# mine\n');
    await chmod(folder, 0o500);
    const outcome = await edit();
    await chmod(folder, 0o700);
    expect([outcome, await files()]).toEqual([
      { kind: 'notLocked', code: 'EACCES' },
      { config: '# mine\n' },
    ]);
  });
});

const noDisk = whyNoSmallDisk();
describe.skipIf(noDisk !== undefined)(`on a disk of its own ${noDisk ?? ''}`, () => {
  let disk: ReturnType<typeof mountSmallDisk>;
  const text = `# mine\n# ${'x'.repeat(8200)}\n`;
  beforeEach(async () => {
    await mkdir(folder);
    disk = mountSmallDisk(folder);
    await writeFile(config, text);
  });
  afterEach(() => disk.unmount());

  it('that is read-only, nothing changes', async () => {
    disk.setReadOnly(true);
    expect([await edit(), await files()]).toEqual([
      { kind: 'notLocked', code: 'EROFS' },
      { config: text },
    ]);
  });

  it.each([0, 4096, 12288, 20480, 24576])(
    'that has %i bytes left, nothing changes, or everything',
    async (left) => {
      await disk.fill(left);
      const outcome = await edit();
      await disk.free();
      // Three pages for the backup, and three for the new text.
      const isFull = left < 24576;
      expect([outcome, await files()]).toEqual(
        isFull
          ? [{ kind: 'notWritten', code: 'ENOSPC' }, { config: text }]
          : [
              { kind: 'edited', line: 4, backup: join(folder, backupName) },
              { config: `${text}\n${section}`, [backupName]: text },
            ],
      );
    },
  );

  it('whose file is mounted by itself, a write in place that fails leaves the text beside it', async () => {
    const other = join(home, 'other');
    await mkdir(other);
    await writeFile(join(other, 'config'), text);
    const mounted = join(other, 'config');
    execFileSync('mount', ['--bind', config, mounted]);
    try {
      const paths = awsPaths({ HOME: home, AWS_CONFIG_FILE: mounted }, 'linux');
      const whole = await editConfig({ paths, now: () => now }, addCorp);
      const edited = await readFile(mounted, 'utf8');
      await disk.fill();
      const long: Edit = (before) => ({ text: `x${before}${'# more\n'.repeat(3000)}`, line: 1 });
      const failed = await editConfig({ paths, now: () => now + 1000 }, long);
      const second = backupName.replace('00Z', '01Z');
      expect([whole, edited, failed, (await files(other))[second]]).toEqual([
        { kind: 'edited', line: 4, backup: join(other, backupName) },
        `${text}\n${section}`,
        { kind: 'notWritten', code: 'ENOSPC', backup: join(other, second) },
        edited,
      ]);
    } finally {
      execFileSync('umount', ['--lazy', mounted]);
    }
  });
});
