// Which session is meant by the verbs that change the AWS config; what they do is loaded when it is needed.
import { l10n, window } from 'vscode';
import type { ConfigServices } from './wizards/addSession.ts';
import { chooseSession, sessionIdIn } from './sessionArgument.ts';

export async function addSession(services: ConfigServices): Promise<void> {
  const wizards = await import('./wizards/wizards.ts');
  await wizards.addSession(services);
}

export async function addProfiles(services: ConfigServices, argument: unknown): Promise<void> {
  const overview = await services.monitor.firstOverview();
  const sessions = overview.sessions.filter(
    ({ session, state }) => session.kind === 'session' && state !== 'misconfigured',
  );
  const question = l10n.t('Which session do you want to add profiles for?');
  const status = await chooseSession(argument, { ...overview, sessions }, question);
  if (status === undefined) return;
  const wizards = await import('./wizards/wizards.ts');
  await wizards.addProfiles(services, status.session.cacheKey);
}

export async function migrateSession(services: ConfigServices, argument: unknown): Promise<void> {
  const overview = await services.monitor.firstOverview();
  const sessions = overview.sessions.filter(({ session }) => session.kind === 'legacy');
  if (sessions.length === 0 && sessionIdIn(argument) === undefined) {
    const sentence = l10n.t('There is no profile with a start URL of its own to migrate.');
    void window.showInformationMessage(sentence);
    return;
  }
  const question = l10n.t('Which session do you want to migrate?');
  const status = await chooseSession(argument, { ...overview, sessions }, question);
  if (status === undefined) return;
  const wizards = await import('./wizards/wizards.ts');
  await wizards.migrateSession(services, status.session);
}

/** From the title of the difference that shows what would change. */
export async function decideOnMigration(agreed: boolean): Promise<void> {
  const wizards = await import('./wizards/wizards.ts');
  wizards.decideOnMigration(agreed);
}
