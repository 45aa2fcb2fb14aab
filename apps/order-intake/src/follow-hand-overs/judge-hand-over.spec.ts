import { describe, expect, it } from '@jest/globals';
import { judgeHandOver, mostNumbers } from './judge-hand-over.ts';

const now = new Date('2026-03-10T12:00:00Z');
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ trackingNumber: `N ${index}`, carrier: 'dhl' }));
const parcel = (changes: Partial<Parameters<typeof judgeHandOver>[0]> = {}) => ({
  tracking_numbers: numbered(1),
  ended_at: null,
  cancelled_at: null,
  ...changes,
});

describe('a hand-over to another number', () => {
  it.each([
    ['of a parcel that is under way is followed', parcel(), 'add'],
    ['of one that has ended is not', parcel({ ended_at: now }), 'parcel_ended'],
    ['of one that is cancelled is not', parcel({ cancelled_at: now }), 'parcel_cancelled'],
    [
      'of one with nearly as many as it can have is',
      parcel({ tracking_numbers: numbered(mostNumbers - 1) }),
      'add',
    ],
    ['of one with as many is not', parcel({ tracking_numbers: numbered(mostNumbers) }), 'too_many_numbers'],
  ])('%s', (_, given, expected) => {
    expect(judgeHandOver(given, 'LOC001')).toBe(expected);
  });

  it.each(['N/A', '-', '0', 'LOC-12', 'UNKNOWN'])('to what is no number is not followed: %s', (text) => {
    expect(judgeHandOver(parcel(), text)).toBe('no_number');
  });

  it('is known where the parcel has the number, however written, of whichever company, and whatever became of it', () => {
    expect(judgeHandOver(parcel(), 'n0')).toBe('known');
    expect(judgeHandOver(parcel({ ended_at: now }), 'N0')).toBe('known');
    expect(judgeHandOver(parcel({ tracking_numbers: numbered(mostNumbers) }), 'N9')).toBe('known');
  });
});
