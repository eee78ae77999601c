// What the extension changes in the AWS config, each one edit.
import {
  type EditRefusal,
  type NewProfile,
  type NewSession,
  appendProfiles,
  appendSession,
} from '../core/configEdit.ts';
import { type Migration, migrateSession } from '../core/migration.ts';
import {
  type EditContext,
  type EditOutcome,
  type NotEdited,
  editConfig,
  readConfigText,
} from './editConfig.ts';
import { readTextFile } from './readFile.ts';

/** Appends `[sso-session NAME]`. Never throws. */
export function addSession(context: EditContext, session: NewSession): Promise<EditOutcome> {
  return editConfig(context, (text) => appendSession(text, session));
}

/** Appends a `[profile NAME]` each: all, or none. Never throws. */
export function addProfiles(
  context: EditContext,
  profiles: readonly NewProfile[],
): Promise<EditOutcome> {
  return editConfig(context, (text, credentials) => appendProfiles(text, profiles, credentials));
}

/** A migration that a person is to look at, and the text that it changes. */
export interface MigrationProposal extends Migration {
  readonly before: string;
}

/** What migrating the legacy session with this id would come to. Never throws. */
export async function proposeMigration(
  { paths }: Pick<EditContext, 'paths'>,
  sessionId: string,
  name: string,
): Promise<MigrationProposal | NotEdited> {
  const config = await readConfigText(paths.config);
  if ('kind' in config) return config;
  const aside = await readTextFile(paths.credentials);
  const credentials = aside.kind === 'text' ? aside.text : '';
  const migration = migrateSession(config.text, credentials, sessionId, name);
  if ('refusal' in migration) return { kind: 'refused', refusal: migration.refusal };
  return { ...migration, before: config.text };
}

/** Makes the text what the person has seen, unless it has changed since. Never throws. */
export function applyMigration(
  context: EditContext,
  { before, text, line }: MigrationProposal,
): Promise<EditOutcome> {
  const refusal: EditRefusal = { code: 'changedMeanwhile' };
  return editConfig(context, (now) => (now === before ? { text, line } : { refusal }));
}
