import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type PythonValue, pythonJson } from '../../src/core/pythonJson.ts';

// What Python 3's json.dumps said.
test.each<[PythonValue, string]>([
  [null, 'null'],
  ['', '""'],
  [[], '[]'],
  [{}, '{}'],
  [['a', 'b'], '["a", "b"]'],
  [{ b: 'x', a: null, c: ['y'] }, '{"b": "x", "a": null, "c": ["y"]}'],
  ['"\\/', '"\\"\\\\/"'],
  ['\b\f\n\r\t\u0000\u001f', '"\\b\\f\\n\\r\\t\\u0000\\u001f"'],
  [' ~\u007f\u0080', '" ~\\u007f\\u0080"'],
  ['équipe 团队 😀', '"\\u00e9quipe \\u56e2\\u961f \\ud83d\\ude00"'],
  ['\u2028\ufeff\uffff', '"\\u2028\\ufeff\\uffff"'],
  [{ é: 'é' }, '{"\\u00e9": "\\u00e9"}'],
])('%j', (value, text) => {
  expect(pythonJson(value)).toBe(text);
});

test('the name of a registration file of the AWS CLI', () => {
  const key = pythonJson({
    region: 'us-east-1',
    scopes: ['sso:account:access'],
    session_name: 'my-sso',
    startUrl: 'https://my-sso-portal.awsapps.com/start',
    tool: 'botocore',
  });
  expect(createHash('sha1').update(key).digest('hex')).toBe(
    'c5cfae6e3e4f067423a532368c8b514b6a4b0ace',
  );
});
