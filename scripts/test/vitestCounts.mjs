// A Vitest reporter that writes how many tests passed, which failed or were skipped, and why.
import { writeFileSync } from 'node:fs';

export default class VitestCounts {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0, failures: [], skipped: [] };
    const fail = (title, errors) => {
      counts.failed++;
      const lines = errors.map(({ message }) => message.split('\n')[0]);
      counts.failures.push([title, ...lines].join(': '));
    };
    for (const error of unhandledErrors) fail('outside of any test', [error]);
    for (const module of modules) {
      // A file that could not be loaded has errors instead of tests.
      for (const error of module.errors()) fail(module.relativeModuleId, [error]);
      for (const test of module.children.allTests()) {
        const { state, note, errors } = test.result();
        if (state === 'passed') counts.passed++;
        else if (state === 'failed') fail(`${module.relativeModuleId} > ${test.fullName}`, errors);
        else counts.skipped.push(note === undefined ? test.fullName : `${test.fullName}: ${note}`);
      }
      for (const suite of module.children.allSuites())
        for (const error of suite.errors())
          fail(`${module.relativeModuleId} > ${suite.fullName}`, [error]);
    }
    writeFileSync(process.env.VITEST_COUNTS, JSON.stringify(counts));
  }
}
