import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert';
import { join } from 'node:path';
import { ConfigurationTarget, commands, extensions, workspace } from 'vscode';

const extension = extensions.getExtension('sso-session-status.sso-session-status');

interface Manifest {
  readonly extensionKind: unknown;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: unknown;
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly scope?: string }>>;
    };
  };
}

describe('activation', () => {
  it('happens by itself, after start-up, without loading the bundle that acts', async () => {
    ok(extension);
    await extension.activate();
    strictEqual(extension.isActive, true);
    const bundles = join(extension.extensionPath, 'dist/');
    const loaded = Object.keys(require.cache).filter((path) => path.startsWith(bundles));
    deepStrictEqual(loaded, [join(bundles, 'extension.cjs')]);
  });

  it('registers the commands of the manifest, and no others', async () => {
    const { contributes } = extension?.packageJSON as Manifest;
    const registered = await commands.getCommands(true);
    deepStrictEqual(
      registered
        .filter((id) => id.startsWith('ssoSession.') && !id.startsWith('ssoSession.sessions.'))
        .sort(),
      contributes.commands.map(({ command }) => command).sort(),
    );
  });

  it('runs in the window of the terminals, in Restricted Mode and in virtual workspaces', () => {
    const { extensionKind, capabilities } = extension?.packageJSON as Manifest;
    deepStrictEqual(extensionKind, ['workspace', 'ui']);
    strictEqual(capabilities.untrustedWorkspaces.supported, 'limited');
    match(capabilities.untrustedWorkspaces.description, /^Your sessions are shown/);
    strictEqual(capabilities.virtualWorkspaces, true);
  });

  it('has no setting that a folder decides while nobody trusts it', () => {
    const { contributes, capabilities } = extension?.packageJSON as Manifest;
    const restricted = new Set(capabilities.untrustedWorkspaces.restrictedConfigurations);
    const ours = ['application', 'machine'];
    const open = Object.entries(contributes.configuration.properties).filter(
      ([name, { scope = '' }]) => !ours.includes(scope) && !restricted.has(name),
    );
    deepStrictEqual(open, []);
  });

  const isRefusedToFolders = async (name: string): Promise<void> => {
    const changing = workspace
      .getConfiguration('ssoSession')
      .update(name, false, ConfigurationTarget.Workspace);
    await rejects(async () => changing, /can be written only into User settings/);
  };

  it('has no setting that a folder decides of what is done by itself, trusted or not', async () => {
    for (const name of ['autoRefresh', 'notifications', 'warnBefore', 'signInDuration'])
      await isRefusedToFolders(name);
  });

  it('has no setting by which a folder chooses how you sign in, trusted or not', () =>
    isRefusedToFolders('signIn.flow'));
});
