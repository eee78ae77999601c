import { expect, test } from 'vitest';
import { inShort } from '../support/vscode/onScreen.ts';

test.each([
  ['  corp\n  signed   in ', 'corp signed in'],
  ['Open http://127.0.0.1:80/device?user_code=ABCD-EFGH ?', 'Open http://127.0.0.1:80/device ?'],
  ['https://a.example/start#/x=1 and on', 'https://a.example/start and on'],
  ['Code: MNBV-CXQW.', 'Code: ….'],
  ['x'.repeat(300), 'x'.repeat(200)],
])('what a failed test prints of the screen has no secret: %j', (text, short) => {
  expect(inShort(text)).toBe(short);
});
