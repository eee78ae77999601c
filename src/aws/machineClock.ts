// This machine's clock, and what tells whether it has been set. Entry points hand both on.
import { uptime } from 'node:os';

export const machineClock = {
  /** ms since the epoch */
  now: (): number => Date.now(),
  /** When the machine started, by this clock: another moment once that has been set; ms since the epoch. */
  bootedAt: (): number => Date.now() - uptime() * 1000,
};
