// Any text is read as a token file or a timestamp: a token that says when it ends, or a problem.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOf, parseCachedToken } from '../../src/core/cachedToken.ts';
import { type PythonValue, pythonJson } from '../../src/core/pythonJson.ts';
import { formatTimestamp, parseTimestamp } from '../../src/core/timestamp.ts';
import { inTime, mustHold, runs, timeout } from '../support/fuzz/fuzz.ts';
import { oddText } from '../support/fuzz/texts.ts';
import { plantedToken, timestampText, tokenText } from '../support/fuzz/tokenTexts.ts';

/** The years 1 to 9999, and what a zone adds to them. */
const earliest = Date.parse('0000-12-31T00:00:00Z');
const latest = Date.parse('+010000-01-02T00:00:00Z');
const isInstant = (at: number): boolean => Number.isInteger(at) && at >= earliest && at <= latest;

test('a token says when it ends, and nothing else tells its secrets', { timeout }, () => {
  let tokens = 0;
  fc.assert(
    fc.property(tokenText, (text) => {
      const reading = inTime(() => parseCachedToken(text));
      if ('problem' in reading) {
        mustHold(
          !JSON.stringify(reading).includes(plantedToken),
          'a problem tells nothing',
          reading,
        );
        return;
      }
      tokens += 1;
      const { token } = reading;
      const { accessToken, expiresAt, registrationExpiresAt } = token;
      mustHold(accessToken !== '' && isInstant(expiresAt), 'it has a token and an end', token);
      mustHold(
        registrationExpiresAt === undefined || isInstant(registrationExpiresAt),
        'and so on',
      );
      const facts = JSON.stringify(factsOf(token));
      mustHold(!facts.includes(plantedToken), 'what leaves the reader is no secret', facts);
      const value = JSON.parse(text) as Record<string, unknown>;
      expect(accessToken).toBe(value['accessToken']);
      // A renewal merges into what is there and writes it anew.
      expect(parseCachedToken(JSON.stringify({ ...value }))).toEqual(reading);
    }),
    runs(4_000),
  );
  expect(tokens).toBeGreaterThan(20);
});

test('a timestamp is read to the millisecond', { timeout }, () => {
  let instants = 0;
  fc.assert(
    fc.property(timestampText, (text) => {
      const reading = inTime(() => parseTimestamp(text));
      if ('problem' in reading) return;
      instants += 1;
      mustHold(isInstant(reading.at), 'it is an instant', reading);
      const [, wall = '', fraction = '', zone = ''] =
        /^(.{19})(?:\.(\d+))?(.+)$/.exec(text.toUpperCase()) ?? [];
      const iso = `${wall}.${fraction.padEnd(3, '0').slice(0, 3)}${zone === 'UTC' ? 'Z' : zone}`;
      expect(reading.at).toBe(Date.parse(iso));
    }),
    runs(6_000),
  );
  expect(instants).toBeGreaterThan(50);
});

test('a timestamp that is printed is read', { timeout }, () => {
  const seconds = fc.integer({
    min: Date.parse('0001-01-01T00:00:00Z') / 1_000,
    max: Date.parse('9999-12-31T23:59:59Z') / 1_000,
  });
  fc.assert(
    fc.property(seconds, fc.nat({ max: 999 }), (second, ms) => {
      const at = second * 1_000;
      expect(parseTimestamp(formatTimestamp(at + ms))).toEqual({ at });
    }),
    runs(1_000),
  );
});

test('what is printed as Python does is JSON', { timeout }, () => {
  const { value } = fc.letrec<{ value: PythonValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      oddText,
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(oddText, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, (one) => {
      const text = inTime(() => pythonJson(one));
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(one)));
      mustHold(/^[\x20-\x7e]*$/.test(text), 'it is ASCII', text);
    }),
    runs(1_000),
  );
});
