// What is remembered of attempts: by every window, and by this one where nothing can be written.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refresh } from '../../src/aws/refresh.ts';
import {
  type RefreshStage,
  expired,
  oneCall,
  refreshStage,
  sessionId,
} from '../support/refreshStage.ts';

let stage: RefreshStage;
beforeEach(async () => {
  stage = await refreshStage();
});
afterEach(() => stage.close());

const minute = 60_000;

test('a refusal is kept to, and shown, although the state file cannot be written', async () => {
  const storage = dirname(stage.context.stateFile);
  await mkdir(dirname(storage), { recursive: true });
  await writeFile(storage, 'a file where the folder should be');
  await stage.put(expired);
  stage.center.revoke(stage.issued['refreshToken'] as string);
  const refused = { kind: 'refused', code: 'invalid_grant' };
  expect(await stage.refresh()).toEqual(refused);
  stage.now += 10 * minute;
  expect([await stage.refresh({ by: 'timer' }), stage.callsMade()]).toEqual([refused, oneCall]);
  const [status] = (await stage.overview()).sessions;
  expect([status?.state, status?.renewal]).toEqual(['expired', refused]);
});

test('a token that another window holds is left to it, until that window must be dead', async () => {
  await stage.put(expired);
  const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
  const first = stage.refresh();
  await arrived;
  // What cannot be replaced: a directory in the place of the file.
  await rm(stage.path);
  await mkdir(stage.path);
  release();
  expect(await first).toEqual({ kind: 'notWritten', code: 'EISDIR' });
  await rm(stage.path, { recursive: true });
  await stage.put(expired);

  const other = { ...stage.context, unwritten: new Map() };
  const { signal } = new AbortController();
  const inOther = () => refresh(sessionId, other, { by: 'person', signal });
  stage.now += minute;
  expect([await inOther(), stage.callsMade()]).toEqual([
    { kind: 'failing', code: 'notWritten' },
    oneCall,
  ]);
  stage.now += 10 * minute;
  expect(await inOther()).toEqual({ kind: 'refused', code: 'invalid_grant' });
});
