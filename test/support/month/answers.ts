// What the person of a simulated month does about a message, as chance has it.
import { snoozeChoices, snoozeEnd } from '../../../src/core/snooze.ts';
import type { Random } from '../overviewBuilder.ts';

/** The button of a message that they press; undefined for none. Of what ends soon they let more go by. */
export function pickedAmong(
  buttons: readonly string[],
  isSoon: boolean,
  mayMute: boolean,
  random: Random,
): string | undefined {
  const mute = buttons.find((button) => button.includes('Warn'));
  if (mayMute && mute !== undefined) return mute;
  const chance = random.below(100);
  if (chance < 20) return buttons.find((button) => button.startsWith('Snooze'));
  return chance < (isSoon ? 35 : 70) ? buttons[0] : undefined;
}

/** Until when they want to hear nothing, ms since the epoch. */
export function pickedSnooze(now: number, random: Random): number {
  return snoozeEnd(random.oneOf(snoozeChoices), now);
}
