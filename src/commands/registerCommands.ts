// What a person can ask for, by the ids of package.json.
import { commands, Disposable } from 'vscode';
import type { AwsPaths } from '../aws/paths.ts';
import type { StatusBarWish } from '../core/statusBarChoice.ts';
import { addProfiles, addSession, decideOnMigration, migrateSession } from './configVerbs.ts';
import { openConfig } from './openConfig.ts';
import { type PinServices, pinSession, unpinSession } from './pinSession.ts';
import { type RefreshServices, refreshAllSessions, refreshSession } from './refreshSession.ts';
import {
  type SilenceServices,
  muteSessions,
  snoozeSessions,
  unmuteSessions,
} from './silenceSession.ts';
import { type SignInServices, copySignInLink, signIn, signInWithCode } from './signIn.ts';
import { showSessions } from './showSessions.ts';
import { signOutAllSessions, signOutSession } from './signOut.ts';

export function registerCommands(
  services: RefreshServices &
    SignInServices &
    SilenceServices &
    PinServices & { readonly settings: () => StatusBarWish },
  paths: AwsPaths,
): Disposable {
  const { monitor, log } = services;
  const verbs: Readonly<Record<string, (argument: unknown, selected: unknown) => unknown>> = {
    'ssoSession.refresh': (argument, selected) => refreshSession(services, argument, selected),
    'ssoSession.refreshAll': () => refreshAllSessions(services),
    'ssoSession.signIn': (argument) => signIn(services, argument),
    // For links in a message alone: VS Code lists nothing that begins like this.
    '_ssoSession.copySignInLink': (argument) => copySignInLink(argument),
    '_ssoSession.signInWithCode': (argument) => signInWithCode(argument),
    'ssoSession.signOut': (argument) => signOutSession(services, argument),
    'ssoSession.signOutAll': () => signOutAllSessions(services),
    'ssoSession.addSession': () => addSession(services),
    'ssoSession.addProfiles': (argument) => addProfiles(services, argument),
    'ssoSession.migrate': (argument) => migrateSession(services, argument),
    'ssoSession.applyMigration': () => decideOnMigration(true),
    'ssoSession.discardMigration': () => decideOnMigration(false),
    'ssoSession.snooze': (argument, selected) => snoozeSessions(services, argument, selected),
    'ssoSession.mute': (argument, selected) => muteSessions(services, argument, selected),
    'ssoSession.unmute': (argument, selected) => unmuteSessions(services, argument, selected),
    'ssoSession.pin': (argument) => pinSession(services, argument),
    'ssoSession.unpin': () => unpinSession(services),
    'ssoSession.showSessions': () => showSessions(monitor, services.settings),
    'ssoSession.openConfig': (argument) => openConfig(monitor, paths, argument),
    'ssoSession.showLog': () => log.show(),
  };
  return Disposable.from(
    ...Object.entries(verbs).map(([id, verb]) => commands.registerCommand(id, verb)),
  );
}
