// What a service, or whatever stands in its place, may answer.
import fc from 'fast-check';
import type { Fault } from '../identityCenter/faults.ts';
import { plantedToken } from './tokenTexts.ts';
import { huge, mutated, oddPiece, oddText } from './texts.ts';

const pick = <const T extends readonly unknown[]>(...choices: T): fc.Arbitrary<T[number]> =>
  fc.constantFrom(...choices);

const oddNumber = fc.oneof(
  pick(0, -1, -0, 0.5, 1e9, 1e15, 1e300, -1e300, 2 ** 53, 8.64e15),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const oddValue = fc.oneof(
  oddText,
  oddNumber,
  pick(null, true, '', [], {}, plantedToken, `${plantedToken}\n`, '\r\nSet-Cookie: a=b', ['a'], {
    a: 1,
  }),
  pick('javascript:alert(1)', 'file:///etc/passwd', 'https://', 'http://a', 'https://a.example/\n'),
  fc.jsonValue({ maxDepth: 3 }),
);

const fields = [
  ...['clientId', 'clientSecret', 'clientSecretExpiresAt', 'deviceCode', 'userCode'],
  ...['verificationUri', 'verificationUriComplete', 'expiresIn', 'interval', 'accessToken'],
  ...['tokenType', 'refreshToken', 'idToken', 'error', 'error_description', '__proto__', 'message'],
  ...['accountList', 'roleList', 'nextToken', 'roleCredentials'],
];
const body = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .dictionary(pick(...fields), oddValue, { maxKeys: 8 })
      .map((value) => JSON.stringify(value)),
  },
  { weight: 2, arbitrary: fc.json() },
  {
    weight: 3,
    arbitrary: mutated(
      pick(
        `{"accessToken":"${plantedToken}","expiresIn":3600,"refreshToken":"${plantedToken}"}`,
        `{"error":"invalid_grant","error_description":"${plantedToken}"}`,
        `{"accountList":[{"accountId":"111122223333"}],"nextToken":"a"}`,
        `<html>${plantedToken}</html>`,
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: huge(fc.oneof(oddPiece, pick('{"a":', '[', '{"accessToken":"', ' ', '<a>'))),
  },
  { weight: 1, arbitrary: pick('', 'null', '[]', '"a"', '1', plantedToken) },
);
const status = fc.oneof(
  pick(200, 200, 200, 201, 204, 301, 302, 304, 400, 400, 401, 403, 404, 407, 429, 500, 503),
  fc.integer({ min: 200, max: 599 }),
);
const headers = fc.dictionary(
  pick(
    'content-type',
    'x-amzn-errortype',
    'x-amzn-requestid',
    'location',
    'retry-after',
    'date',
    'content-encoding',
  ),
  pick(
    'application/json',
    'text/html',
    'InvalidGrantException',
    'AuthorizationPendingException:http://x',
    '__proto__',
    'http://127.0.0.1:1/',
    '-1',
    '99999999999',
    'gzip',
    'Fri, 31 Dec 9999 23:59:59 GMT',
  ),
  { maxKeys: 3 },
);

const times = pick('expiresIn', 'interval', 'clientSecretExpiresAt', 'clientIdIssuedAt');

export const hostileAnswer: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: pick('setField'), field: times, value: oddNumber }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: pick('status'), status, body, headers }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: pick('setField'),
      field: pick(...fields),
      value: oddValue,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: pick('missingField'), field: pick(...fields) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: pick('drop', 'dropMidBody', 'emptyBody', 'missingErrorTypeHeader'),
    }),
  },
);
