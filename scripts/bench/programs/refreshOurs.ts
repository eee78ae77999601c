// Renews as the extension does: config read anew, lock, call, token file, state file.
import { awsPaths } from '../../../src/aws/paths.ts';
import { refresh } from '../../../src/aws/refresh.ts';
import { answer, timed } from './answer.ts';

const paths = awsPaths(process.env, process.platform);
const { signal } = new AbortController();

await answer(({ now, session }) =>
  timed(async () => {
    const { kind } = await refresh(
      `session:${session}`,
      {
        paths,
        stateFile: process.env['BENCH_STATE_FILE'] ?? '',
        environment: process.env,
        now: () => now,
        unwritten: new Map(),
        running: new Set<Promise<unknown>>(),
        unrecorded: new Map(),
      },
      { by: 'person', signal },
    );
    if (kind !== 'refreshed') throw new Error(`The refresh ended as ${kind}.`);
  }),
);
