// Mocha inside VS Code's extension host: what VS Code is told to run as the extension's tests.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000 });
  for (const file of readdirSync(__dirname))
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  const skipped: string[] = [];
  const report = process.env['HOST_TEST_REPORT'];
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failed) => {
      const passed = runner.stats?.passes ?? 0;
      if (report !== undefined) writeFileSync(report, JSON.stringify({ passed, failed, skipped }));
      if (failed > 0 || passed === 0) reject(new Error(`${failed} failed, ${passed} passed`));
      else resolve();
    });
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
  });
}
