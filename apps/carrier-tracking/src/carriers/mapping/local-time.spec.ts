import { describe, expect, it } from '@jest/globals';
import { inZoneOf } from './local-time.ts';

const local = (text: string) => ({ occurredAt: `${text}Z`, offsetSource: 'assumed_utc' as const });

describe('a local time without an offset', () => {
  it.each([
    ['CN', null, '2026-01-05T10:00:00', '+08:00'],
    ['CN', 'Dongguan', '2026-01-05T10:00:00', '+08:00'],
    ['DE', 'Leipzig', '2026-01-05T10:00:00', '+01:00'],
    ['DE', 'Leipzig', '2026-07-05T10:00:00', '+02:00'],
    ['GB', null, '2026-01-05T10:00:00', '+00:00'],
    ['IN', 'Mumbai', '2026-01-05T10:00:00', '+05:30'],
    ['US', 'Los Angeles', '2026-01-05T10:00:00', '-08:00'],
    ['US', 'LOS ANGELES', '2026-07-05T10:00:00', '-07:00'],
    ['US', 'Springfield', '2026-01-05T10:00:00', '-06:00'],
    ['BR', 'São Paulo', '2018-01-05T10:00:00', '-02:00'],
    ['BR', 'Manaus', '2026-01-05T10:00:00', '-04:00'],
    // The night in which German clocks go forward, before and after.
    ['DE', null, '2026-03-29T01:30:00', '+01:00'],
    ['DE', null, '2026-03-29T03:30:00', '+02:00'],
  ])('in %s %s at %s is %s', (country, city, text, offset) => {
    expect(inZoneOf(local(text), country, city)).toEqual({
      occurredAt: text + offset,
      offsetSource: 'place',
    });
  });

  it.each([
    ['US', 'NY', 'Springfield', '-05:00'],
    ['US', 'or', 'Springfield', '-08:00'],
    ['US', 'IL', 'Springfield', '-06:00'],
    ['US', 'AZ', null, '-07:00'],
    ['CA', 'BC', 'Surrey', '-08:00'],
    ['CA', 'PQ', 'Laval', '-05:00'],
    ['AU', 'WA', 'Midland', '+08:00'],
    ['DE', 'NY', null, '+01:00'],
  ])('in %s, %s, is that of the region, wherever %s lies', (country, region, city, offset) => {
    expect(inZoneOf(local('2026-01-05T10:00:00'), country, city, region)).toEqual({
      occurredAt: `2026-01-05T10:00:00${offset}`,
      offsetSource: 'place',
    });
  });

  it('stays UTC where its place says nothing', () => {
    const time = local('2026-01-05T10:00:00');
    expect(inZoneOf(time, null, 'Leipzig')).toBe(time);
    // Two zones, and nobody says which.
    expect(inZoneOf(time, 'CD', null)).toBe(time);
    expect(inZoneOf(null, 'DE', null)).toBeNull();
  });

  it('is not asked for where the sender gave an offset', () => {
    const given = { occurredAt: '2026-01-05T10:00:00+03:00', offsetSource: 'given' as const };
    expect(inZoneOf(given, 'DE', null)).toBe(given);
  });
});
