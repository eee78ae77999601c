// A process that the system gives no further handle until the first trouble, and whether it sees a file then.
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FileWatcher } from '../../src/aws/fileWatcher.ts';

const [path = ''] = process.argv.slice(2);
mkdirSync(dirname(path), { recursive: true });
// What is kept alive by nothing else ends before it has seen anything.
const alive = setTimeout(() => undefined, 10_000);

const held: number[] = [];
let isTold = false;
const watcher = new FileWatcher(
  () => {
    if (held.length > 0) return;
    if (!existsSync(path)) writeFileSync(path, 'new');
    else if (!isTold) {
      isTold = true;
      process.stdout.write(', then seen');
      watcher.dispose();
      clearTimeout(alive);
    }
  },
  (error) => {
    if (held.length === 0) return;
    process.stdout.write(String((error as NodeJS.ErrnoException).code));
    for (const handle of held.splice(0)) closeSync(handle);
  },
  100,
);
try {
  for (;;) held.push(openSync('/dev/null', 'r'));
} catch {
  watcher.watch([path]);
}
