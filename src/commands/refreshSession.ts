// Refresh: renew the access token of one session or of all, without a browser.
import { type LogOutputChannel, ProgressLocation, commands, l10n, window } from 'vscode';
import type { RefreshContext } from '../aws/refresh.ts';
import type { SessionStatus } from '../core/overview.ts';
import type { RefreshOutcome } from '../core/refreshOutcome.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { isSignInTheWayOn, refreshSentence } from '../words/refreshWords.ts';
import { outcomeForLog } from './outcomeForLog.ts';
import { chooseSession } from './sessionArgument.ts';

export interface RefreshServices {
  readonly monitor: SessionMonitor;
  readonly log: LogOutputChannel;
  readonly context: RefreshContext;
}

export async function refreshSession(services: RefreshServices, argument: unknown): Promise<void> {
  const question = l10n.t('Which session do you want to refresh?');
  const status = await chooseSession(argument, services.monitor.overview, question);
  if (status !== undefined) await refreshWithProgress(services, [status]);
}

/** Of all sessions, those that can be renewed: the others would need a browser each. */
export async function refreshAllSessions(services: RefreshServices): Promise<void> {
  const renewable = services.monitor.overview?.sessions.filter((status) => status.renewable) ?? [];
  if (renewable.length === 0) {
    void window.showInformationMessage(l10n.t('There is no session that can be refreshed.'));
    return;
  }
  await refreshWithProgress(services, renewable);
}

async function refreshWithProgress(
  services: RefreshServices,
  sessions: readonly SessionStatus[],
): Promise<void> {
  const names = sessions.map(({ session }) => session.name).join(', ');
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Refreshing {0}', names),
    cancellable: true,
  };
  await window.withProgress(options, async (_progress, cancellation) => {
    const controller = new AbortController();
    const cancelled = new Promise<void>((resolve) => {
      cancellation.onCancellationRequested(() => {
        controller.abort();
        resolve();
      });
    });
    const refreshes = sessions.map((status) => refreshOne(services, status, controller.signal));
    // Cancelling ends the waiting; an answer that is on its way is still written.
    await Promise.race([Promise.all(refreshes), cancelled]);
  });
}

async function refreshOne(
  { context, log }: RefreshServices,
  { session }: SessionStatus,
  signal: AbortSignal,
): Promise<void> {
  const { refresh } = await import('../aws/awsSdk.ts');
  const outcome = await refresh(session.id, context, { by: 'person', signal });
  log.info(`refresh of ${session.name}: ${outcomeForLog(outcome)}`);
  if (outcome.kind === 'cancelled' || signal.aborted) return;
  const sentence = refreshSentence(session.name, outcome, context.now());
  if (outcome.kind === 'refreshed' || outcome.kind === 'renewedElsewhere') {
    window.setStatusBarMessage(`$(check) ${sentence}`, 5_000);
    return;
  }
  // Not awaited: the progress ends now, however long the message stays.
  void offerWayOn(session.id, sentence, outcome);
}

async function offerWayOn(
  sessionId: string,
  sentence: string,
  outcome: RefreshOutcome,
): Promise<void> {
  const isConfig = outcome.kind === 'badEndpoint' || outcome.kind === 'notRenewable';
  const [action, command] = isSignInTheWayOn(outcome)
    ? [l10n.t('Sign In'), 'ssoSession.signIn']
    : isConfig
      ? [l10n.t('Open AWS Config'), 'ssoSession.openConfig']
      : [l10n.t('Refresh Again'), 'ssoSession.refresh'];
  if ((await window.showErrorMessage(sentence, action)) === action) {
    await commands.executeCommand(command, { sessionId });
  }
}
