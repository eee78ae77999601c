// The automatic refresh of a window: by the settings, while VS Code feels somebody, with a word to the log.
import { type LogOutputChannel, window } from 'vscode';
import { errorCode } from '../aws/errorCode.ts';
import type { RefreshContext } from '../aws/refresh.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { plain } from '../words/plain.ts';
import { refreshSentence } from '../words/refreshWords.ts';
import { AutoRefresh } from './autoRefresh.ts';
import type { BusySessions } from './busySessions.ts';
import { inBackground } from './inBackground.ts';
import { outcomeForLog } from './outcomeForLog.ts';
import { sayWithWaysOn, showLog } from './wayOn.ts';

interface AutoRefreshSources {
  readonly log: LogOutputChannel;
  readonly context: RefreshContext;
  readonly busy: BusySessions;
  /** Aborted when the extension stops. */
  readonly signal: AbortSignal;
  /** `autoRefresh` is the person's consent. */
  readonly settings: () => { readonly autoRefresh: boolean | undefined };
}

export function newAutoRefresh(sources: AutoRefreshSources): AutoRefresh {
  return new AutoRefresh({
    isWished: () => sources.settings().autoRefresh === true,
    isSomebodyThere: () => window.state.active,
    refresh: (session) => refreshUnasked(session, sources),
  });
}

async function refreshUnasked(
  { id, name }: ConfiguredSession,
  { context, log, busy, signal }: AutoRefreshSources,
): Promise<void> {
  try {
    const { refresh } = await import('../aws/awsSdk.ts');
    const outcome = await busy.during(id, refresh(id, context, { by: 'timer', signal }));
    log.info(`automatic refresh of ${name}: ${outcomeForLog(outcome)}`);
    // Only this window can save the session: that is worth a word.
    if (outcome.kind === 'notWritten') {
      const sentence = refreshSentence(plain(name), outcome, context.now());
      const said = sayWithWaysOn(window.showWarningMessage, sentence, [showLog()]);
      inBackground(log, 'the end of an automatic refresh', said);
    }
  } catch (error) {
    log.error(`automatic refresh of ${name}: ${errorCode(error)}`);
  }
}
