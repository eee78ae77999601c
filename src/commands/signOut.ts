// Sign Out: end one session or all, for every tool that shares them, after asking once.
import { type LogOutputChannel, ProgressLocation, l10n, window } from 'vscode';
import type { RefreshContext } from '../aws/refresh.ts';
import type { SignOutOutcome } from '../core/signOutOutcome.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { hasTokenFile } from '../core/tokenPresence.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { plain, plainNames } from '../words/plain.ts';
import { inARow } from '../words/sentences.ts';
import {
  isCompleteSignOut,
  isDoneHere,
  signOutConsequences,
  signOutSentence,
} from '../words/signOutWords.ts';
import { inBackground } from './inBackground.ts';
import { signOutForLog } from './outcomeForLog.ts';
import { chooseSession, sessionIdIn } from './sessionArgument.ts';
import { sayWithWaysOn, showLog } from './wayOn.ts';

interface SignOutServices {
  readonly monitor: SessionMonitor;
  readonly log: LogOutputChannel;
  readonly context: RefreshContext;
  /** Aborted when the extension stops. */
  readonly signal: AbortSignal;
}

export async function signOutSession(services: SignOutServices, argument: unknown): Promise<void> {
  const overview = await services.monitor.firstOverview();
  const isAsking = sessionIdIn(argument) === undefined;
  const sessions = overview.sessions.filter((status) => !isAsking || hasTokenFile(status));
  if (isAsking && sessions.length === 0) {
    tellThatNoneIs();
    return;
  }
  const question = l10n.t('Which session do you want to sign out of?');
  const status = await chooseSession(argument, { ...overview, sessions }, question);
  if (status === undefined) return;
  const { session } = status;
  if (await isConfirmed(l10n.t('Sign out of {0}?', plain(session.name)), 1)) {
    await signOutWithProgress(services, [session]);
  }
}

export async function signOutAllSessions(services: SignOutServices): Promise<void> {
  const overview = await services.monitor.firstOverview();
  const sessions = overview.sessions.filter(hasTokenFile).map(({ session }) => session);
  if (sessions.length === 0) {
    tellThatNoneIs();
    return;
  }
  const question = l10n.t('Sign out of all sessions: {0}?', plainNames(sessions));
  if (await isConfirmed(question, sessions.length)) await signOutWithProgress(services, sessions);
}

function tellThatNoneIs(): void {
  void window.showInformationMessage(l10n.t('There is no session to sign out of.'));
}

async function isConfirmed(question: string, count: number): Promise<boolean> {
  const signOut = l10n.t('Sign Out');
  const options = { modal: true, detail: signOutConsequences(count) };
  return (await window.showWarningMessage(question, options, signOut)) === signOut;
}

interface Result {
  readonly session: ConfiguredSession;
  readonly outcome: Exclude<SignOutOutcome, { kind: 'cancelled' }>;
}

async function signOutWithProgress(
  services: SignOutServices,
  sessions: readonly ConfiguredSession[],
): Promise<void> {
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Signing out of {0}', plainNames(sessions)),
    cancellable: true,
  };
  const results = await window.withProgress(options, async (_progress, cancellation) => {
    const controller = new AbortController();
    // What AWS is being told cannot be taken back: that much is waited for, and said.
    cancellation.onCancellationRequested(() => controller.abort());
    const signal = AbortSignal.any([controller.signal, services.signal]);
    return Promise.all(sessions.map((session) => signOutOne(services, session, signal)));
  });
  tell(
    services.log,
    results.filter((result) => result !== undefined),
  );
}

async function signOutOne(
  { context, log }: SignOutServices,
  session: ConfiguredSession,
  signal: AbortSignal,
): Promise<Result | undefined> {
  const { signOut } = await import('../aws/awsSdk.ts');
  const outcome = await signOut(session.id, context, signal);
  log.info(`sign-out of ${session.name}: ${signOutForLog(outcome)}`);
  return outcome.kind === 'cancelled' ? undefined : { session, outcome };
}

/** One message, however many sessions: what is not as it should be, else that all is. */
function tell(log: LogOutputChannel, results: readonly Result[]): void {
  const incomplete = results.filter(({ outcome }) => !isCompleteSignOut(outcome));
  const told = incomplete.length > 0 ? incomplete : results;
  const [first] = told;
  if (first === undefined) return;
  const names = plainNames(told.map(({ session }) => session));
  if (incomplete.length === 0) {
    const { outcome } = told.find((result) => result.outcome.kind === 'signedOut') ?? first;
    window.setStatusBarMessage(`$(check) ${signOutSentence(names, outcome)}`, 5_000);
    return;
  }
  const reasons = new Set(told.map(({ outcome }) => signOutSentence('', outcome)));
  const sentence =
    reasons.size === 1
      ? signOutSentence(names, first.outcome)
      : inARow(told.map(({ session, outcome }) => signOutSentence(plain(session.name), outcome)));
  const isNoError = told.every(({ outcome }) => isDoneHere(outcome));
  // Not awaited: whoever asked can go on, however long the message stays.
  const show = isNoError ? window.showWarningMessage : window.showErrorMessage;
  inBackground(log, 'the end of a sign-out', sayWithWaysOn(show, sentence, [showLog()]));
}
