// The machine of a simulated month: its token files, what the windows remember together by the product's own
// rules, and the AWS CLI.
import {
  type StateChange,
  sharedStateOf,
  withNotice,
  withoutOld,
} from '../../../src/aws/stateChanges.ts';
import { nothingKnown } from '../../../src/aws/stateSchema.ts';
import { minuteMs } from '../../../src/core/durations.ts';
import { type SeenToken, noHistory } from '../../../src/core/history.ts';
import type { Snapshot, TokenFile } from '../../../src/core/snapshot.ts';
import { snoozedUntil } from '../../../src/core/snooze.ts';
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
  /** As state.json has it. */
  #state = nothingKnown;
  #shared = sharedStateOf(nothingKnown);

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
      shared: this.#shared,
    };
  }

  /** What windows remember together. */
  get shared(): Snapshot['shared'] {
    return this.#shared;
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

  /** As `changeState`; `now` is ms since the epoch. */
  change(now: number, step: StateChange): void {
    const next = step(this.#state);
    if (next === this.#state) return;
    this.#state = withoutOld(next, now);
    this.#shared = sharedStateOf(this.#state);
    this.#changed();
  }

  /** As `claimNotice`. */
  claim(key: string, now: number): boolean {
    const before = this.#state;
    this.change(now, withNotice(key, now));
    return this.#state !== before;
  }

  /** Until when nothing may be said of it, ms since the epoch; undefined where no snooze is in force, or was. */
  snoozedUntil(id: string, now: number): number | undefined {
    const { snoozes, histories } = this.#shared;
    return snoozedUntil(snoozes.get(id), histories.get(id) ?? noHistory, now);
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

/** What the history of its session may know. */
export function seenTokenOf(file: FileOnDisk): SeenToken {
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
