import { strictEqual } from 'node:assert';
import { version } from 'vscode';

describe('this VS Code', () => {
  it('is the one that the run asked for', () => {
    strictEqual(version, process.env['HOST_TEST_VSCODE']);
  });
});
