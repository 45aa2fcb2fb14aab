import { describe, expect, it } from '@jest/globals';
import { timeReader } from './time-format.ts';
import { isZone, offsetOfZone } from './zones.ts';

describe('a time', () => {
  it.each([
    ['iso', '2026-03-05T10:00:00+0800', '2026-03-05T10:00:00+08:00', 'given'],
    ['iso', '2026-03-05 10:00', '2026-03-05T10:00:00Z', 'assumed_utc'],
    ['epoch_s', '1772704800', '2026-03-05T10:00:00Z', 'given'],
    ['epoch_s', '1772704800.5', '2026-03-05T10:00:00.500Z', 'given'],
    ['epoch_ms', '1772704800250', '2026-03-05T10:00:00.250Z', 'given'],
    ['dotnet_date', '/Date(1772704800000+0100)/', '2026-03-05T10:00:00Z', 'given'],
    ['dotnet_date', '\\/Date(1772704800000)\\/', '2026-03-05T10:00:00Z', 'given'],
    ['dotnet_ticks', '639083016000000000', '2026-03-05T10:00:00Z', 'given'],
    ['yyyyMMdd HHmmss', '20260305 101530', '2026-03-05T10:15:30Z', 'assumed_utc'],
    ['M/d/yyyy h:mm:ss a', '3/5/2026 7:11:26 PM', '2026-03-05T19:11:26Z', 'assumed_utc'],
    ['MMMM d, yyyy h:mm a', 'March 5, 2026 10:45 pm', '2026-03-05T22:45:00Z', 'assumed_utc'],
    ["yyyy-MM-dd HH:mm:ss 'GMT'ZZ", '2026-03-05 23:59:00 GMT-04:00', '2026-03-05T23:59:00-04:00', 'given'],
    ['dd.MM.yyyy', '05.03.2026', '2026-03-05T00:00:00Z', 'assumed_utc'],
  ])('as %s: %s', (format, text, occurredAt, offsetSource) => {
    expect(timeReader(format)(text)).toEqual({ occurredAt, offsetSource });
  });

  it.each([
    ['epoch_s', '-5'],
    ['epoch_s', '99999999999999'],
    ['epoch_ms', 'soon'],
    ['epoch_ms', '0'],
    ['dotnet_date', '/Date(x)/'],
    ['dotnet_ticks', '12'],
    ['yyyyMMdd HHmmss', '20261305 101530'],
    ['yyyyMMdd HHmmss', '00010101 000000'],
    ['yyyyMMdd HHmmss', `20260305 101530${' '.repeat(200)}x`],
  ])('as %s is none: %s', (format, text) => {
    expect(timeReader(format)(text)).toBeUndefined();
  });

  it.each(['whenever', '', 'HH:mm', 'yyyy', "'yyyy-MM-dd'"])('has no format %j', (format) => {
    expect(() => timeReader(format)).toThrow('neither one of iso');
  });
});

describe('a zone', () => {
  const winter = '2026-01-05T10:00:00Z';
  it.each([
    ['+0800', '+08:00'],
    ['-5', '-05:00'],
    ['GMT-04:00', '-04:00'],
    ['UTC', 'Z'],
    ['est', '-05:00'],
    ['PDT', '-07:00'],
    ['Europe/Berlin', '+01:00'],
    ['America/St_Johns', '-03:30'],
  ])('%s is %s in winter', (zone, offset) => {
    expect(offsetOfZone(zone, winter)).toBe(offset);
  });

  it.each(['', 'XYZ', '+99', 'Mars/Olympus', 'constructor', `A/${'x'.repeat(100)}`])('%j is none', (zone) => {
    expect(offsetOfZone(zone, winter)).toBeUndefined();
  });

  it('goes with the clocks of the day', () => {
    expect(offsetOfZone('Europe/Berlin', '2026-07-05T10:00:00Z')).toBe('+02:00');
    expect([isZone('Asia/Shanghai'), isZone('Asia/Atlantis')]).toEqual([true, false]);
  });
});
