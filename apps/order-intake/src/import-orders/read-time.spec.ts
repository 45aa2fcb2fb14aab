import { describe, expect, it } from '@jest/globals';
import { StoredNumber } from '@landfall/tables';
import { readTime, type TimeOptions } from './read-time.ts';

const read = (text: string, options: Partial<TimeOptions> = {}) =>
  readTime(text, { timeZone: 'Asia/Shanghai', dateOrder: undefined, dayMeans: 'start', ...options });

describe('a time that people have written', () => {
  it.each([
    ['2026-03-01T14:05:00+01:00', '2026-03-01T13:05:00.000Z'],
    ['2026-03-01T14:05:00Z', '2026-03-01T14:05:00.000Z'],
    ['2026-03-01 14:05', '2026-03-01T06:05:00.000Z'],
    ['2026/3/1 14:05:09', '2026-03-01T06:05:09.000Z'],
    ['2026年3月1日 14:05', '2026-03-01T06:05:00.000Z'],
    ['2026-03-01', '2026-02-28T16:00:00.000Z'],
    ['1.3.2026 14:05', '2026-03-01T06:05:00.000Z'],
    ['03.04.2026', '2026-04-02T16:00:00.000Z'],
    ['13/04/2026', '2026-04-12T16:00:00.000Z'],
    ['04/13/2026', '2026-04-12T16:00:00.000Z'],
    ['04/04/2026 1:05 PM', '2026-04-04T05:05:00.000Z'],
    ['04/04/2026 12:05 AM', '2026-04-03T16:05:00.000Z'],
  ])('%s is %s', (text, value) => expect(read(text)).toEqual({ ok: true, value }));

  it('is read as it was told', () => {
    expect(read('03/04/2026', { dateOrder: 'DMY' })).toMatchObject({ value: '2026-04-02T16:00:00.000Z' });
    expect(read('03/04/2026', { dateOrder: 'MDY' })).toMatchObject({ value: '2026-03-03T16:00:00.000Z' });
    expect(read('2026-03-01', { dayMeans: 'end' })).toMatchObject({ value: '2026-03-01T15:59:59.000Z' });
  });

  it.each<[string, Partial<TimeOptions>, string]>([
    ['03/04/2026', {}, 'dateOrder'],
    ['2026-03-01 14:05', { timeZone: undefined }, 'timeZone'],
    ['01/03/26', {}, 'must be a date'],
    ['2026-02-30', {}, 'calendar'],
    ['2026-02-30T00:00:00Z', {}, 'calendar'],
    ['2026-03-01 25:00', {}, 'time of the day'],
    ['2026-03-01 13:00 PM', {}, 'must be a date'],
    ['31/31/2026', {}, 'calendar'],
    ['yesterday', {}, 'must be a date'],
    ['2026-03-29 02:30', { timeZone: 'Europe/Berlin' }, 'does not exist'],
    ['2026-10-25 02:30', { timeZone: 'Europe/Berlin' }, 'comes twice'],
  ])('%s is never guessed', (text, options, fault) => {
    const result = read(text, options);
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).toContain(fault);
  });

  it('is no number', () => {
    const options = { timeZone: 'UTC', dateOrder: undefined, dayMeans: 'start' } as const;
    expect(readTime(new StoredNumber('46082'), options)).toMatchObject({ ok: false });
  });
});
