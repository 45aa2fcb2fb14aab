import { describe, expect, it } from '@jest/globals';
import type { ThrowawaySystem } from '../../start/throwaway-system.ts';
import { oneAtATime, type ServiceFault } from './service-faults.ts';

const system = {} as ThrowawaySystem;

describe('faults of one process', () => {
  const log: string[] = [];
  const ends: Record<string, () => void> = {};
  const fault = (what: string, target: ServiceFault['target'], fails = false): ServiceFault => ({
    what,
    target,
    strike: () => {
      log.push(what);
      return new Promise((resolve, reject) => {
        ends[what] = () => (fails ? reject(new Error('it did not end')) : resolve(1));
      });
    },
  });

  it('strike one after the other, those of others meanwhile', async () => {
    const faults = oneAtATime([
      fault('SIGTERM analytics', 'analytics', true),
      fault('kill -9 analytics', 'analytics'),
      fault('kill -9 kafka', 'kafka'),
    ]);
    const struck = faults.map((one) => one.strike(system));
    const outcome = Promise.allSettled(struck);
    await new Promise(setImmediate);
    expect(log).toEqual(['SIGTERM analytics', 'kill -9 kafka']);
    ends['SIGTERM analytics']?.();
    await expect(struck[0]).rejects.toThrow('it did not end');
    await new Promise(setImmediate);
    expect(log).toEqual(['SIGTERM analytics', 'kill -9 kafka', 'kill -9 analytics']);
    ends['kill -9 analytics']?.();
    ends['kill -9 kafka']?.();
    expect(await outcome).toHaveLength(3);
  });
});
