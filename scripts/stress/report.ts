// What a stress run came to, as an object and as a sentence.
import type { Call } from '../../test/support/identityCenter/calls.ts';
import type { Round, StressOptions } from './conductor.ts';
import { jsSdkApp } from './otherTools.ts';
import type { Participant } from './participant.ts';

type Tool = 'windows' | 'botocore' | 'JS SDK';

export interface StressReport {
  readonly seed: number;
  readonly windows: number;
  readonly withOthers: boolean;
  readonly expiries: number;
  /** Of the grant type refresh_token, by whomever. */
  readonly createTokenCalls: number;
  readonly invalidGrants: number;
  /** Rounds after which no live token was in the file and none could be had without a browser. */
  readonly lostSessions: number;
  /** Looks at which a window showed a session as lost that was not. */
  readonly falseAlarms: number;
  readonly falseAlarmStates: Readonly<Record<string, number>>;
  readonly byTool: Readonly<Record<Tool, { calls: number; renewals: number; refusals: number }>>;
  /** How the refreshes of all windows ended. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly byProcess: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly seconds: number;
}

export function reportOf({
  options,
  rounds,
  calls,
  participants,
  seconds,
}: {
  readonly options: StressOptions;
  readonly rounds: readonly Round[];
  readonly calls: readonly Call[];
  readonly participants: readonly Participant[];
  readonly seconds: number;
}): StressReport {
  const renewals = calls.filter(({ grantType }) => grantType === 'refresh_token');
  const falseAlarms = rounds.filter(({ isLost }) => !isLost).flatMap(({ alarms }) => alarms);
  const byTool = (tool: Tool) => {
    const own = renewals.filter((call) => toolOf(call) === tool);
    return {
      calls: own.length,
      renewals: own.filter(({ status }) => status === 200).length,
      refusals: own.filter(({ error }) => error === 'invalid_grant').length,
    };
  };
  return {
    seed: options.seed,
    windows: options.processes,
    withOthers: options.withOthers,
    expiries: rounds.length,
    createTokenCalls: renewals.length,
    invalidGrants: renewals.filter(({ error }) => error === 'invalid_grant').length,
    lostSessions: rounds.filter(({ isLost }) => isLost).length,
    falseAlarms: falseAlarms.length,
    falseAlarmStates: Object.fromEntries(
      [...new Set(falseAlarms)].map((state) => [
        state,
        falseAlarms.filter((other) => other === state).length,
      ]),
    ),
    byTool: {
      windows: byTool('windows'),
      botocore: byTool('botocore'),
      'JS SDK': byTool('JS SDK'),
    },
    outcomes: outcomesOf(participants.slice(0, options.processes)),
    byProcess: Object.fromEntries(participants.map(({ name, counts }) => [name, counts])),
    seconds: Math.round(seconds * 10) / 10,
  };
}

function outcomesOf(windows: readonly Participant[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { counts } of windows) {
    for (const [what, times] of Object.entries(counts)) {
      if (what !== 'looks') sums[what] = (sums[what] ?? 0) + times;
    }
  }
  return sums;
}

/** What must hold whoever takes part, and what must hold among our own windows alone. */
export function isGood(report: StressReport): boolean {
  const { lostSessions, falseAlarms, withOthers, createTokenCalls, expiries } = report;
  const isSafe = lostSessions === 0 && falseAlarms === 0;
  return isSafe && (withOthers || (createTokenCalls === expiries && report.invalidGrants === 0));
}

export function sentenceOf(report: StressReport): string {
  const { windows, withOthers, expiries, createTokenCalls, invalidGrants } = report;
  const who = `${windows} windows${withOthers ? ', botocore and the AWS SDK for JavaScript' : ''}`;
  return (
    `${who} met ${expiries} expiries of one session with ${createTokenCalls} CreateToken calls:` +
    ` ${invalidGrants} answered invalid_grant, ${report.lostSessions} sessions lost,` +
    ` ${report.falseAlarms} false alarms; ${report.seconds} s (seed ${report.seed}).`
  );
}

function toolOf({ userAgent }: Call): Tool {
  if (userAgent.startsWith('Botocore/')) return 'botocore';
  return userAgent.includes(`app/${jsSdkApp}`) ? 'JS SDK' : 'windows';
}
