// The standing wish: tokens are renewed before they end while somebody is at work, never with a browser.
import { type LogOutputChannel, window } from 'vscode';
import { errorCode } from '../aws/errorCode.ts';
import type { RefreshContext } from '../aws/refresh.ts';
import type { Overview } from '../core/overview.ts';
import {
  attemptIntervalMs,
  automaticRefreshAt,
  nextAutomaticRefresh,
} from '../core/renewalPlan.ts';
import { plain } from '../words/plain.ts';
import { refreshSentence } from '../words/refreshWords.ts';
import type { BusySessions } from './busySessions.ts';
import { outcomeForLog } from './outcomeForLog.ts';

export interface AutoRefreshServices {
  readonly log: LogOutputChannel;
  readonly context: RefreshContext;
  readonly busy: BusySessions;
  /** Aborted when the extension stops. */
  readonly signal: AbortSignal;
  /** `autoRefresh` is the person's consent. */
  readonly settings: () => { readonly autoRefresh: boolean | undefined };
}

export class AutoRefresh {
  readonly #services: AutoRefreshServices;
  /** Windows that start together must not try together. */
  readonly #jitter = Math.random();
  readonly #running = new Set<string>();
  /** What was not even sent is in no record that would hold back the next try. */
  readonly #triedAt = new Map<string, number>();

  constructor(services: AutoRefreshServices) {
    this.#services = services;
  }

  render({ sessions, now }: Overview): void {
    // Nobody's sessions are not kept alive.
    if (!this.#isWished() || !window.state.active) return;
    for (const status of sessions) {
      const { id, name } = status.session;
      const dueAt = automaticRefreshAt(status, now, this.#jitter);
      if (dueAt === undefined || dueAt > now || this.#running.has(id)) continue;
      if (Math.abs(now - (this.#triedAt.get(id) ?? -Infinity)) < attemptIntervalMs) continue;
      this.#triedAt.set(id, now);
      void this.#refresh(id, name);
    }
  }

  /** The next instant that is worth a look, ms since the epoch; undefined when none is. */
  nextDue(overview: Overview): number | undefined {
    return this.#isWished() ? nextAutomaticRefresh(overview, this.#jitter) : undefined;
  }

  #isWished(): boolean {
    return this.#services.settings().autoRefresh === true;
  }

  async #refresh(id: string, name: string): Promise<void> {
    const { context, log, busy, signal } = this.#services;
    this.#running.add(id);
    try {
      const { refresh } = await import('../aws/awsSdk.ts');
      const outcome = await busy.during(id, refresh(id, context, { by: 'timer', signal }));
      log.info(`automatic refresh of ${name}: ${outcomeForLog(outcome)}`);
      // Only this window can save the session: that is worth a word.
      if (outcome.kind === 'notWritten') {
        void window.showWarningMessage(refreshSentence(plain(name), outcome, context.now()));
      }
    } catch (error) {
      log.error(`automatic refresh of ${name}: ${errorCode(error)}`);
    } finally {
      this.#running.delete(id);
    }
  }
}
