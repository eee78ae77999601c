import { expect, test } from 'vitest';
import { factsOf, parseCachedToken } from '../../src/core/cachedToken.ts';
import { fullToken } from '../support/overviewBuilder.ts';

const end = '2026-01-15T13:00:00Z';
const endMs = Date.UTC(2026, 0, 15, 13);
const whole = {
  accessToken: 'AT',
  expiresAt: endMs,
  refreshToken: 'RT',
  clientId: 'C',
  clientSecret: 'S',
  registrationExpiresAt: Date.UTC(2026, 2, 1),
  region: 'us-east-1',
  startUrl: 'https://my-sso-portal.awsapps.com/start',
};
const optionalKeys = [
  'refreshToken',
  'clientId',
  'clientSecret',
  'registrationExpiresAt',
  'region',
  'startUrl',
] as const;
/** What other tools were seen to write, or could, for a value that they do not have. */
const noValues = [undefined, null, '', 0, 42, true, [], ['RT'], {}, { a: 1 }];

test.each([
  ['1: everything there', fullToken(end), {}],
  ['11: the suffix UTC', fullToken('2026-01-15T13:00:00UTC'), {}],
  ['13: 7 digits', fullToken('2026-01-15T13:00:00.1234567Z'), { expiresAt: endMs + 123 }],
  ['13: 9 digits', fullToken('2026-01-15T13:00:00.123456789Z'), { expiresAt: endMs + 123 }],
  ['14: an offset', fullToken('2026-01-15T15:00:00+02:00'), {}],
  [
    '29: unknown fields',
    fullToken(end, { 'x-extra': { a: 1 }, scopes: ['sso:account:access'] }),
    {},
  ],
  ['blanks and lines around it', `\n\t ${fullToken(end)} \r\n`, {}],
  ['the order of keys turned round', turnedRound(fullToken(end)), {}],
  [
    'a key that comes twice: the later one',
    fullToken(end).replace('{', '{"accessToken":"old",'),
    {},
  ],
  [
    'a registration end without a zone',
    fullToken(end, { registrationExpiresAt: '2026-03-01T00:00:00' }),
    { registrationExpiresAt: undefined },
  ],
  [
    'a registration end on no day',
    fullToken(end, { registrationExpiresAt: '2026-02-30T00:00:00Z' }),
    { registrationExpiresAt: undefined },
  ],
])('reads the token: %s', (_name, text, changes) => {
  expect(parseCachedToken(text)).toEqual({ token: { ...whole, ...changes } });
});

test.each(optionalKeys)('10: %s may be missing, null, empty or no text', (key) => {
  for (const value of noValues) {
    expect(parseCachedToken(fullToken(end, { [key]: value }))).toEqual({
      token: { ...whole, [key]: undefined },
    });
  }
});

test.each([
  ['accessToken', 'noAccessToken'],
  ['expiresAt', 'noExpiresAt'],
] as const)('%s may not', (key, problem) => {
  for (const value of noValues) {
    expect(parseCachedToken(fullToken(end, { [key]: value }))).toEqual({ problem });
  }
});

test.each([
  ['15: no zone', fullToken('2026-01-15T13:00:00'), 'expiresAt:noZone'],
  ['16: a number', fullToken(1768482000), 'noExpiresAt'],
  ['18: only an access token', '{"accessToken":"AT"}', 'noExpiresAt'],
  ['22: half a file', '{"accessToken":"AT","expi', 'notJson'],
  ['21: an empty file', '', 'empty'],
  ['blanks only', ' \r\n\t', 'empty'],
  ['zero bytes, as after a crash', '\0\0\0\0', 'notJson'],
  ['23: a list', '[]', 'notAnObject'],
  ['23: a list of tokens', `[${fullToken(end)}]`, 'notAnObject'],
  ['23: null', 'null', 'notAnObject'],
  ['23: text', '"x"', 'notAnObject'],
  ['23: a number', '42', 'notAnObject'],
  ['true', 'true', 'notAnObject'],
  ['25: one bracket too many', `${fullToken(end)}}`, 'notJson'],
  ['a byte order mark', `\u{feff}${fullToken(end)}`, 'notJson'],
  ['an empty object', '{}', 'noAccessToken'],
  [
    '26: a client registration',
    '{"clientId":"C","clientSecret":"S","expiresAt":"2026-04-01T00:00:00Z"}',
    'noAccessToken',
  ],
  ['a token one level too deep', `{"token":${fullToken(end)}}`, 'noAccessToken'],
  ['a token in the prototype', `{"__proto__":${fullToken(end)}}`, 'noAccessToken'],
  ['other spelling', '{"AccessToken":"AT","ExpiresAt":"2026-01-15T13:00:00Z"}', 'noAccessToken'],
  ['a day that is not', fullToken('2026-02-30T13:00:00Z'), 'expiresAt:notADate'],
  ['a number as text', fullToken('1768482000'), 'expiresAt:notATimestamp'],
  ['a blank behind', fullToken(`${end} `), 'expiresAt:notATimestamp'],
])('takes no token from %s', (_name, text, problem) => {
  expect(parseCachedToken(text)).toEqual({ problem });
});

test.each([
  [99, { token: whole }],
  // It could not be written again after a renewal: the stack ends before the file does.
  [100, { problem: 'notJson' }],
  [9_000, { problem: 'notJson' }],
])('%i lists in each other', (levels, reading) => {
  const more = `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const text = fullToken(end).replace('{', `{"before":null,"more":${more},`);
  expect(parseCachedToken(text)).toEqual(reading);
});

test('the facts hold no secret', () => {
  const secrets = { accessToken: 'sec-1', refreshToken: 'sec-2', clientId: 'sec-3' };
  const facts = factsOf({ ...whole, ...secrets, clientSecret: 'sec-4' });
  expect(facts).toEqual({
    expiresAt: endMs,
    hasRefreshFields: true,
    registrationExpiresAt: whole.registrationExpiresAt,
    region: 'us-east-1',
    startUrl: 'https://my-sso-portal.awsapps.com/start',
  });
  expect(JSON.stringify(facts)).not.toContain('sec-');
});

test.each([
  ['refreshToken', false],
  ['clientId', false],
  ['clientSecret', false],
  ['registrationExpiresAt', true],
  ['region', true],
  ['startUrl', true],
] as const)('without %s the refresh fields are all there: %s', (key, hasRefreshFields) => {
  expect(factsOf({ ...whole, [key]: undefined }).hasRefreshFields).toBe(hasRefreshFields);
});

function turnedRound(text: string): string {
  const fields = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(Object.entries(fields).reverse()), undefined, 2);
}
