import { deepStrictEqual, doesNotMatch, match, notStrictEqual } from 'node:assert';
import { type Tab, commands, window } from 'vscode';
import { hourMs, minuteMs } from '../../src/core/durations.ts';
import { timelineMain, timelinePage } from '../../src/views/timelinePage.ts';
import { upcoming } from '../../src/words/timelineWords.ts';
import { now, sessionNamed, statusOf } from '../support/overviewBuilder.ts';
import { eventually } from './eventually.ts';

const tabs = (): readonly Tab[] =>
  window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ label }) => label === 'Session Timeline');

const show = (): Thenable<unknown> => commands.executeCommand('ssoSession.showTimeline');

describe('the timeline', () => {
  it('has one tab, that can be closed and opened again', async () => {
    await show();
    await show();
    await eventually(() => deepStrictEqual(tabs().length, 1));
    await window.tabGroups.close(tabs());
    await eventually(() => deepStrictEqual(tabs().length, 0));
    await show();
    await eventually(() => deepStrictEqual(tabs().length, 1));
    await window.tabGroups.close(tabs());
  });

  it('lets no name of a session become HTML', () => {
    const name = `<img src=x onerror=alert(1)>"'`;
    const events = [{ at: now - hourMs, kind: 'signIn', expiresAt: now + hourMs } as const];
    const status = statusOf({ session: sessionNamed(name), history: { events } });
    const main = timelineMain({ now, sessions: [status] }, 'days');
    doesNotMatch(main, /<img|"'/);
    match(main, /aria-label="&#60;img src=x onerror=alert\(1\)&#62;&#34;&#39;/);
  });

  it('loads nothing, and runs and wears only what it brings along', () => {
    const page = timelinePage({ now, sessions: [statusOf({})] }, 'days');
    match(page, /content="default-src 'none'; style-src 'nonce-([\w-]+)'; script-src 'nonce-\1'"/);
    doesNotMatch(page, / (style|on\w+)="|url\(|https?:/);
  });

  it('does not say that something will end that may have ended', () => {
    const actBy = { at: now - hourMs, kind: 'signIn', isEstimate: true } as const;
    deepStrictEqual(upcoming({ ...statusOf({}), actBy }, now), 'Sign-in may have ended');
  });

  it('says of what lies ahead that its end is not known, and not that it may have ended', () => {
    const events = [{ at: now - hourMs, kind: 'signIn', expiresAt: now } as const];
    const status = statusOf({ history: { events } });
    deepStrictEqual([status.signIn.end, status.attention], [undefined, 'none']);
    deepStrictEqual(upcoming(status, now), 'End of the sign-in not known');
    const [, legend = ''] = timelineMain({ now, sessions: [status] }, 'days').split('id="legend"');
    match(legend, /End of the sign-in not known/);
    doesNotMatch(legend.split('</ul>')[0] ?? '', /may have ended/);
  });

  it('stresses no end of a registration where the row says that the end is not known', () => {
    const status = statusOf({});
    const at = now + 5 * hourMs;
    const sessions = (kind: 'registration' | 'signIn') => {
      const actBy = { at, kind, isEstimate: false };
      return [{ ...status, signIn: {}, registrationEndsAt: at, actBy }];
    };
    const registration = timelineMain({ now, sessions: sessions('registration') }, 'day');
    match(registration, /End of the sign-in not known/);
    match(registration, /class="registrationEnd"/);
    doesNotMatch(registration, /class="actBy"/);
    match(timelineMain({ now, sessions: sessions('signIn') }, 'day'), /class="actBy"/);
  });

  it('has the sign of an estimate in its legend, where there is one, and the other where not', () => {
    const events = [{ at: now - hourMs, kind: 'signIn', expiresAt: now + hourMs } as const];
    const [estimated = '', known = ''] = [true, false].map((isEstimate) => {
      const at = now + 2 * hourMs;
      const end = { at, isEstimate, basis: 'setting', durationMs: 3 * hourMs } as const;
      const status = statusOf({ history: { events } });
      const actBy = { at, kind: 'signIn', isEstimate } as const;
      const sessions = [{ ...status, signIn: { end } as typeof status.signIn, actBy }];
      return timelineMain({ now, sessions }, 'day').split('id="legend"')[1]?.split('</ul>')[0];
    });
    match(estimated, /class="signInEnd estimate".*Sign-in ends \(estimate\).*~/s);
    match(known, /class="signInEnd".*Sign-in ends/s);
    doesNotMatch(known, /estimate|~/i);
  });

  it('says who is muted, and who is snoozed', () => {
    const muted = timelineMain({ now, sessions: [statusOf({ muted: true })] }, 'days');
    match(muted, /Signed in · muted/);
    match(muted, /aria-label="[^",]+, Signed in, muted/);
    const snoozed = statusOf({ snoozedUntil: now + hourMs });
    match(timelineMain({ now, sessions: [snoozed] }, 'days'), /Signed in · snoozed until /);
  });

  it('gives a voice nothing new to say from minute to minute', () => {
    const events = [{ at: now - hourMs, kind: 'signIn', expiresAt: now + hourMs } as const];
    const sessions = [statusOf({ history: { events } })];
    const [before, after] = [now, now + minuteMs].map((time) =>
      timelineMain({ now: time, sessions }, 'days'),
    );
    notStrictEqual(before, after);
    const spoken = /aria-label="[^"]*"/g;
    deepStrictEqual(before?.match(spoken), after?.match(spoken));
    doesNotMatch(after ?? '', /aria-live|role="(alert|status|timer)"/);
  });

  it('says that nothing was seen yet, and of which session nothing is known', () => {
    const status = statusOf({ session: sessionNamed('corp'), file: { kind: 'absent' } });
    const nothing = { at: now - hourMs, after: 0, kind: 'signOut' } as const;
    const sessions = [{ ...status, history: { events: [nothing] } }];
    const main = timelineMain({ now, sessions }, 'days');
    match(main, /Nothing has been seen yet\./);
    match(main, /aria-label="corp, Signed out, Nothing known of this time"/);
    match(main, /<td colspan="3" class="quiet">Nothing known of this time</);
    const events = [{ at: now - hourMs, kind: 'signIn', expiresAt: now } as const];
    const later = timelineMain({ now, sessions: [{ ...status, history: { events } }] }, 'days');
    doesNotMatch(later, /Nothing has been seen yet|Nothing known/);
  });

  it('says that nobody saw the sign-in begin', () => {
    const events = [{ at: now - hourMs, after: 0, kind: 'renewal', expiresAt: now } as const];
    const main = timelineMain({ now, sessions: [statusOf({ history: { events } })] }, 'days');
    match(main, /Access token first seen, Access token valid until [^.]+\. When the sign-in began/);
  });

  it('says when there is nothing to show', () => {
    match(timelineMain({ now, sessions: [] }, 'days'), /No AWS SSO session is configured/);
    deepStrictEqual(timelineMain(undefined, 'days'), '<main></main>');
  });
});
