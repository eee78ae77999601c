// Add Session: ask, write it into the AWS config, then go on to its profiles.
import { type LogOutputChannel, l10n } from 'vscode';
import type { EditContext } from '../../aws/editConfig.ts';
import type { PortalContext } from '../../aws/listRoles.ts';
import type { NewSession } from '../../core/configEdit.ts';
import { readScopes, readStartUrl } from '../../core/newSessionInput.ts';
import { defaultScopes } from '../../core/scopes.ts';
import type { SessionMonitor } from '../../sessionMonitor.ts';
import { editForLog, isConfigSaved, tellNotEdited } from './configMessages.ts';
import { askInTurn } from './questions.ts';
import { addProfiles } from './addProfiles.ts';
import {
  type SessionInput,
  askName,
  askRegion,
  askScopes,
  askStartUrl,
} from './sessionQuestions.ts';

export interface ConfigServices {
  readonly monitor: SessionMonitor;
  readonly log: LogOutputChannel;
  readonly context: EditContext & PortalContext;
}

export async function addSession(services: ConfigServices): Promise<void> {
  const { context, monitor, log } = services;
  if (!(await isConfigSaved(context.paths))) return;
  const awsSdk = await import('../../aws/awsSdk.ts');
  const { config, sso } = await awsSdk.readConfig(context.paths, false);
  const known = { name: '', startUrl: '', region: '', scopes: defaultScopes.join(', ') };
  const input = await askInTurn<SessionInput>(l10n.t('Add Session'), known, [
    askName(config),
    askStartUrl(sso.sessions),
    askRegion(sso.sessions),
    askScopes(),
  ]);
  // Somebody may have looked something up there, and changed it.
  if (input === undefined || !(await isConfigSaved(context.paths))) return;

  const session = sessionFrom(input);
  const outcome = await awsSdk.addSession(context, session);
  log.info(`adding session ${session.name}: ${editForLog(outcome)}`);
  if (outcome.kind !== 'edited') {
    tellNotEdited(outcome);
    return;
  }
  // The sign-in looks for the session in what was read last.
  await monitor.reload();
  await addProfiles(services, session.name, outcome.line);
}

function sessionFrom({ name, startUrl, region, scopes }: SessionInput): NewSession {
  const read = readStartUrl(startUrl);
  return {
    name,
    startUrl: 'url' in read ? read.url : startUrl,
    region,
    scopes: readScopes(scopes) ?? defaultScopes,
  };
}
