// Snooze, and Don't Warn for This Session: what a person does not want to hear, for a while or for good.
import { type LogOutputChannel, type QuickPickItem, l10n, window } from 'vscode';
import { errorCode } from '../aws/errorCode.ts';
import { type SessionStatus, isSnoozed } from '../core/overview.ts';
import { snoozeChoices, snoozeEnd } from '../core/snooze.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { snoozeTitle } from '../words/actionWords.ts';
import { plain } from '../words/plain.ts';
import { pointInTime } from '../words/timeWords.ts';
import { among, chooseSessions } from './sessionArgument.ts';

export interface SilenceServices {
  readonly monitor: SessionMonitor;
  readonly log: LogOutputChannel;
  readonly context: { readonly stateFile: string; readonly now: () => number };
}

export async function snoozeSessions(
  services: SilenceServices,
  argument: unknown,
  selected?: unknown,
): Promise<void> {
  const question = l10n.t('Which session do you want to snooze?');
  const overview = await services.monitor.firstOverview();
  const statuses = await chooseSessions(
    argument,
    selected,
    among(overview, argument, ({ muted }) => !muted),
    question,
  );
  if (statuses.length === 0) return;
  const { now, stateFile } = services.context;
  const picked = await chooseSnooze(statuses, now());
  if (picked === undefined) return;
  const { until } = picked;
  await remember(services, async () => {
    const { recordSnooze } = await import('../aws/awsSdk.ts');
    await recordSnooze(stateFile, idsOf(statuses), until, now(), tokensOf(statuses));
    if (until === undefined) return onAgain(statuses);
    const end = pointInTime(until, now());
    return `$(bell-slash) ${l10n.t('{0}: no warnings until {1}.', namesOf(statuses), end)}`;
  });
}

export async function muteSessions(
  services: SilenceServices,
  argument: unknown,
  selected?: unknown,
): Promise<void> {
  const question = l10n.t('Which session do you not want to be warned of?');
  await setMuted(services, true, question, argument, selected);
}

export async function unmuteSessions(
  services: SilenceServices,
  argument: unknown,
  selected?: unknown,
): Promise<void> {
  const question = l10n.t('Which session do you want to be warned of again?');
  await setMuted(services, false, question, argument, selected);
}

async function setMuted(
  services: SilenceServices,
  isMuted: boolean,
  question: string,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  const overview = await services.monitor.firstOverview();
  const offered = among(overview, argument, ({ muted }) => muted !== isMuted);
  const statuses = await chooseSessions(argument, selected, offered, question);
  if (statuses.length === 0) return;
  const { now, stateFile } = services.context;
  await remember(services, async () => {
    const { recordMuted } = await import('../aws/awsSdk.ts');
    await recordMuted(stateFile, idsOf(statuses), isMuted, now());
    if (!isMuted) return onAgain(statuses);
    return `$(bell-slash) ${l10n.t('{0}: no more warnings.', namesOf(statuses))}`;
  });
}

interface Snooze extends QuickPickItem {
  /** ms since the epoch; undefined to be warned again from now on */
  readonly until: number | undefined;
}

async function chooseSnooze(
  statuses: readonly SessionStatus[],
  now: number,
): Promise<Snooze | undefined> {
  const items: Snooze[] = snoozeChoices.map((choice) => {
    const until = snoozeEnd(choice, now);
    return { label: snoozeTitle(choice), description: pointInTime(until, now), until };
  });
  if (statuses.some((status) => isSnoozed(status, now))) {
    items.unshift({ label: l10n.t('Warn Again from Now On'), until: undefined });
  }
  return window.showQuickPick(items, {
    title: namesOf(statuses),
    placeHolder: l10n.t('No warnings for how long?'),
  });
}

function onAgain(statuses: readonly SessionStatus[]): string {
  return `$(bell) ${l10n.t('{0}: warnings are on again.', namesOf(statuses))}`;
}

/** `change` gives the icon and the sentence that say what is true then. */
async function remember({ log }: SilenceServices, change: () => Promise<string>): Promise<void> {
  try {
    window.setStatusBarMessage(await change(), 5_000);
  } catch (error) {
    log.error(`remembering what is silenced: ${errorCode(error)}`);
    void window.showErrorMessage(
      l10n.t('This could not be remembered: the storage of the extension cannot be written.'),
    );
  }
}

function idsOf(statuses: readonly SessionStatus[]): readonly string[] {
  return statuses.map(({ session }) => session.id);
}

/** The fingerprints of their token files, by session id. */
function tokensOf(statuses: readonly SessionStatus[]): ReadonlyMap<string, string> {
  return new Map(
    statuses.flatMap(({ session, file }) =>
      typeof file === 'string' ? [] : [[session.id, file.fingerprint] as const],
    ),
  );
}

function namesOf(statuses: readonly SessionStatus[]): string {
  return statuses.map(({ session }) => plain(session.name)).join(', ');
}
