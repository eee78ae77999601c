// Which pages that a service names may be opened.
import { expect, test } from 'vitest';
import { mayOpen } from '../../src/core/urlTrouble.ts';

const here = 'http://127.0.0.1:8080';

test.each([
  ['https://a.example/device', undefined, true],
  ['https://a.example/device', 'https://b.example', true],
  ['https://a.example/device', here, true],
  ['http://127.0.0.1/device', here, true],
  ['http://localhost/device', here, true],
  ['http://127.0.0.1/device', undefined, false],
  ['http://127.0.0.1/device', 'https://b.example', false],
  ['http://127.0.0.1/device', 'https://127.0.0.1', false],
  ['http://a.example/device', here, false],
  ['file:///etc/passwd', here, false],
  ['no page', here, false],
])('%s, named by a service at %s: %s', (page, service, may) => {
  expect(mayOpen(page, service)).toBe(may);
});
