import { describe, expect, it } from '@jest/globals';
import { readFaults } from './faults.ts';
import { defaultShares } from './life/fates.ts';
import { readOptions, usage } from './options.ts';

describe('the command line', () => {
  it('has a world of 20,000 parcels and 120 days without any', () =>
    expect(readOptions([])).toMatchObject({ parcels: 20_000, days: 120, seeds: [1], stepHours: 3 }));

  it('takes several seeds', () =>
    expect(readOptions(['--parcels', '500', '--days', '40', '--seed', '1,2,3'])).toMatchObject({
      parcels: 500,
      days: 40,
      seeds: [1, 2, 3],
    }));

  it('explains itself', () => expect(readOptions(['--help'])).toBe(usage));

  it.each([
    [['--parcels', '0'], '--parcels must be'],
    [['--parcels', 'many'], '--parcels must be'],
    [['--days', '9'], '--days must be'],
    [['--days', '151'], '--days must be'],
    [['--seed', '1,x'], '--seed must be'],
    [['--seed', '1,1'], '--seed must be'],
    [['--step', '25'], '--step must be'],
    [['--url', 'http://localhost:8080'], '--url and --key'],
    [['--url', 'http://localhost:8080', '--key', 'k', '--seed', '1,2'], '--url takes one seed'],
    [['--faults', 'rain=0.1'], 'there is no "rain"'],
  ])('refuses %j', (args, message) => expect(readOptions(args)).toContain(message));

  it('refuses an option that it does not know', () =>
    expect(() => readOptions(['--parcel', '5'])).toThrow("Unknown option '--parcel'"));
});

describe('what is planted', () => {
  it('is the usual where nothing is said', () =>
    expect(readFaults(undefined)).toMatchObject({ shares: defaultShares }));

  it('is changed part by part', () =>
    expect(readFaults('refused=0.5,outages=9')).toMatchObject({
      shares: { ...defaultShares, refused: 0.5 },
      incidents: { outages: 9 },
    }));

  it('is nothing but what is named after none', () => {
    const faults = readFaults('none, stopped=0.2');
    if (typeof faults === 'string') throw new Error(faults);
    expect(Object.entries(faults.shares).filter(([, share]) => share > 0)).toEqual([['stopped', 0.2]]);
    expect(Object.values(faults.incidents)).toEqual([0, 0, 0, 0]);
  });

  it.each([
    ['refused', 'is not NAME=NUMBER'],
    ['refused=', 'is not NAME=NUMBER'],
    ['refused=-1', 'is not NAME=NUMBER'],
    ['refused=2', 'a share from 0 to 1'],
    ['outages=1.5', 'a whole number'],
    ['refused=0.9,stopped=0.9', 'more than all parcels'],
  ])('is refused as %s', (spec, message) => expect(readFaults(spec)).toContain(message));
});
