// A Vitest reporter that writes how many tests passed, which failed or were skipped, and why.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export default class VitestCounts {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0, failures: [], skipped: [] };
    const fail = (title, errors, onScreen) => {
      counts.failed++;
      const seen = onScreen === undefined ? '' : ` — on screen: ${onScreen}`;
      counts.failures.push([title, ...errors.map(whatAndWhere)].join(': ') + seen);
    };
    for (const error of unhandledErrors) fail('outside of any test', [error]);
    for (const module of modules) {
      // A file that could not be loaded has errors instead of tests.
      for (const error of module.errors()) fail(module.relativeModuleId, [error]);
      for (const test of module.children.allTests()) {
        const { state, note, errors } = test.result();
        if (state === 'passed') counts.passed++;
        else if (state === 'failed') {
          fail(`${module.relativeModuleId} > ${test.fullName}`, errors, test.meta().onScreen);
        } else
          counts.skipped.push(note === undefined ? test.fullName : `${test.fullName}: ${note}`);
      }
      for (const suite of module.children.allSuites())
        for (const error of suite.errors())
          fail(`${module.relativeModuleId} > ${suite.fullName}`, [error]);
    }
    writeFileSync(process.env.VITEST_COUNTS, JSON.stringify(counts));
  }
}

/** A timeout says below its first line what was waited for. */
function whatAndWhere({ message, stacks = [] }) {
  const lines = stripVTControlCharacters(message).split('\n');
  const what = lines.map((line) => line.trim()).filter((line) => line !== '');
  const where = stacks.slice(0, 1).map(({ file, line }) => `(${relative('.', file)}:${line})`);
  return [...what.slice(0, 3), ...where].join(' ');
}
