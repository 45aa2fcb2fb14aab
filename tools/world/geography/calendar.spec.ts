import { describe, expect, it } from '@jest/globals';
import { hour } from '../wire/instants.ts';
import { localTime, shutTimes, weekdayAt } from './calendar.ts';

const at = Date.parse;
const isShut = (times: ReturnType<typeof shutTimes>, instant: string): boolean =>
  times.some(({ from, to }) => from <= at(instant) && at(instant) < to);

describe('the calendars of the world', () => {
  it('shut Saudi offices on Friday and Saturday, by the local day', () => {
    const times = shutTimes('SA', 'office');
    expect(isShut(times, '2025-09-04T20:59:00Z')).toBe(false);
    expect(isShut(times, '2025-09-04T21:00:00Z')).toBe(true);
    expect(isShut(times, '2025-09-06T20:59:00Z')).toBe(true);
    expect(isShut(times, '2025-09-06T21:00:00Z')).toBe(false);
  });

  it('let the German post work on Saturdays, but not on Sundays and holidays', () => {
    const times = shutTimes('DE', 'post_six');
    expect(isShut(times, '2025-10-04T10:00:00Z')).toBe(false);
    expect(isShut(times, '2025-10-05T10:00:00Z')).toBe(true);
    expect(isShut(times, '2025-10-03T10:00:00Z')).toBe(true);
  });

  it('know that a day on which the clocks go back has 25 hours', () => {
    const sunday = shutTimes('DE', 'post_six').find((time) => time.from === at('2025-10-25T22:00:00Z'));
    expect(sunday && sunday.to - sunday.from).toBe(25 * hour);
  });

  it('have nothing shut where work is continuous', () => expect(shutTimes('US', 'continuous')).toEqual([]));

  it('join neighbouring days', () => {
    const weekend = shutTimes('FR', 'office').find((time) => time.from === at('2025-09-05T22:00:00Z'));
    expect(weekend && weekend.to - weekend.from).toBe(48 * hour);
  });
});

describe('local time', () => {
  it('is told as it is on the wall there', () =>
    expect(localTime('BR', at('2025-10-01T01:30:00Z'))).toEqual({ date: '2025-09-30', time: '22:30:00' }));
  it('decides which weekday it is', () => {
    expect(weekdayAt('CN', at('2025-09-05T17:00:00Z'))).toBe(6);
    expect(weekdayAt('US', at('2025-09-05T17:00:00Z'))).toBe(5);
  });
});
