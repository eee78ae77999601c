// The machine of a simulated month: its token files, what the windows remember together, and the AWS CLI.
import { minuteMs } from '../../../src/core/durations.ts';
import {
  type HistoryEvent,
  type SeenToken,
  type SessionHistory,
  noHistory,
  observed,
  pruned,
  recorded,
} from '../../../src/core/history.ts';
import {
  type RenewalRecord,
  type Snapshot,
  type TokenFile,
  renewalSubject,
} from '../../../src/core/snapshot.ts';
import { type Snooze, lastSignIn, snoozedUntil } from '../../../src/core/snooze.ts';
import type { ConfiguredSession, SsoConfig } from '../../../src/core/ssoConfig.ts';
import type { Issued, MonthService } from './service.ts';

export interface FileOnDisk extends Issued {
  readonly fingerprint: string;
  readonly hasRefreshFields: boolean;
}

/** botocore asks for another token from so long before its end. */
const othersRenewWithinMs = 15 * minuteMs;

export class MonthMachine {
  readonly #config: SsoConfig;
  readonly #service: MonthService;
  readonly #changed: () => void;
  #files = 0;
  readonly files = new Map<string, FileOnDisk>();
  readonly renewals = new Map<string, RenewalRecord>();
  readonly said = new Set<string>();
  readonly snoozes = new Map<string, Snooze>();
  readonly muted = new Set<string>();
  #histories: Record<string, SessionHistory> = {};

  /** `changed` is called when a file has changed that windows watch. */
  constructor(config: SsoConfig, service: MonthService, changed: () => void) {
    this.#config = config;
    this.#service = service;
    this.#changed = changed;
  }

  snapshot(readAt: number): Snapshot {
    return {
      readAt,
      config: this.#config,
      tokens: new Map(Array.from(this.files, ([id, file]) => [id, tokenFileOf(file)])),
      tokenPaths: new Map(),
      endpoints: new Map(),
      endpointProblems: new Map(),
      shared: {
        renewals: new Map(this.renewals),
        clock: undefined,
        histories: new Map(Object.entries(this.#histories)),
        snoozes: new Map(this.snoozes),
        muted: new Set(this.muted),
      },
    };
  }

  write({ id, kind }: ConfiguredSession, issued: Issued): FileOnDisk {
    this.#files += 1;
    const file = {
      ...issued,
      fingerprint: `file ${this.#files}`,
      hasRefreshFields: kind === 'session',
    };
    this.files.set(id, file);
    this.#changed();
    return file;
  }

  remember(session: ConfiguredSession, file: FileOnDisk, record: Omit<RenewalRecord, 'subject'>) {
    const subject = renewalSubject(file.fingerprint, session, '');
    this.renewals.set(session.id, { ...record, subject });
    this.#changed();
  }

  change(id: string, now: number, step: (before: SessionHistory) => SessionHistory): void {
    const before = this.#histories[id] ?? noHistory;
    const after = step(before);
    if (after === before) return;
    this.#histories = pruned({ ...this.#histories, [id]: after }, now);
    this.#changed();
  }

  /** What was done by one of our windows, with the file that it found before. */
  note(
    id: string,
    event: HistoryEvent,
    before?: { readonly file: FileOnDisk; readonly foundAt: number },
  ): void {
    const seen = (history: SessionHistory): SessionHistory =>
      before === undefined
        ? history
        : observed(history, { at: before.foundAt, token: seenTokenOf(before.file) });
    const registrationExpiresAt =
      event.kind === 'signIn' ? this.files.get(id)?.registrationExpiresAt : undefined;
    this.change(id, event.at, (history) => recorded(seen(history), event, registrationExpiresAt));
  }

  /** True once for a key, as `claimNotice`. */
  claim(key: string): boolean {
    if (this.said.has(key)) return false;
    this.said.add(key);
    this.#changed();
    return true;
  }

  /** As `recordSnooze`. */
  snooze(ids: readonly string[], until: number): void {
    for (const id of ids) {
      this.snoozes.set(id, { until, about: lastSignIn(this.#histories[id] ?? noHistory) });
    }
    this.#changed();
  }

  /** Until when nothing may be said of it, ms since the epoch; undefined where no snooze is in force, or was. */
  snoozedUntil(id: string, now: number): number | undefined {
    return snoozedUntil(this.snoozes.get(id), this.#histories[id] ?? noHistory, now);
  }

  silence(change: (state: Pick<MonthMachine, 'muted'>) => void): void {
    change(this);
    this.#changed();
  }

  /** A command of the AWS CLI: whether it found a token to work with, or asks for `aws sso login`. */
  useCli(session: ConfiguredSession, now: number): 'worked' | 'failed' | 'loginNeeded' {
    const file = this.files.get(session.id);
    if (file === undefined) return 'loginNeeded';
    const isLive = now < file.expiresAt;
    if (!file.hasRefreshFields) return isLive ? 'worked' : 'loginNeeded';
    if (file.expiresAt - now > othersRenewWithinMs) return 'worked';
    const answer = this.#service.renew(file, now);
    if (typeof answer === 'object') this.write(session, answer);
    if (typeof answer === 'object' || isLive) return 'worked';
    return answer === 'invalid_grant' ? 'loginNeeded' : 'failed';
  }

  logInByCli(session: ConfiguredSession, now: number): boolean {
    if (!this.#service.isReachable(now)) return false;
    this.write(session, this.#service.signIn(session.name, 'others', now));
    return true;
  }
}

function seenTokenOf(file: FileOnDisk): SeenToken {
  const { fingerprint, expiresAt, hasRefreshFields } = file;
  const registrationExpiresAt = hasRefreshFields ? file.registrationExpiresAt : undefined;
  return { fingerprint, expiresAt, registrationExpiresAt, hasRefreshFields };
}

function tokenFileOf(file: FileOnDisk): TokenFile {
  const { fingerprint, ...facts } = seenTokenOf(file);
  return {
    kind: 'token',
    fingerprint,
    facts: { ...facts, region: undefined, startUrl: undefined },
  };
}
