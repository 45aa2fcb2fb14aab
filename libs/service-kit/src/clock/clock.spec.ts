import { describe, expect, it } from '@jest/globals';
import { ReplayClock, SystemClock } from './clock.ts';

const at = (time: string) => new Date(`2017-05-01T${time}Z`);

describe('the replay clock', () => {
  it('tells no time before it is set', () => {
    const clock = new ReplayClock();
    expect(clock.isSet).toBe(false);
    expect(() => clock.now()).toThrow(expect.objectContaining({ status: 503, code: 'clock_not_set' }));
  });

  it('moves forward, may stay, and never goes back', () => {
    const clock = new ReplayClock();
    clock.set(at('10:00:00'));
    clock.set(at('10:00:00'));
    clock.set(at('11:00:00'));
    expect(() => clock.set(at('10:59:59'))).toThrow(expect.objectContaining({ status: 409 }));
    expect(clock.now()).toEqual(at('11:00:00'));
  });

  it('is moved by nothing but `set`', () => {
    const clock = new ReplayClock();
    const instant = at('10:00:00');
    clock.set(instant);
    instant.setUTCHours(1);
    clock.now().setUTCHours(1);
    expect(clock.now()).toEqual(at('10:00:00'));
    expect(() => clock.set(new Date(NaN))).toThrow(RangeError);
  });
});

describe('the system clock', () => {
  it('is the system’s', () => {
    const before = Date.now();
    const now = new SystemClock().now().getTime();
    expect(now >= before && now <= Date.now()).toBe(true);
  });
});
