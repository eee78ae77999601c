#!/usr/bin/env node
// An executable in the place of desktop VS Code's, for runTests of @vscode/test-electron.
import { register } from 'tsx/esm/api';

register();
const { runTestSuite } = await import('./runTestSuite.ts');
process.exitCode = await runTestSuite(process.argv.slice(2), process.env);
