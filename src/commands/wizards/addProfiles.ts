// Profiles for the roles of a session: signed in first if need be, listed, picked, named, written.
import { ProgressLocation, commands, l10n, window } from 'vscode';
import type { AccountRoles, RolesOutcome } from '../../aws/listRoles.ts';
import { type NewProfile, sessionCalled } from '../../core/configEdit.ts';
import { notListedReason, profilesSentence } from '../../words/configEditWords.ts';
import { plain } from '../../words/plain.ts';
import type { WayOn } from '../wayOn.ts';
import {
  editForLog,
  isConfigSaved,
  openConfigAt,
  tell,
  tellFailure,
  tellNotEdited,
} from './configMessages.ts';
import { askInTurn } from './questions.ts';
import type { ConfigServices } from './addSession.ts';
import { type ProfilesInput, askNames, askRoles } from './profileQuestions.ts';

/** `addedAt` is the line of a session that has just been written: whoever leaves is told of it. */
export async function addProfiles(
  services: ConfigServices,
  sessionName: string,
  addedAt?: number,
): Promise<void> {
  const name = plain(sessionName);
  const sessionId = `session:${sessionName}`;
  const again = {
    title: l10n.t('Add Profiles'),
    command: 'ssoSession.addProfiles',
    argument: { sessionId },
  };
  const leave = (): void => {
    if (addedAt === undefined) return;
    const place = { file: 'config', line: addedAt } as const;
    tell(l10n.t('{0} is in the AWS config, without profiles.', name), again, openConfigAt(place));
  };
  const outcome = await listSignedIn(services, sessionId, sessionName);
  // Why somebody is not signed in has been said by the sign-in.
  if (outcome.kind === 'cancelled' || outcome.kind === 'signedOut') {
    leave();
    return;
  }
  if (outcome.kind !== 'listed') {
    const sentence = l10n.t('{0}: accounts not listed: {1}', name, notListedReason(outcome));
    tellFailure(sentence, wayOnFrom(outcome, again));
    return;
  }
  if (outcome.accounts.length === 0) {
    const sentence = l10n.t(
      '{0} has no accounts for you. Ask who manages IAM Identity Center.',
      name,
    );
    tell(sentence, again);
    return;
  }
  if (!(await addPicked(services, sessionName, outcome.accounts))) leave();
}

function wayOnFrom(outcome: RolesOutcome, again: WayOn): WayOn {
  if (outcome.kind === 'failing') return { ...again, title: l10n.t('List Again') };
  if (outcome.kind !== 'badEndpoint') return openConfigAt(undefined);
  const { where } = outcome.problem;
  return openConfigAt(where.kind === 'config' ? { file: 'config', line: where.line } : undefined);
}

async function listSignedIn(
  services: ConfigServices,
  sessionId: string,
  name: string,
): Promise<RolesOutcome> {
  const { sessions = [] } = services.monitor.overview ?? {};
  const status = sessions.find(({ session }) => session.id === sessionId);
  // No browser is needed for that; whatever comes in its way, the sign-in is next.
  if (status?.state === 'renewable') {
    await commands.executeCommand('ssoSession.refresh', { sessionId });
  }
  const outcome = await listWithProgress(services, sessionId, name);
  if (outcome.kind !== 'signedOut') return outcome;
  const isSignedIn = await commands.executeCommand('ssoSession.signIn', { sessionId });
  return isSignedIn === false ? outcome : await listWithProgress(services, sessionId, name);
}

async function listWithProgress(
  { context, log }: ConfigServices,
  sessionId: string,
  name: string,
): Promise<RolesOutcome> {
  const { listRoles } = await import('../../aws/awsSdk.ts');
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Listing the accounts of {0}', plain(name)),
    cancellable: true,
  };
  return window.withProgress(options, async (progress, cancellation) => {
    const controller = new AbortController();
    cancellation.onCancellationRequested(() => controller.abort());
    const say = (done: number, total: number): void => {
      const message = l10n.t('{0} of {1}', done, total);
      progress.report({ message, increment: done === 0 ? 0 : 100 / total });
    };
    const outcome = await listRoles(sessionId, context, say, controller.signal);
    log.info(`listing the accounts of ${name}: ${outcome.kind}`);
    return outcome;
  });
}

/** False when the person left, or picked none. */
async function addPicked(
  { context, log }: ConfigServices,
  sessionName: string,
  accounts: readonly AccountRoles[],
): Promise<boolean> {
  const awsSdk = await import('../../aws/awsSdk.ts');
  const { config, credentials, sso } = await awsSdk.readConfig(context.paths, true);
  const session = sessionCalled(sessionName, sso);
  if (session === undefined) return false;
  const existing = { config, credentials, sessions: sso.sessions, session };
  const title = l10n.t('Profiles for {0}', sessionName);
  const input = await askInTurn<ProfilesInput>(
    title,
    { picked: [], names: new Map(), region: '' },
    [askRoles(accounts, existing), askNames(existing)],
  );
  if (input === undefined || input.picked.length === 0) return false;
  if (!(await isConfigSaved(context.paths))) return false;
  const profiles = profilesFrom(input, sessionName);
  const outcome = await awsSdk.addProfiles(context, profiles);
  log.info(`adding ${profiles.length} profiles of ${sessionName}: ${editForLog(outcome)}`);
  if (outcome.kind !== 'edited') {
    tellNotEdited(outcome);
    return true;
  }
  const place = { file: 'config', line: outcome.line } as const;
  const names = profiles.map((profile) => profile.name);
  tell(profilesSentence(names, sessionName), openConfigAt(place));
  return true;
}

function profilesFrom(
  { picked, names, region }: ProfilesInput,
  sessionName: string,
): readonly NewProfile[] {
  return picked.map((choice) => ({
    name: names.get(choice) ?? '',
    sessionName,
    accountId: choice.accountId,
    roleName: choice.roleName,
    ...(region !== '' && { region }),
  }));
}
