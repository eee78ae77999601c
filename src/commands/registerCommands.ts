// What a person can ask for, by the ids of package.json; what it does is loaded when it is needed.
import { commands, Disposable } from 'vscode';
import type { AwsPaths } from '../aws/paths.ts';
import type { StatusBarWish } from '../core/statusBarChoice.ts';
import type { TimelinePanel } from '../views/timelinePanel.ts';
import type { PinServices } from './pinSession.ts';
import type { RefreshServices } from './refreshSession.ts';
import type { SilenceServices } from './silenceSession.ts';
import type { SignInServices } from './signIn.ts';
import type * as Verbs from './verbs.ts';

type Verb = (verbs: typeof Verbs, argument: unknown, selected: unknown) => unknown;

export function registerCommands(
  services: RefreshServices &
    SignInServices &
    SilenceServices &
    PinServices & {
      readonly settings: () => StatusBarWish;
      readonly timeline: Pick<TimelinePanel, 'show'>;
    },
  paths: AwsPaths,
): Disposable {
  const { monitor, log, timeline } = services;
  const verbs: Readonly<Record<string, Verb>> = {
    'ssoSession.refresh': (does, argument, selected) =>
      does.refreshSession(services, argument, selected),
    'ssoSession.refreshAll': (does) => does.refreshAllSessions(services),
    'ssoSession.signIn': (does, argument) => does.signIn(services, argument),
    // For links in a message alone: VS Code lists nothing that begins like this.
    '_ssoSession.copySignInLink': (does, argument) => does.copySignInLink(argument),
    '_ssoSession.signInWithCode': (does, argument) => does.signInWithCode(argument),
    'ssoSession.signOut': (does, argument) => does.signOutSession(services, argument),
    'ssoSession.signOutAll': (does) => does.signOutAllSessions(services),
    'ssoSession.addSession': (does) => does.addSession(services),
    'ssoSession.addProfiles': (does, argument) => does.addProfiles(services, argument),
    'ssoSession.migrate': (does, argument) => does.migrateSession(services, argument),
    'ssoSession.applyMigration': (does) => does.decideOnMigration(true),
    'ssoSession.discardMigration': (does) => does.decideOnMigration(false),
    'ssoSession.snooze': (does, argument, selected) =>
      does.snoozeSessions(services, argument, selected),
    'ssoSession.mute': (does, argument, selected) =>
      does.muteSessions(services, argument, selected),
    'ssoSession.unmute': (does, argument, selected) =>
      does.unmuteSessions(services, argument, selected),
    'ssoSession.pin': (does, argument) => does.pinSession(services, argument),
    'ssoSession.unpin': (does) => does.unpinSession(services),
    'ssoSession.showSessions': (does) => does.showSessions(monitor, services.settings),
    'ssoSession.openConfig': (does, argument) => does.openConfig(monitor, paths, argument),
  };
  const run =
    (verb: Verb) =>
    async (argument: unknown, selected: unknown): Promise<unknown> =>
      verb(await import('./verbs.ts'), argument, selected);
  return Disposable.from(
    ...Object.entries(verbs).map(([id, verb]) => commands.registerCommand(id, run(verb))),
    commands.registerCommand('ssoSession.showTimeline', () => timeline.show()),
    commands.registerCommand('ssoSession.showLog', () => log.show()),
  );
}
