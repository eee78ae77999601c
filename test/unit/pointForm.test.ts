import { describe, expect, test } from 'vitest';
import { hourMs } from '../../src/core/durations.ts';
import { type PointForm, pointForm, pointFormChange } from '../../src/core/pointForm.ts';

/** In the time zone of whoever runs this, as people see it. */
const ms = (text: string): number => new Date(text).getTime();

describe('a point in time is said in a form', () => {
  const at = ms('2026-07-15T14:05');
  test.each<readonly [now: string, form: PointForm, next: string | undefined]>([
    ['2025-12-31T23:59:59.999', 'dateAndYear', '2026-01-01T00:00'],
    ['2026-01-01T00:00', 'date', '2026-07-09T00:00'],
    ['2026-07-08T23:59:59.999', 'date', '2026-07-09T00:00'],
    ['2026-07-09T00:00', 'weekday', '2026-07-15T00:00'],
    ['2026-07-14T23:59:59.999', 'weekday', '2026-07-15T00:00'],
    ['2026-07-15T00:00', 'time', '2026-07-16T00:00'],
    ['2026-07-15T23:59:59.999', 'time', '2026-07-16T00:00'],
    ['2026-07-16T00:00', 'weekday', '2026-07-22T00:00'],
    ['2026-07-21T23:59:59.999', 'weekday', '2026-07-22T00:00'],
    ['2026-07-22T00:00', 'date', '2027-01-01T00:00'],
    ['2027-01-01T00:00', 'dateAndYear', undefined],
  ])('at %s: %s, until %s', (now, form, next) => {
    expect([pointForm(at, ms(now)), pointFormChange(at, ms(now))]).toEqual([
      form,
      next && ms(next),
    ]);
  });

  test('that needs no year in the days about new year', () => {
    const [at, now] = [ms('2027-01-02T08:00'), ms('2026-12-30T08:00')];
    expect([pointForm(at, now), pointFormChange(at, now)]).toEqual([
      'weekday',
      ms('2027-01-02T00:00'),
    ]);
  });

  test('that stays until it is said that it changes, over a year', () => {
    let next = pointFormChange(at, ms('2025-07-01T00:00'));
    let form = pointForm(at, ms('2025-07-01T00:00'));
    for (let now = ms('2025-07-01T00:00'); now < ms('2027-07-01T00:00'); now += hourMs) {
      if (next !== undefined && now >= next) {
        form = pointForm(at, next);
        next = pointFormChange(at, next);
      }
      expect(pointForm(at, now)).toBe(form);
    }
  });
});
