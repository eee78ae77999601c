// Sign In: to one session, by the browser or by a code, from whatever asked for it.
import { type LogOutputChannel, commands, l10n, window } from 'vscode';
import type { RefreshContext } from '../aws/refresh.ts';
import type { SignInContext } from '../aws/signInAttempt.ts';
import type { SignInFlow, SignInOutcome } from '../core/signInOutcome.ts';
import { type SignInWish, flowFor } from '../core/signInPlace.ts';
import { waysOn } from '../core/signInWayOn.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { signInSentence, wayOnTitle } from '../words/signInWords.ts';
import type { BusySessions } from './busySessions.ts';
import { inBackground } from './inBackground.ts';
import { signInForLog } from './outcomeForLog.ts';
import { among, chooseSession } from './sessionArgument.ts';
import { SignInDialog, windowPlace } from './signInDialog.ts';

export interface SignInServices {
  readonly monitor: SessionMonitor;
  readonly log: LogOutputChannel;
  readonly context: SignInContext & Pick<RefreshContext, 'running'>;
  readonly busy: BusySessions;
  /** Aborted when the extension stops. */
  readonly signal: AbortSignal;
  readonly settings: () => { readonly signInFlow: SignInWish };
}

interface SignInUnderWay {
  readonly dialog: SignInDialog;
  readonly end: Promise<boolean>;
}

/** Those of this window, by session id: asking again shows the one that runs. */
const underWay = new Map<string, SignInUnderWay>();

/**
 * Signs in to the session of the argument, `{ sessionId, flow? }`, or to one that is picked. Whether there
 * is a session afterwards.
 */
export async function signIn(services: SignInServices, argument: unknown): Promise<boolean> {
  const question = l10n.t('Which session do you want to sign in to?');
  const overview = await services.monitor.firstOverview();
  const offered = among(overview, argument, ({ state }) => state !== 'misconfigured');
  const status = await chooseSession(argument, offered, question);
  if (status === undefined) return false;
  const { session } = status;
  const wantedFlow = flowIn(argument);
  let running: SignInUnderWay | undefined;
  while ((running = underWay.get(session.id)) !== undefined) {
    if (!running.dialog.signal.aborted) {
      if (wantedFlow === 'deviceCode') running.dialog.goOnWithCode();
      else running.dialog.show();
      return running.end;
    }
    // One that was cancelled takes a moment to end. Who asks again means another one.
    if (await running.end) return true;
  }
  const { context } = services;
  const dialog = new SignInDialog(session, context.now, services.signal);
  const flow = wantedFlow ?? flowFor(services.settings().signInFlow, windowPlace());
  const work = signInThrough(dialog, session, flow, services);
  const end = services.busy.during(session.id, work).finally(() => {
    dialog.dispose();
    underWay.delete(session.id);
    context.running.delete(end);
  });
  underWay.set(session.id, { dialog, end });
  // Whoever stops the extension waits until a session that was just allowed is written.
  context.running.add(end);
  return end;
}

/** For a link in the message that waits for the browser. */
export async function copySignInLink(argument: unknown): Promise<void> {
  await dialogOf(argument)?.copyLink();
}

/** Leaves the browser alone, and goes on with a code. */
export function signInWithCode(argument: unknown): void {
  dialogOf(argument)?.goOnWithCode();
}

function dialogOf(argument: unknown): SignInDialog | undefined {
  const { sessionId } = (argument ?? {}) as { sessionId?: unknown };
  return typeof sessionId === 'string' ? underWay.get(sessionId)?.dialog : undefined;
}

async function signInThrough(
  dialog: SignInDialog,
  session: ConfiguredSession,
  flow: SignInFlow,
  services: SignInServices,
): Promise<boolean> {
  const { context, log } = services;
  const awsSdk = await import('../aws/awsSdk.ts');
  dialog.drawQrCode = awsSdk.qrCode;
  const outcome = await awsSdk.signIn(session.id, flow, context, dialog, dialog.signal);
  // Also where that is all there is, whatever was wanted.
  const used = dialog.isByCode ? 'deviceCode' : flow;
  log.info(`sign-in to ${session.name}: ${signInForLog(outcome)}`);
  // Not awaited: whoever asked can go on, however long the message stays.
  inBackground(log, 'the end of a sign-in', tell(session, outcome, used, context.now()));
  return outcome.kind === 'signedIn' || outcome.kind === 'signedInElsewhere';
}

/** `flow` is the one that came to this end. */
async function tell(
  session: ConfiguredSession,
  outcome: SignInOutcome,
  flow: SignInFlow,
  now: number,
): Promise<void> {
  if (outcome.kind === 'cancelled') return;
  const sentence = signInSentence(session, outcome, now);
  if (outcome.kind === 'signedIn' || outcome.kind === 'signedInElsewhere') {
    window.setStatusBarMessage(`$(check) ${sentence}`, 5_000);
    return;
  }
  const ways = waysOn(outcome, flow);
  const picked = await window.showErrorMessage(sentence, ...ways.map(wayOnTitle));
  const argument = { sessionId: session.id };
  switch (ways.find((way) => wayOnTitle(way) === picked)) {
    case 'signInAgain':
      await commands.executeCommand('ssoSession.signIn', { ...argument, flow });
      break;
    case 'useCode':
      await commands.executeCommand('ssoSession.signIn', { ...argument, flow: 'deviceCode' });
      break;
    case 'openConfig': {
      const place = outcome.kind === 'badEndpoint' ? outcome.problem.where : undefined;
      await commands.executeCommand('ssoSession.openConfig', { ...argument, place });
      break;
    }
    case 'showLog':
      await commands.executeCommand('ssoSession.showLog');
      break;
    case undefined:
  }
}

/** Anyone can run a command with any argument, so that its shape is checked. */
function flowIn(argument: unknown): SignInFlow | undefined {
  const { flow } = (argument ?? {}) as { flow?: unknown };
  return flow === 'browser' || flow === 'deviceCode' ? flow : undefined;
}
