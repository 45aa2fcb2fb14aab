import { describe, expect, it } from '@jest/globals';
import { learnedWeekdays } from './learned-weekdays.ts';

describe('the weekdays of a stage', () => {
  it('are those on which its stays end', () => {
    expect(learnedWeekdays([20, 20, 20, 20, 20, 20, 20])).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(learnedWeekdays([20, 20, 20, 20, 20, 8, 0])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(learnedWeekdays([20, 20, 20, 20, 2, 2, 20])).toEqual([1, 2, 3, 4, 7]);
  });

  it('are not known by fewer than sixty', () => {
    expect(learnedWeekdays([12, 12, 12, 12, 11, 0, 0])).toBeNull();
    expect(learnedWeekdays([12, 12, 12, 12, 12, 0, 0])).toEqual([1, 2, 3, 4, 5]);
  });
});
