// A month of work, minute by minute: what was shown and said, against the truth that only the service knows.
import { deepStrictEqual, ok } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { window } from 'vscode';
import type { Overview } from '../../src/core/overview.ts';
import { sessionsToShow } from '../../src/core/statusBarChoice.ts';
import { statusIcon } from '../../src/core/statusIcon.ts';
import { ExpiryNotifier } from '../../src/views/expiryNotifier.ts';
import { glanceBesideIcon } from '../../src/words/sessionWords.ts';
import { type Hear, liveThroughMonth } from '../support/month/month.ts';
import { inShort, reportOf, summaryOf, written } from '../support/month/report.ts';

const seeds = process.env['MONTH_SEEDS']?.split(',').map(Number) ?? [1, 12];
const file = join(__dirname, '..', 'simulated-month.txt');

/** As the status bar has it. */
function glance({ sessions, now }: Overview): string {
  return sessionsToShow(sessions, { show: 'mostUrgent', pinnedSession: '' })
    .map((status) =>
      `$(${statusIcon(status)}) ${status.session.name} ${glanceBesideIcon(status, now)}`.trimEnd(),
    )
    .join('  ');
}

describe('a simulated month', () => {
  const warn = window.showWarningMessage;
  const inform = window.showInformationMessage;
  const reports: string[] = [];
  let hear: Hear = () => Promise.resolve(undefined);

  const say = (method: 'showWarningMessage' | 'showInformationMessage', value: unknown): void => {
    Object.defineProperty(window, method, { value, configurable: true, writable: true });
  };

  // Nobody is here to read a month's messages: the person of the month hears them, and picks.
  before(() => {
    const saying =
      (isQuiet: boolean) =>
      (sentence: string, ...buttons: readonly string[]) =>
        hear(sentence, isQuiet, buttons);
    say('showWarningMessage', saying(false));
    say('showInformationMessage', saying(true));
  });

  after(() => {
    say('showWarningMessage', warn);
    say('showInformationMessage', inform);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, reports.join('\n'));
  });

  for (const seed of seeds) {
    it(`is one of true words, said once and in time: ${seed}`, async () => {
      const month = await liveThroughMonth(seed, {
        makeVoice: (services) => new ExpiryNotifier(services),
        glance,
        listen: (next) => {
          hear = next;
        },
      });
      reports.push(...reportOf(seed, month));
      if (seed === seeds[0]) {
        const { glances, messages } = month;
        console.log(['The status bar on one day:', ...inShort(glances)].join('\n'));
        console.log(['What was said:', ...messages.map(written)].join('\n'));
      }
      console.log([`Month ${seed}:`, ...summaryOf(month)].join('\n'));
      deepStrictEqual(month.faults, []);
      ok(month.messages.length > 20);
    }).timeout(120_000);
  }
});
