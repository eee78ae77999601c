// What a notice needs of the rest: somebody who is there, the right to say it, and what its buttons do.
import { type LogOutputChannel, commands, l10n, window } from 'vscode';
import { inBackground } from './inBackground.ts';
import { saveSetting } from './saveSetting.ts';

interface NoticeSources {
  readonly log: LogOutputChannel;
  readonly context: { readonly stateFile: string; readonly now: () => number };
  readonly settings: () => {
    readonly notifications: boolean;
    readonly autoRefresh: boolean | undefined;
  };
  readonly turnOnAutoRefresh: () => Promise<void>;
}

/** As `NotifierServices`. */
export function noticeServices({ log, context, settings, turnOnAutoRefresh }: NoticeSources) {
  const isActive = (): boolean => window.state.active;
  return {
    isEnabled: () => settings().notifications,
    isSomebodyThere: () => window.state.focused && isActive(),
    mayOfferRefresh: () => settings().autoRefresh === undefined && isActive(),
    claim: async (key: string) => {
      const { claimNotice } = await import('../aws/awsSdk.ts');
      return claimNotice(context.stateFile, key, context.now());
    },
    run: (command: string, argument?: object) =>
      inBackground(log, command, commands.executeCommand(`ssoSession.${command}`, argument)),
    unawaited: (act: Promise<void>) => inBackground(log, 'a notice', act),
    refreshAlways: () => saveSetting(turnOnAutoRefresh, alwaysRefreshNotSaved()),
  };
}

function alwaysRefreshNotSaved(): string {
  return l10n.t(
    'Always Refresh All could not be saved. Turn on ssoSession.autoRefresh in your user settings.',
  );
}
