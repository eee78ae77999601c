// Sign In: the AWS CLI's own sign-in, in a terminal where the person can follow it.
import {
  ProcessExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  TaskScope,
  Uri,
  env,
  l10n,
  tasks,
  window,
} from 'vscode';
import { findAwsCli } from '../aws/awsCli.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { chooseSession } from './sessionArgument.ts';

const cliInstallGuide =
  'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';

export async function signIn(monitor: SessionMonitor, argument: unknown): Promise<void> {
  const question = l10n.t('Which session do you want to sign in to?');
  const overview = await monitor.firstOverview();
  const sessions = overview.sessions.filter(({ state }) => state !== 'misconfigured');
  const status = await chooseSession(argument, { ...overview, sessions }, question);
  if (status === undefined) return;
  const cli = await findAwsCli();
  if (cli === undefined) {
    await offerCli();
    return;
  }
  const target = targetOf(status.session);
  // A process and its arguments, not a line for a shell: a name from a file is never interpreted.
  const task = new Task(
    { type: 'ssoSession.signIn', session: status.session.id },
    TaskScope.Global,
    l10n.t('Sign in to {0}', status.session.name),
    'AWS SSO',
    new ProcessExecution(cli, ['sso', 'login', target]),
  );
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    panel: TaskPanelKind.Shared,
    clear: true,
    echo: true,
  };
  await tasks.executeTask(task);
}

function targetOf({ kind, name, cacheKey, profiles }: ConfiguredSession): string {
  if (kind === 'session') return `--sso-session=${cacheKey}`;
  const profile = profiles[0]?.name ?? name;
  return `--profile=${profile}`;
}

async function offerCli(): Promise<void> {
  const install = l10n.t('How to Install');
  const sentence = l10n.t(
    'The AWS CLI was not found on the PATH. Install version 2, then sign in again.',
  );
  if ((await window.showErrorMessage(sentence, install)) === install) {
    await env.openExternal(Uri.parse(cliInstallGuide));
  }
}
