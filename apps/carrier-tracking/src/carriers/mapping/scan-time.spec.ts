import { describe, expect, it } from '@jest/globals';
import { firstTime, readTime } from './scan-time.ts';

describe('the time of a scan', () => {
  it.each([
    ['2026-01-05T10:00:00+08:00', '2026-01-05T10:00:00+08:00', 'given'],
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z', 'given'],
    ['2026-01-05 10:00 -0330', '2026-01-05T10:00:00-03:30', 'given'],
    ['2026-01-05T10:00:00.1234567891Z', '2026-01-05T10:00:00.123456789Z', 'given'],
    ['2026-01-05 10:00:00', '2026-01-05T10:00:00Z', 'assumed_utc'],
    ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00Z', 'given'],
    ['2000-02-29T10:00:00Z', '2000-02-29T10:00:00Z', 'given'],
    ['2026-12-31T23:59:59Z', '2026-12-31T23:59:59Z', 'given'],
  ])('%s is %s (%s)', (text, occurredAt, offsetSource) => {
    expect(readTime(text)).toEqual({ occurredAt, offsetSource });
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30T10:00:00Z',
    '2026-02-29T10:00:00Z',
    '2100-02-29T10:00:00Z',
    '2026-04-31T10:00:00Z',
    '2026-13-01T10:00:00Z',
    '2026-00-10T10:00:00Z',
    '2026-01-00T10:00:00Z',
    '2026-01-05T24:00:00Z',
    '0001-01-01T00:00:00Z',
    '2026-01-05',
  ])('%j is none', (text) => {
    expect(readTime(text)).toBeUndefined();
  });

  it('is the first telling with an offset, else the first that can be read', () => {
    const first = (...tellings: string[]) => firstTime(tellings.map(readTime));
    expect(first('2026-01-05T18:00:00', '2026-01-05T10:00:00Z')?.occurredAt).toBe('2026-01-05T10:00:00Z');
    expect(first('nonsense', '2026-01-05T18:00:00')?.offsetSource).toBe('assumed_utc');
    expect(first('nonsense')).toBeNull();
  });
});
