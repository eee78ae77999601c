// Tells when one of a few files changes, wherever on its path something appears or goes away.
import { setTimeout as wait } from 'node:timers/promises';
import { type EntryWatch, watchEntries } from './entryWatch.ts';
import { errorCode } from './errorCode.ts';
import { type Stations, stationsOf } from './stations.ts';
import type { TargetWatch } from './targetWatch.ts';

/** In most cases enough to read what has changed, which a new watcher would hold up. */
const readingMs = 15;

/**
 * Watches the files themselves where they exist (quick, however full their directory is), and for each
 * missing one the nearest directory that exists, for the next part of its path alone.
 */
export class FileWatcher {
  readonly #longestStartMs: number;
  readonly #onChange: () => void;
  readonly #onError: (error: unknown) => void;
  #files: readonly string[] = [];
  #stations = '';
  /** What was in the files when they were last told of, or earlier. */
  #contents = '';
  /** Of the files themselves. */
  #targetWatch: TargetWatch | undefined;
  /** Of the directories in which one is missing. */
  readonly #entryWatches: { close: () => void }[] = [];
  #rearmed: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(onChange: () => void, onError: (error: unknown) => void, longestStartMs = 5_000) {
    this.#longestStartMs = longestStartMs;
    this.#onChange = onChange;
    this.#onError = onError;
  }

  /** Watches these files from now on, and no others. */
  watch(files: readonly string[]): void {
    this.#files = files;
    this.#rearm();
  }

  /**
   * Whether the files are still where and as they were; tells if not. No event tells of a directory above
   * them that was renamed, of a system that has no handles left, or of what another machine does in a
   * shared home. Opens none of them.
   */
  look(): boolean {
    const { identity, contents } = stationsOf(this.#files);
    const isSame = identity === this.#stations && contents === this.#contents;
    if (!isSame) {
      this.#contents = contents;
      this.#rearm();
      this.#tell();
    }
    return isSame;
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#rearmed.then(() => this.#stop());
  }

  #tell(): void {
    if (!this.#isDisposed) this.#onChange();
  }

  /** One at a time: chokidar shares its handles by path, and an old watcher's end would take them along. */
  #rearm(): void {
    this.#rearmed = this.#rearmed.then(() => this.#followStations()).catch(this.#onError);
  }

  async #followStations(): Promise<void> {
    while (!this.#isDisposed) {
      const stations = stationsOf(this.#files);
      if (stations.identity === this.#stations) return;
      // chokidar registers a handle only after the event that tells of it: closed within that event, the
      // handle would live on, and the next watcher would share it. And whoever was told goes first.
      await wait(readingMs);
      await this.#stop();
      this.#stations = stations.identity;
      this.#contents = stations.contents;
      await this.#start(stations);
      // Whatever happened before the watcher was ready, it did not see.
      this.#tell();
    }
  }

  async #stop(): Promise<void> {
    for (const each of this.#entryWatches.splice(0)) each.close();
    await this.#targetWatch?.close();
    this.#targetWatch = undefined;
  }

  async #start({ targets, directories, awaited }: Stations): Promise<void> {
    const notice: EntryWatch['notice'] = (isAnother) => {
      // What went away is not watched any more, even when it is back by now.
      if (isAnother) this.#stations = '';
      this.#contents = stationsOf(this.#files).contents;
      this.#rearm();
      this.#tell();
    };
    const listener = { notice, onError: this.#onError };
    let failure: unknown;
    for (const directory of directories) {
      try {
        this.#entryWatches.push(watchEntries(directory, awaited, listener));
      } catch (error) {
        failure ??= error;
      }
    }
    try {
      if (targets.size > 0) {
        const { watchTargets } = await import('./targetWatch.ts');
        this.#targetWatch = await watchTargets(targets, listener, this.#longestStartMs);
        if (!this.#targetWatch.isReady) this.#stations = '';
      }
    } catch (error) {
      failure ??= error;
    }
    if (failure !== undefined) await this.#beginAnewAfter(failure);
  }

  /** A directory may be gone, or a file, by now: that is looked at anew at once. */
  async #beginAnewAfter(error: unknown): Promise<void> {
    const code = errorCode(error);
    const isGone = code === 'ENOENT' || code === 'ENOTDIR';
    if (!isGone) this.#onError(error);
    // Trying again does not help there, and the next look asks all the same.
    if (code === 'EACCES' || code === 'EPERM') return;
    if (!isGone) await wait(this.#longestStartMs, undefined, { ref: false });
    this.#stations = '';
  }
}
