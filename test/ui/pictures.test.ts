// The README's picture: what a newcomer sees of it, made by a real run on the sample sessions.
import { stat } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { writeSampleSessions } from '../support/sampleSessions.ts';
import { eventually, hour, minute, setStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({
    size: { width: 1100, height: 640 },
    settings: { 'window.title': 'my-project' },
    prepare: ({ home, identityCenter }) =>
      writeSampleSessions(home, identityCenter, Date.now(), {
        corp: 42.5 * minute,
        sandbox: -10 * minute,
        partner: 12.5 * minute,
        archive: -2 * hour,
        legacy: 6.5 * hour,
      }),
  });
  return stage.stop;
});

it('shows the status bar, its hover and the tree', async () => {
  const { workbench } = stage;
  await workbench.openView('AWS SSO');
  const tree = workbench.tree('Sessions');
  await tree.row('unfinished').waitFor();
  await tree.setExpanded('corp', true);
  await workbench.statusBar.hover('ssoSession.status');
  await eventually(() => workbench.text('Activating Extensions...').count()).toBe(0);
  const path = await workbench.screenshot('overview');
  expect((await stat(path)).size).toBeLessThan(150_000);
});
