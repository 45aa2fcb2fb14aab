import { describe, expect, it } from '@jest/globals';
import { s10 } from './numbers.ts';

describe('a number of the S10 pattern', () => {
  it('has the check digit of the Universal Postal Union', () => {
    // The example of the standard itself.
    expect(s10('RR', 47_312_482, 'GB')).toBe('RR473124829GB');
  });
  it.each([
    [1, 'LW000000014CN'],
    [8, 'LW000000080CN'],
    [0, 'LW000000005CN'],
  ])('has one for %d, remainders of 0 and 1 included', (serial, number) =>
    expect(s10('LW', serial, 'CN')).toBe(number),
  );
});
