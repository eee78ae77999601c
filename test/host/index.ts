// Mocha inside VS Code's extension host: what VS Code is told to run as the extension's tests.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { hostLine } from '../support/vscode/hostLine.ts';

export function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  for (const method of ['log', 'warn', 'error'] as const) {
    const print = console[method].bind(console);
    const value = (...parts: readonly unknown[]): void => print(hostLine + format(...parts));
    // Not by assignment: VS Code has put an accessor there that keeps its own function.
    Object.defineProperty(console, method, { value, configurable: true, writable: true });
  }
  // Mocha keeps the console.log that it was loaded with.
  Mocha.reporters.Base.consoleLog = console.log;
  const mocha = new Mocha({ ui: 'bdd', color: false, diff: false, timeout: 30_000 });
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
