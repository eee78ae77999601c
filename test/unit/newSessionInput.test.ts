import { expect, test } from 'vitest';
import { readScopes, readStartUrl } from '../../src/core/newSessionInput.ts';

test.each([
  ['https://corp.awsapps.com/start', 'https://corp.awsapps.com/start'],
  ['  https://corp.awsapps.com/start/ \t', 'https://corp.awsapps.com/start'],
  ['<https://corp.awsapps.com/start>', 'https://corp.awsapps.com/start'],
  ['"https://corp.awsapps.com/start",', 'https://corp.awsapps.com/start'],
  ['https://corp.awsapps.com/start#/', 'https://corp.awsapps.com/start'],
  ['https://corp.awsapps.com/start/#/?tab=accounts', 'https://corp.awsapps.com/start'],
  ['https://corp.awsapps.com/directory/', 'https://corp.awsapps.com/directory/'],
  ['https://corp.awsapps.com/start?a=b#c', 'https://corp.awsapps.com/start'],
  ['https://corp.awsapps.com/start,#/', 'https://corp.awsapps.com/start'],
  ['https://corp.awsapps.com/start\x85#/', 'https://corp.awsapps.com/start'],
  ['corp.awsapps.com/start', 'https://corp.awsapps.com/start'],
  ['corp.awsapps.com', 'https://corp.awsapps.com/start'],
  ['corp.awsapps.com#/', 'https://corp.awsapps.com/start'],
  ['corp.example:8443/start', 'https://corp.example:8443/start'],
  ['https://to.example/https://corp.awsapps.com', 'https://to.example/https://corp.awsapps.com'],
  ['https://corp.awsapps.com/', 'https://corp.awsapps.com/start'],
  [
    'https://ssoins-1234.portal.eu-central-1.app.aws',
    'https://ssoins-1234.portal.eu-central-1.app.aws',
  ],
  [
    'https://identitycenter.amazonaws.com/ssoins-1234',
    'https://identitycenter.amazonaws.com/ssoins-1234',
  ],
  ['http://127.0.0.1:8080/start', 'http://127.0.0.1:8080/start'],
])('%j is the start URL %s', (typed, url) => {
  expect(readStartUrl(typed)).toEqual({ url });
});

test.each([
  ['', 'empty'],
  [' <> ', 'empty'],
  ['corp', 'invalid'],
  ['https://', 'invalid'],
  ['https://corp awsapps.com/start', 'invalid'],
  ['https://corp.awsapps.com/st art', 'invalid'],
  ['see https://corp.awsapps.com/start', 'invalid'],
  ['http://corp.awsapps.com/start', 'insecure'],
  ['ftp://corp.awsapps.com/start', 'insecure'],
])('%j is none: %s', (typed, trouble) => {
  expect(readStartUrl(typed)).toEqual({ trouble });
});

test.each([
  ['sso:account:access', ['sso:account:access']],
  [' a:b , c\td,,a:b ', ['a:b', 'c', 'd']],
  ['', undefined],
  [' , ', undefined],
  ['a "b"', undefined],
  ['a\\b', undefined],
  ['größe', undefined],
])('%j are the scopes %j', (typed, scopes) => {
  expect(readScopes(typed)).toEqual(scopes);
});
