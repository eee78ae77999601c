// A month of work, minute by minute: what was shown and said, against the truth that only the service knows.
import { deepStrictEqual, ok } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { window } from 'vscode';
import { sessionsToShow } from '../../src/core/statusBarChoice.ts';
import { ExpiryNotifier } from '../../src/views/expiryNotifier.ts';
import { statusBarText } from '../../src/views/statusBarFace.ts';
import { type Hear, liveThroughMonth } from '../support/month/month.ts';
import { inShort, reportOf, summaryOf, written } from '../support/month/report.ts';
import { statusBarWish } from '../support/month/window.ts';

const seeds = process.env['MONTH_SEEDS']?.split(',').map(Number) ?? [1, 12];
const file = join(__dirname, '..', 'simulated-month.txt');

/** Each clock at each threshold, and when it had run down. */
const allEnds = ['token 30', 'token 5', 'token 0', 'signIn 30', 'signIn 5', 'signIn 0'];

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
        glance: ({ sessions, now }) =>
          statusBarText(sessionsToShow(sessions, statusBarWish), new Set(), now),
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
      // Without an end that is known there would be nothing that could be wrong.
      const { knownBy, saidOfClocks, refreshed } = month.judge;
      deepStrictEqual(knownBy, { corp: 'learnt', lab: 'learnt', ops: 'setting' });
      deepStrictEqual([...saidOfClocks].toSorted(), allEnds.toSorted());
      ok(refreshed.person > 5 && refreshed.timer > 50, JSON.stringify(refreshed));
    }).timeout(120_000);
  }
});
