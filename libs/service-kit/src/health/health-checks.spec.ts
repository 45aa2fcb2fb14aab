import { describe, expect, it, jest } from '@jest/globals';
import { HealthChecks } from './health-checks.ts';

describe('health checks', () => {
  it('do not hold when they take too long, and are not asked again before they have answered', async () => {
    jest.useFakeTimers();
    const checks = new HealthChecks();
    const answer = Promise.withResolvers<void>();
    const check = jest.fn(() => answer.promise);
    checks.add('kafka', check);

    const runs = [checks.run(), checks.run()];
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await Promise.all(runs)).toEqual([{ kafka: false }, { kafka: false }]);
    const third = checks.run();
    expect(check).toHaveBeenCalledTimes(1);
    answer.resolve();
    expect(await third).toEqual({ kafka: true });
    expect(await checks.run()).toEqual({ kafka: true });
    expect(check).toHaveBeenCalledTimes(2);
    jest.useRealTimers();
  });
});
