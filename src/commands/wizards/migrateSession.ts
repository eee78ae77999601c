// Migrate to sso-session: ask for the name, show the difference, and change the AWS config when it is agreed to.
import { l10n } from 'vscode';
import type { NotEdited } from '../../aws/editConfig.ts';
import { type Migration, migrateSession as migrate } from '../../core/migration.ts';
import type { SessionState } from '../../core/overview.ts';
import type { ConfiguredSession } from '../../core/ssoConfig.ts';
import { suggestSessionName } from '../../core/suggestedNames.ts';
import { profilesSentence, refusalSentence } from '../../words/configEditWords.ts';
import { plain } from '../../words/plain.ts';
import { inARow } from '../../words/sentences.ts';
import type { ConfigServices } from './addSession.ts';
import { portability } from './sessionQuestions.ts';
import { editForLog, isConfigSaved, openConfigAt, tell, tellNotEdited } from './configMessages.ts';
import { isAgreedTo } from './migrationReview.ts';
import { type Remark, askText } from './questions.ts';

export async function migrateSession(
  services: ConfigServices,
  legacy: ConfiguredSession,
): Promise<void> {
  const { context, log } = services;
  if (!(await isConfigSaved(context.paths))) return;
  const awsSdk = await import('../../aws/awsSdk.ts');
  const [{ sso }, texts] = await Promise.all([
    awsSdk.readConfig(context.paths, true),
    awsSdk.readConfigTexts(context),
  ]);
  if ('kind' in texts) {
    tellNotEdited(texts);
    return;
  }
  const propose = (name: string): ReturnType<typeof migrate> =>
    migrate(texts.text, texts.credentialsText, legacy.id, name);
  const suggested = suggestSessionName(sso, legacy);
  // What is in the way whatever the name is had better be said before anything is asked.
  const first = propose(suggested);
  if ('refusal' in first) {
    tellNotEdited({ kind: 'refused', refusal: first.refusal });
    return;
  }
  const name = await askName(suggested, propose);
  const migration = name === undefined ? undefined : propose(name);
  if (name === undefined || migration === undefined || 'refusal' in migration) return;
  const profiles = migration.profiles.map(plain).join(', ');
  const question = (apply: string): string =>
    l10n.t(
      'Migrate {0} to the session {1}? Look at the difference, then {2}. A backup of the config is kept.',
      profiles,
      plain(name),
      apply,
    );
  if (!(await isAgreedTo(question, context.paths.config, migration))) return;
  if (!(await isConfigSaved(context.paths))) return;
  const wasSignedIn = stateOf(services, legacy.id) === 'active';
  const outcome = await awsSdk.applyMigration(context, texts.text, migration);
  log.info(`migrating ${legacy.name} to ${name}: ${editForLog(outcome)}`);
  if (outcome.kind === 'edited') await tellMigrated(services, name, migration, wasSignedIn);
  else tellNot(outcome, legacy);
}

function stateOf({ monitor }: ConfigServices, sessionId: string): SessionState | undefined {
  return monitor.overview?.sessions.find(({ session }) => session.id === sessionId)?.state;
}

async function askName(
  suggested: string,
  propose: (name: string) => ReturnType<typeof migrate>,
): Promise<string | undefined> {
  const remarkOn = (typed: string): Remark | undefined => {
    const result = propose(typed);
    if ('refusal' in result)
      return { severity: 'error', sentence: refusalSentence(result.refusal) };
    if (!result.isReused) return portability('ssoSession', typed);
    const sentence = l10n.t('This session is there already, for the same start URL. It is used.');
    return { severity: 'info', sentence };
  };
  const { go, said } = await askText(
    {
      value: suggested,
      prompt: l10n.t('The name of the session that its profiles will use.'),
      placeholder: suggested,
      remarkOn,
      whenEmpty: l10n.t('Enter a name.'),
    },
    { title: l10n.t('Migrate to sso-session'), hasBack: false },
  );
  return go === 'on' ? said : undefined;
}

/** A token for the start URL has no row any more, where it could be signed out of. */
async function tellMigrated(
  services: ConfigServices,
  name: string,
  { profiles, line }: Migration,
  wasSignedIn: boolean,
): Promise<void> {
  await services.monitor.reload();
  const sessionId = `session:${name}`;
  const state = stateOf(services, sessionId);
  const openConfig = openConfigAt({ file: 'config', line });
  const done = profilesSentence(profiles, name);
  const left = wasSignedIn
    ? [l10n.t('Other tools that use the start URL stay signed in until the old sign-in ends.')]
    : [];
  if (state === 'active' || state === 'renewable') {
    tell(inARow([done, ...left]), openConfig);
    return;
  }
  const signIn = {
    title: l10n.t('Sign In'),
    command: 'ssoSession.signIn',
    argument: { sessionId },
  };
  const once = l10n.t('Sign in once more: from then on it can be refreshed.');
  tell(inARow([done, once, ...left]), signIn, openConfig);
}

function tellNot(outcome: NotEdited, { id }: ConfiguredSession): void {
  if (outcome.kind !== 'refused' || outcome.refusal.code !== 'changedMeanwhile') {
    tellNotEdited(outcome);
    return;
  }
  tellNotEdited(outcome, {
    title: l10n.t('Migrate Again'),
    command: 'ssoSession.migrate',
    argument: { sessionId: id },
  });
}
