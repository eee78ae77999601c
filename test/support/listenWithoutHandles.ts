// A process that the system gives no further handle, and what listening for a callback says there.
import { openSync } from 'node:fs';
import { listenForCallback } from '../../src/aws/callbackListener.ts';

const held: number[] = [];
try {
  for (;;) held.push(openSync('/dev/null', 'r'));
} catch {
  listenForCallback('state').then(
    ({ port }) => process.stdout.write(`listens on ${port}`),
    (error: unknown) => process.stdout.write(String((error as NodeJS.ErrnoException).code)),
  );
}
