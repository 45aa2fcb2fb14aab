import { describe, expect, it } from '@jest/globals';
import { hour } from '../wire/instants.ts';
import { workedUntil } from './pace.ts';

const night = { from: 10 * hour, to: 20 * hour };
const slow = (from: number, to: number, speed: number) => ({ from: from * hour, to: to * hour, speed });

describe('work', () => {
  it('takes its time where nobody rests', () => expect(workedUntil(hour, 5, [])).toBe(6 * hour));

  it('waits through shut times', () => {
    expect(workedUntil(8 * hour, 5, [night])).toBe(23 * hour);
    expect(workedUntil(12 * hour, 1, [night])).toBe(21 * hour);
  });

  it('that ends as the doors shut is done then', () =>
    expect(workedUntil(8 * hour, 2, [night])).toBe(10 * hour));

  it('goes slower in a slowdown, and on as usual after it', () => {
    // 2 h before, 1 h done in the 10 slow ones, 2 h after.
    expect(workedUntil(0, 5, [], [slow(2, 12, 0.1)])).toBe(14 * hour);
    expect(workedUntil(0, 2.5, [], [slow(2, 12, 0.1)])).toBe(7 * hour);
  });

  it('rests in a slowdown too', () =>
    // 8 h at half speed are 4, then the night, then 1 h at full speed.
    expect(workedUntil(2 * hour, 5, [night], [slow(0, 20, 0.5)])).toBe(21 * hour));

  it('goes on at its own speed between two slowdowns', () =>
    expect(workedUntil(0, 4, [], [slow(1, 3, 0.5), slow(4, 6, 0.5)])).toBe(6 * hour));
});
