import { describe, expect, it } from '@jest/globals';
import { normaliseNumber } from '../scans/tracking-number.ts';
import { unitIdOf, unitNumberOf } from './unit-number.ts';

const unitId = '019a0000-0000-7000-8000-00000000000a';

describe('what stands for a unit where scans have their number', () => {
  it('leads back to the unit, however its id was written', () => {
    expect(unitIdOf(unitNumberOf(unitId))).toBe(unitId);
    expect(unitNumberOf(unitId.toUpperCase())).toBe(unitNumberOf(unitId));
  });

  it('is no tracking number, whatever a merchant registers', () => {
    const registered = normaliseNumber(unitNumberOf(unitId));
    expect(registered).not.toBe(unitNumberOf(unitId));
    expect(unitIdOf(registered)).toBeUndefined();
  });

  it('fits where topics have a tracking number', () =>
    expect(unitNumberOf(unitId).length).toBeLessThanOrEqual(64));
});
