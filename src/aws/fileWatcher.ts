// Tells when one of a few files changes, wherever on its path something appears or goes away.
import { normalize } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type FSWatcher, watch } from 'chokidar';
import { watchEntries } from './entryWatch.ts';
import { errorCode } from './errorCode.ts';
import { type Stations, stationsOf } from './stations.ts';

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
  #watcher: FSWatcher | undefined;
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
    await closeForGood(this.#watcher);
    this.#watcher = undefined;
  }

  async #start({ targets, directories, awaited }: Stations): Promise<void> {
    const notice = (isAnother: boolean): void => {
      // What went away is not watched any more, even when it is back by now.
      if (isAnother) this.#stations = '';
      this.#contents = stationsOf(this.#files).contents;
      this.#rearm();
      this.#tell();
    };
    let failure: unknown;
    for (const directory of directories) {
      try {
        const listener = { notice, onError: this.#onError };
        this.#entryWatches.push(watchEntries(directory, awaited, listener));
      } catch (error) {
        failure ??= error;
      }
    }
    // chokidar is never ready when there is nothing to watch.
    if (targets.size > 0) this.#watcher = await this.#watchTargets(targets, notice);
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

  async #watchTargets(
    targets: ReadonlySet<string>,
    notice: (isAnother: boolean) => void,
  ): Promise<FSWatcher> {
    const watcher = watch([...targets], {
      ignoreInitial: true,
      depth: 0,
      atomic: false,
      followSymlinks: false,
      // What has come to be a directory is not looked into. chokidar asks with slashes on Windows too.
      ignored: (path) => !targets.has(normalize(path)),
      ignorePermissionErrors: true,
    });
    watcher.on('error', this.#onError);
    watcher.on('all', (event) => notice(event === 'unlink' || event === 'unlinkDir'));
    // The same from the handles themselves, as chokidar drops what follows within 50 ms of a change.
    watcher.on('raw', (event) => notice(event === 'rename'));
    await this.#untilReady(watcher);
    return watcher;
  }

  /** chokidar never is where a directory could not be read or is a file by now: then all begins anew. */
  async #untilReady(watcher: FSWatcher): Promise<void> {
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => {
        this.#stations = '';
        resolve();
      }, this.#longestStartMs).unref();
      watcher.once('ready', () => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}

/**
 * A file may turn out to be gone a moment after its watcher was closed: chokidar then adds the file, to await its
 * return, and by that would be open again, with a handle that nobody closes.
 */
async function closeForGood(watcher: FSWatcher | undefined): Promise<void> {
  if (watcher === undefined) return;
  watcher.add = () => watcher;
  await watcher.close();
}
