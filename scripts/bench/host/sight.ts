// What the probe saw. Probe and program are two bundles in one process, so that it hangs on the process.

export interface Sight {
  /** Called with each text of the status bar item, when the product sets it. */
  onText: ((text: string) => void) | undefined;
  /** How often the product called what of `node:fs`, by name. */
  readonly fsCalls: Map<string, number>;
  /** Runs on behalf of the product: what it starts is told from what VS Code does. */
  inProduct: (<T>(work: () => T) => T) | undefined;
  /** The same for a timer that the product itself starts. */
  startingTimer: (<T>(start: () => T) => T) | undefined;
}

const key = Symbol.for('sso-session-status.bench');
const place = globalThis as { [key]?: Sight | undefined };

export const sight: Sight = place[key] ?? {
  onText: undefined,
  fsCalls: new Map(),
  inProduct: undefined,
  startingTimer: undefined,
};
place[key] = sight;
