import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { join } from 'node:path';
import { commands, extensions } from 'vscode';

const extension = extensions.getExtension('sso-session-status.sso-session-status');

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
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

  it('runs in the window of the terminals, and in Restricted Mode', () => {
    const { extensionKind, capabilities } = extension?.packageJSON as Record<string, unknown>;
    deepStrictEqual(
      { extensionKind, capabilities },
      {
        extensionKind: ['workspace', 'ui'],
        capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
      },
    );
  });
});
