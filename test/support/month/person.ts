// The person of a simulated month: goes through the diary, and answers what they are told.
import { withMuted, withSnooze } from '../../../src/aws/stateChanges.ts';
import { hourMs, minuteMs, secondMs } from '../../../src/core/durations.ts';
import type { ConfiguredSession } from '../../../src/core/ssoConfig.ts';
import type { NotifierServices } from '../../../src/views/expiryNotifier.ts';
import type { Random } from '../overviewBuilder.ts';
import { pickedAmong, pickedSnooze } from './answers.ts';
import type { MonthClock } from './clock.ts';
import type { Deed } from './diary.ts';
import type { MonthMachine } from './machine.ts';
import type { MonthWindow } from './window.ts';

export interface PersonWorld {
  readonly sessions: readonly ConfiguredSession[];
  readonly clock: MonthClock;
  readonly machine: MonthMachine;
  readonly random: Random;
  readonly openWindow: () => MonthWindow;
  /** Once in the month they want to hear no more of a session, ms since the epoch. */
  readonly mutesAfter: number;
}

export class MonthPerson {
  readonly #world: PersonWorld;
  #windows: readonly MonthWindow[] = [];
  #isThere = false;
  /** They went without a trace: the window in front keeps the focus. */
  #isIdle = false;
  #focused: MonthWindow | undefined;
  #last: MonthWindow | undefined;
  #hasMuted = false;
  /** When the machine woke up last. */
  wokeAt = -Infinity;
  /** When a session was last muted no more, by id. */
  readonly unmutedAt = new Map<string, number>();

  constructor(world: PersonWorld) {
    this.#world = world;
  }

  get windows(): readonly MonthWindow[] {
    return this.#windows;
  }

  /** The window that they are at: it has the focus, and has felt them lately. */
  get active(): MonthWindow | undefined {
    return this.#isIdle ? undefined : this.#focused;
  }

  /** The window that has the focus. */
  get focused(): MonthWindow | undefined {
    return this.#focused;
  }

  do(deed: Deed): void {
    if (deed === 'putToSleep') {
      if (!this.#isThere) this.#world.clock.sleep();
    } else if (deed === 'wakeUp') this.#wakeUp();
    else if (deed === 'comeBack') this.#comeBack();
    else if (this.#isThere) this.#doAtWork(deed);
  }

  #comeBack(): void {
    const { random } = this.#world;
    this.#isThere = true;
    if (this.#isIdle) this.#touch();
    if (this.#windows.length === 0) this.#open();
    else this.#focus(random.below(3) === 0 ? random.oneOf(this.#windows) : this.#lastWindow());
  }

  #doAtWork(deed: Exclude<Deed, 'comeBack' | 'wakeUp' | 'putToSleep'>): void {
    const { random, sessions } = this.#world;
    switch (deed) {
      case 'leave':
        this.#isThere = false;
        if (random.below(2) === 0) this.#focus(undefined);
        else this.#isIdle = true;
        return;
      case 'useCli':
        this.#useCli(random.oneOf(sessions));
        if (random.below(2) === 0) this.#useCli(random.oneOf(sessions));
        return;
      case 'switchWindow':
        if (this.#windows.length > 0) this.#focus(random.oneOf(this.#windows));
        return;
      case 'lookElsewhere':
        this.#focus(undefined);
        this.#later(random.below(15 * minuteMs), () => {
          if (this.#focused === undefined) this.#focus(this.#lastWindow());
        });
        return;
      case 'openWindow':
        if (this.#windows.length < 3) this.#open();
        return;
      case 'closeWindow':
        if (this.#windows.length > 1) this.#close(random.oneOf(this.#windows));
        return;
      case 'restart':
        this.#restart();
        return;
      case 'quit':
        for (const window of this.#windows) this.#close(window);
        return;
      case 'lookAtBar':
        this.#lookAtBar();
        return;
      case 'signInAtWill':
        this.#signIn(random.oneOf(sessions).id);
    }
  }

  /** What they do about a message, and when; `buttons` are its buttons. */
  async answer(
    kind: 'need' | 'offer',
    isSoon: boolean,
    buttons: readonly string[],
  ): Promise<string | undefined> {
    const { clock, random, mutesAfter } = this.#world;
    const mayMute = !this.#hasMuted && clock.now > mutesAfter;
    const pressed = pickedAmong(buttons, isSoon, mayMute, random);
    const picked = kind === 'offer' ? buttons.at(-1) : pressed;
    if (picked === undefined) return undefined;
    return new Promise((resolve) => {
      const press = (): void => {
        if (this.active !== undefined) resolve(picked);
      };
      clock.startTimer(press, 5 * secondMs + random.below(minuteMs));
    });
  }

  /** What a message makes happen. */
  readonly run: NotifierServices['run'] = (command, argument = { sessionIds: [] }) => {
    const ids = 'sessionIds' in argument ? argument.sessionIds : [argument.sessionId];
    const { clock, machine, random } = this.#world;
    switch (command) {
      case 'signIn':
        for (const id of ids) this.#signIn(id);
        return;
      case 'snooze':
        machine.change(clock.now, withSnooze(ids, pickedSnooze(clock.now, random)));
        return;
      case 'mute':
        this.#hasMuted = true;
        machine.change(clock.now, withMuted(ids, true));
        // Two days of work later: nobody does that while the machine sleeps.
        clock.startTimer(() => this.#unmute(ids), 16 * hourMs + random.below(6 * hourMs));
        return;
      case 'refresh':
        for (const id of ids) this.#refresh(id);
        return;
      case 'showSessions':
    }
  };

  #unmute(ids: readonly string[]): void {
    const { clock, machine } = this.#world;
    machine.change(clock.now, withMuted(ids, false));
    for (const id of ids) this.unmutedAt.set(id, clock.now);
  }

  #wakeUp(): void {
    const { clock, random } = this.#world;
    if (!clock.isAsleep) return;
    clock.wake();
    this.wokeAt = clock.now;
    // Some windows hear of it; the others go on with their timers as if nothing had been.
    for (const window of this.#windows) if (random.below(2) === 0) window.reload();
  }

  #useCli(session: ConfiguredSession): void {
    const { clock, machine, random } = this.#world;
    if (machine.useCli(session, clock.now) !== 'loginNeeded' || random.below(4) === 0) return;
    this.#later(20 * secondMs + random.below(2 * minuteMs), () => {
      if (machine.useCli(session, clock.now) === 'loginNeeded') {
        machine.logInByCli(session, clock.now);
      }
    });
  }

  #signIn(id: string): void {
    const { random, sessions } = this.#world;
    const session = sessions.find((one) => one.id === id);
    this.#later(15 * secondMs + random.below(minuteMs), () => {
      if (session !== undefined) this.#lastWindow()?.signIn(session);
    });
  }

  #refresh(id: string): void {
    const session = this.#world.sessions.find((one) => one.id === id);
    if (session !== undefined) void this.#focused?.refresh(session, 'person');
  }

  #lookAtBar(): void {
    const { random } = this.#world;
    for (const { session, state } of this.#focused?.overview?.sessions ?? []) {
      const chance = random.below(100);
      if (state === 'renewable' && chance < 50) this.#refresh(session.id);
      if ((state === 'expired' || state === 'signedOut') && chance < 15) this.#signIn(session.id);
    }
  }

  #restart(): void {
    const { random } = this.#world;
    const count = this.#windows.length;
    for (const window of this.#windows) this.#close(window);
    this.#later(2 * secondMs + random.below(minuteMs), () => {
      for (let opened = 0; opened < Math.max(1, count); opened += 1) this.#open();
    });
  }

  #open(): void {
    // Who starts a window looks at it; the one before is looked at no more.
    this.#focused = undefined;
    const window = this.#world.openWindow();
    this.#windows = [...this.#windows, window];
    this.#focused = window;
    this.#last = window;
  }

  #close(window: MonthWindow): void {
    window.close();
    this.#windows = this.#windows.filter((other) => other !== window);
    if (this.#focused === window) this.#focus(this.#windows.at(-1));
  }

  #focus(window: MonthWindow | undefined): void {
    if (window === this.#focused) return;
    this.#focused = window;
    this.#last = window ?? this.#last;
    window?.reload();
  }

  /** A key: the window in front feels it. */
  #touch(): void {
    this.#isIdle = false;
    this.#focused?.reload();
  }

  #lastWindow(): MonthWindow | undefined {
    return this.#last?.isOpen === true ? this.#last : this.#windows.at(-1);
  }

  /** If they are still there then. */
  #later(ms: number, act: () => void): void {
    const { clock } = this.#world;
    clock.at(clock.now + ms, () => {
      if (this.#isThere) act();
    });
  }
}
