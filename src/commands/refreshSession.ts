// Refresh: renew the access token of one session or of all, without a browser.
import { setTimeout as wait } from 'node:timers/promises';
import { type LogOutputChannel, ProgressLocation, l10n, window } from 'vscode';
import type { RefreshContext } from '../aws/refresh.ts';
import type { SessionStatus } from '../core/overview.ts';
import type { RefreshOutcome } from '../core/refreshOutcome.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { plainNames } from '../words/plain.ts';
import { isSignInTheWayOn, refreshSentence } from '../words/refreshWords.ts';
import type { BusySessions } from './busySessions.ts';
import { inBackground } from './inBackground.ts';
import { outcomeForLog } from './outcomeForLog.ts';
import { among, chooseSessions } from './sessionArgument.ts';
import { type WayOn, sayWithWaysOn, showLog } from './wayOn.ts';

export interface RefreshServices {
  readonly monitor: SessionMonitor;
  readonly log: LogOutputChannel;
  readonly context: RefreshContext;
  readonly busy: BusySessions;
  /** Aborted when the extension stops. */
  readonly signal: AbortSignal;
}

/** `selected` are the rows of the tree that are selected, if that is where it was asked for. */
export async function refreshSession(
  services: RefreshServices,
  argument: unknown,
  selected?: unknown,
): Promise<void> {
  const question = l10n.t('Which session do you want to refresh?');
  const overview = await services.monitor.firstOverview();
  const offered = among(overview, argument, ({ renewable }) => renewable);
  const statuses = await chooseSessions(argument, selected, offered, question);
  const [only, ...others] = statuses;
  if (others.length > 0) await refreshRenewable(services, statuses);
  else if (only !== undefined) await refreshWithProgress(services, [only.session]);
}

export async function refreshAllSessions(services: RefreshServices): Promise<void> {
  const { sessions } = await services.monitor.firstOverview();
  await refreshRenewable(services, sessions);
}

/** Of several, those that can be renewed: the others would need a browser each. */
async function refreshRenewable(
  services: RefreshServices,
  statuses: readonly SessionStatus[],
): Promise<void> {
  const renewable = statuses.filter((status) => status.renewable).map(({ session }) => session);
  if (renewable.length === 0) {
    void window.showInformationMessage(l10n.t('There is no session that can be refreshed.'));
    return;
  }
  await refreshWithProgress(services, renewable);
}

async function refreshWithProgress(
  services: RefreshServices,
  sessions: readonly ConfiguredSession[],
): Promise<void> {
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Refreshing {0}', plainNames(sessions)),
    cancellable: true,
  };
  const results = await window.withProgress(options, async (progress, cancellation) => {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, services.signal]);
    const say = (message: string): void => progress.report({ message });
    const ended = Promise.all(
      sessions.map((session) => refreshOne(services, session, signal, say)),
    );
    const cancelled = new Promise<readonly Result[]>((resolve) => {
      cancellation.onCancellationRequested(() => {
        controller.abort();
        resolve([]);
        // Only this window can save such a session: that is worth a word to whoever has left, too.
        void ended.then((all) => warnOfUnwritten(all, services.log, services.context.now()));
      });
    });
    // Cancelling ends the waiting; an answer that is on its way is still written.
    return Promise.race([ended, cancelled]);
  });
  tell(services, results);
}

interface Result {
  readonly session: ConfiguredSession;
  readonly outcome: Exclude<RefreshOutcome, { kind: 'cancelled' }>;
}

async function refreshOne(
  { context, log, busy }: RefreshServices,
  session: ConfiguredSession,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<Result | undefined> {
  const { refresh } = await import('../aws/awsSdk.ts');
  const request = { by: 'person', signal } as const;
  const attempt = (): Promise<RefreshOutcome> =>
    busy.during(session.id, refresh(session.id, context, request));
  let outcome = await attempt();
  if (outcome.kind === 'tooSoon') {
    const waitMs = Math.max(0, outcome.until - context.now());
    say(l10n.t('in {0} s, not to press AWS', Math.ceil(waitMs / 1000)));
    await wait(waitMs, undefined, { signal }).catch(() => undefined);
    outcome = await attempt();
  }
  log.info(`refresh of ${session.name}: ${outcomeForLog(outcome)}`);
  return outcome.kind === 'cancelled' ? undefined : { session, outcome };
}

/** One message, however many sessions: what failed, else what succeeded. */
function tell({ log, context }: RefreshServices, ended: readonly (Result | undefined)[]): void {
  const now = context.now();
  const results = ended.filter((result) => result !== undefined);
  const failed = results.filter(({ outcome }) => !isSuccess(outcome));
  const [first] = failed;
  if (first === undefined) {
    const [success] = results;
    if (success === undefined) return;
    const names = plainNames(results.map(({ session }) => session));
    window.setStatusBarMessage(`$(check) ${refreshSentence(names, success.outcome, now)}`, 5_000);
    return;
  }
  const reasons = new Set(failed.map(({ outcome }) => refreshSentence('', outcome, now)));
  const names = plainNames(failed.map(({ session }) => session));
  const sentence =
    reasons.size === 1
      ? refreshSentence(names, first.outcome, now)
      : l10n.t('Not refreshed, for different reasons: {0}.', names);
  // Not awaited: whoever asked can go on, however long the message stays.
  const ways = failed.length === 1 ? waysOnFrom(first) : [showSessions()];
  const said = sayWithWaysOn(window.showErrorMessage, sentence, ways);
  inBackground(log, 'the end of a refresh', said);
}

function warnOfUnwritten(
  ended: readonly (Result | undefined)[],
  log: LogOutputChannel,
  now: number,
): void {
  const results = ended.flatMap((result) =>
    result?.outcome.kind === 'notWritten' ? [result] : [],
  );
  const [first] = results;
  if (first === undefined) return;
  const names = plainNames(results.map(({ session }) => session));
  const sentence = refreshSentence(names, first.outcome, now);
  const said = sayWithWaysOn(window.showWarningMessage, sentence, [showLog()]);
  inBackground(log, 'the end of a refresh', said);
}

function isSuccess({ kind }: RefreshOutcome): boolean {
  return kind === 'refreshed' || kind === 'renewedElsewhere';
}

function waysOnFrom({ session, outcome }: Result): readonly WayOn[] {
  const argument = { sessionId: session.id };
  if (isSignInTheWayOn(outcome)) {
    return [{ title: l10n.t('Sign In'), command: 'ssoSession.signIn', argument }];
  }
  const openConfig = { title: l10n.t('Open AWS Config'), command: 'ssoSession.openConfig' };
  if (outcome.kind === 'notRenewable') return [{ ...openConfig, argument }];
  if (outcome.kind === 'badEndpoint') {
    const { where } = outcome.problem;
    return where.kind === 'env' ? [] : [{ ...openConfig, argument: { place: where } }];
  }
  return [{ title: l10n.t('Refresh Again'), command: 'ssoSession.refresh', argument }];
}

function showSessions(): WayOn {
  return { title: l10n.t('Show Sessions'), command: 'ssoSession.showSessions' };
}
