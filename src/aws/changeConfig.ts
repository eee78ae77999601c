// What the extension changes in the AWS config, each one edit.
import {
  type EditRefusal,
  type NewProfile,
  type NewSession,
  appendProfiles,
  appendSession,
} from '../core/configEdit.ts';
import type { Migration } from '../core/migration.ts';
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

/** What a change is worked out from. */
interface ConfigTexts {
  readonly text: string;
  /** '' for one that is not there, or not to be read */
  readonly credentialsText: string;
}

/** For a change that a person is to look at first. Never throws. */
export async function readConfigTexts({
  paths,
}: Pick<EditContext, 'paths'>): Promise<ConfigTexts | NotEdited> {
  const config = await readConfigText(paths.config);
  if ('kind' in config) return config;
  const credentials = await readTextFile(paths.credentials);
  return {
    text: config.text,
    credentialsText: credentials.kind === 'text' ? credentials.text : '',
  };
}

/** Makes the config what a person has agreed to, unless it has changed since. Never throws. */
export function applyMigration(
  context: EditContext,
  before: string,
  { text, line }: Pick<Migration, 'text' | 'line'>,
): Promise<EditOutcome> {
  const refusal: EditRefusal = { code: 'changedMeanwhile' };
  return editConfig(context, (now) => (now === before ? { text, line } : { refusal }));
}
