/** The sessions, by id, that this window is renewing or signing in to. */
type Busy = ReadonlySet<string>;

/** Keeps count, so that a second work on one session does not end with the first. */
export class BusySessions {
  readonly #show: (busy: Busy) => void;
  readonly #counts = new Map<string, number>();

  constructor(show: (busy: Busy) => void) {
    this.#show = show;
  }

  async during<T>(sessionId: string, work: Promise<T>): Promise<T> {
    this.#add(sessionId, 1);
    try {
      return await work;
    } finally {
      this.#add(sessionId, -1);
    }
  }

  #add(sessionId: string, change: number): void {
    const count = (this.#counts.get(sessionId) ?? 0) + change;
    if (count > 0) this.#counts.set(sessionId, count);
    else this.#counts.delete(sessionId);
    this.#show(new Set(this.#counts.keys()));
  }
}
