// The standing wish: tokens are renewed before they end while somebody is at work, never with a browser.
import type { Overview } from '../core/overview.ts';
import {
  attemptIntervalMs,
  automaticRefreshAt,
  nextAutomaticRefresh,
} from '../core/renewalPlan.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';

interface AutoRefreshServices {
  /** By the person's consent. */
  readonly isWished: () => boolean;
  readonly isSomebodyThere: () => boolean;
  /** Never rejects. */
  readonly refresh: (session: ConfiguredSession) => Promise<void>;
}

export class AutoRefresh {
  readonly #services: AutoRefreshServices;
  readonly #jitter: number;
  readonly #running = new Set<string>();
  /** What was not even sent is in no record that would hold back the next try. */
  readonly #triedAt = new Map<string, number>();

  /** `jitter` is from 0 to 1: windows that start together must not try together. */
  constructor(services: AutoRefreshServices, jitter = Math.random()) {
    this.#services = services;
    this.#jitter = jitter;
  }

  render({ sessions, now }: Overview): void {
    const { isWished, isSomebodyThere } = this.#services;
    // Nobody's sessions are not kept alive.
    if (!isWished() || !isSomebodyThere()) return;
    for (const status of sessions) {
      const { id } = status.session;
      const dueAt = automaticRefreshAt(status, now, this.#jitter);
      if (dueAt === undefined || dueAt > now || this.#running.has(id)) continue;
      if (Math.abs(now - (this.#triedAt.get(id) ?? -Infinity)) < attemptIntervalMs) continue;
      this.#triedAt.set(id, now);
      void this.#refresh(status.session);
    }
  }

  /** The next instant that is worth a look, ms since the epoch; undefined when none is. */
  nextDue(overview: Overview): number | undefined {
    return this.#services.isWished() ? nextAutomaticRefresh(overview, this.#jitter) : undefined;
  }

  async #refresh(session: ConfiguredSession): Promise<void> {
    this.#running.add(session.id);
    await this.#services.refresh(session);
    this.#running.delete(session.id);
  }
}
