import { expect, test } from 'vitest';
import { formatTimestamp, parseTimestamp } from '../../src/core/timestamp.ts';
import { seededRandom } from '../support/overviewBuilder.ts';

const noon = Date.UTC(2026, 0, 15, 12);

test.each([
  ['the AWS CLI and Go', '2026-01-15T12:00:00Z', 0],
  ['an AWS CLI of before 2021', '2026-01-15T12:00:00UTC', 0],
  ['toISOString', '2026-01-15T12:00:00.000Z', 0],
  ['.NET, 7 digits', '2026-01-15T12:00:00.1234567Z', 123],
  ['Rust and Java, 9 digits', '2026-01-15T12:00:00.123456789Z', 123],
  ['1 digit', '2026-01-15T12:00:00.5Z', 500],
  ['2 digits', '2026-01-15T12:00:00.05Z', 50],
  ['3 digits', '2026-01-15T12:00:00.005Z', 5],
  ['cut, never rounded up', '2026-01-15T12:00:00.999999999Z', 999],
  ['below a millisecond', '2026-01-15T12:00:00.0009Z', 0],
  ['fraction and UTC', '2026-01-15T12:00:00.25UTC', 250],
  ['east', '2026-01-15T14:00:00+02:00', 0],
  ['west', '2026-01-15T07:00:00-05:00', 0],
  ['half hours', '2026-01-15T17:30:00+05:30', 0],
  ['half hours west', '2026-01-15T08:30:00-03:30', 0],
  ['no offset at all', '2026-01-15T12:00:00+00:00', 0],
  ['unknown offset of RFC 3339', '2026-01-15T12:00:00-00:00', 0],
  ['across midnight', '2026-01-16T11:59:00+23:59', 0],
  ['fraction and offset', '2026-01-15T14:00:00.125+02:00', 125],
  ['lower case t and z', '2026-01-15t12:00:00z', 0],
])('reads what is written by or as %s: %s', (_name, text, afterNoon) => {
  expect(parseTimestamp(text)).toEqual({ at: noon + afterNoon });
});

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
const startOfYear = (year: number) => new Date(0).setUTCFullYear(year, 0, 1);

test.each([
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
  ['2026-02-28T23:59:59Z', Date.UTC(2026, 1, 28, 23, 59, 59)],
  ['2026-12-31T23:59:59Z', Date.UTC(2026, 11, 31, 23, 59, 59)],
  ['1969-12-31T23:59:59Z', -1000],
  ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
  ['0001-01-01T00:00:00Z', startOfYear(1)],
  ['0099-01-01T00:00:00Z', startOfYear(99)],
  ['0100-01-01T00:00:00Z', startOfYear(100)],
])('knows the calendar: %s', (text, at) => {
  expect(parseTimestamp(text)).toEqual({ at });
});

test.each([
  '2026-02-30T12:00:00Z',
  '2026-02-29T12:00:00Z',
  '2100-02-29T12:00:00Z',
  '2026-04-31T12:00:00Z',
  '2026-00-10T12:00:00Z',
  '2026-13-10T12:00:00Z',
  '2026-01-00T12:00:00Z',
  '2026-01-32T12:00:00Z',
  '2026-01-15T24:00:00Z',
  '2026-01-15T25:00:00Z',
  '2026-01-15T12:60:00Z',
  '2026-01-15T12:00:60Z',
  '2016-12-31T23:59:60Z',
  '2026-01-15T12:00:00+24:00',
  '2026-01-15T12:00:00-02:60',
  '0000-01-01T00:00:00Z',
  '0000-02-29T00:00:00Z',
])('takes no day or time that there is not: %s', (text) => {
  expect(parseTimestamp(text)).toEqual({ problem: 'notADate' });
});

test.each(['2026-01-15T12:00:00', '2026-01-15T12:00:00.123', '2026-02-30T12:00:00'])(
  'guesses no zone: %s',
  (text) => {
    expect(parseTimestamp(text)).toEqual({ problem: 'noZone' });
  },
);

test.each([
  '',
  ' ',
  'tomorrow',
  '1768482000',
  '1768482000000',
  ' 2026-01-15T12:00:00Z',
  '2026-01-15T12:00:00Z ',
  '2026-01-15T12:00:00Z\n',
  '2026-01-15T12:00:00 Z',
  '2026-01-15 12:00:00Z',
  '2026-01-15',
  '2026-01-15T12:00Z',
  '20260115T120000Z',
  '2026-1-15T12:00:00Z',
  '+002026-01-15T12:00:00Z',
  '-2026-01-15T12:00:00Z',
  '10000-01-01T00:00:00Z',
  '2026-01-15T12:00:00.Z',
  '2026-01-15T12:00:00,5Z',
  '2026-01-15T12:00:00.1234567890Z',
  '2026-01-15T12:00:00+0200',
  '2026-01-15T12:00:00+02',
  '2026-01-15T12:00:00+2:00',
  '2026-01-15T12:00:00\u{2212}02:00',
  '2026-01-15T12:00:00GMT',
  '2026-01-15T12:00:00CET',
  '2026-01-15T12:00:00ZZ',
  '2026-01-15T12:00:00Z2026-01-15T12:00:00Z',
  'Thu, 15 Jan 2026 12:00:00 GMT',
  '٢٠٢٦-01-15T12:00:00Z',
])('takes nothing else for a timestamp: %j', (text) => {
  expect(parseTimestamp(text)).toEqual({ problem: 'notATimestamp' });
});

test('writes seconds and Z, the form that every tool reads', () => {
  expect([0, noon, noon + 999, Date.UTC(9999, 11, 31)].map(formatTimestamp)).toEqual([
    '1970-01-01T00:00:00Z',
    '2026-01-15T12:00:00Z',
    '2026-01-15T12:00:00Z',
    '9999-12-31T00:00:00Z',
  ]);
});

test('reads back what it and toISOString wrote, in any offset', () => {
  const random = seededRandom(1);
  for (let round = 0; round < 2000; round++) {
    const at = startOfYear(1) + random.below(Date.UTC(9998, 0, 1) - startOfYear(1));
    const seconds = Math.floor(at / 1000) * 1000;
    const minutes = random.below(24 * 60);
    const clock = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0'));
    const eastern = new Date(at + minutes * 60_000)
      .toISOString()
      .replace('Z', `+${clock.join(':')}`);
    expect([
      parseTimestamp(formatTimestamp(at)),
      parseTimestamp(new Date(at).toISOString()),
      parseTimestamp(eastern),
    ]).toEqual([{ at: seconds }, { at }, { at }]);
  }
});

test('agrees with the calendar of the platform on every day of 500 years, and on none besides', () => {
  const wrong: string[] = [];
  for (let year = 1800; year < 2300; year++) {
    for (let month = 1; month <= 12; month++) {
      for (let day = 28; day <= 31; day++) {
        const [mm, dd] = [month, day].map((n) => String(n).padStart(2, '0'));
        const text = `${year}-${mm ?? ''}-${dd ?? ''}T00:00:00Z`;
        const isThere = new Date(Date.UTC(year, month, 0)).getUTCDate() >= day;
        const expected = isThere ? Date.UTC(year, month - 1, day) : 'notADate';
        const read = parseTimestamp(text);
        if (('at' in read ? read.at : read.problem) !== expected) wrong.push(text);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test.each(['utc', 'Utc', 'uTC'])('a zone is not spelt %s', (zone) => {
  expect(parseTimestamp(`2026-01-15T13:00:00${zone}`)).toEqual({ problem: 'notATimestamp' });
});
