import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalDraws, stayAt, tallyOfHours, tallyOnDay, uniformDraws } from './drawn-dwell.spec-kit.ts';
import { parseDwellDistribution, priorDistribution } from './dwell-distribution.ts';
import { learnDwell } from './learn-dwell.ts';
import { addTally, emptyTally } from './survival.ts';

const prior = priorDistribution({ p50Hours: 25, p95Hours: 90 });
const SIGMA = 0.6;

/** Deviations of the logarithm above the median at P99.9 of a lognormal. */
const Z_999 = 3.0902323061678132;
const healthy999 = (median: number) => median * Math.exp(Z_999 * SIGMA);

/** Lognormal dwells with the given median, of which a share is stopped for another 3 to 30 times as long. */
function drawnHours(seed: number, parcels: number, median: number, stopped = 0): number[] {
  const uniform = uniformDraws(seed);
  const normal = normalDraws(uniform);
  return Array.from({ length: parcels }, () => {
    const hours = median * Math.exp(SIGMA * normal());
    return uniform() < stopped ? hours * (4 + 27 * uniform()) : hours;
  });
}

/** What was learned over the truth, less 1. */
const error = (learned: number, truth: number) => Math.abs(learned / truth - 1);

describe('what is learned of a stage', () => {
  const lane = learnDwell('lane', tallyOfHours(drawnHours(1, 5000, 40)), prior);

  it('is the level above, while nothing is known', () => {
    expect(learnDwell('route', emptyTally(), lane)).toBe(lane);
  });

  it('is its own with 1,000 parcels: P50 to 5%, P99.9 to 25%', () => {
    const route = learnDwell('route', tallyOfHours(drawnHours(2, 1000, 80)), lane);
    expect(route.origin).toEqual({ level: 'route', observations: 1000, halfLifeDays: 14 });
    expect(error(route.quantile(0.5), 80)).toBeLessThan(0.05);
    expect(error(route.healthyQuantile(0.999), healthy999(80))).toBeLessThan(0.25);
  });

  it('stays nearer its lane than its own word with 5 parcels, and bears the name of the lane', () => {
    const route = learnDwell('route', tallyOfHours(drawnHours(3, 5, 80)), lane);
    expect(route.origin).toEqual(lane.origin);
    expect(route.quantile(0.5)).toBeGreaterThan(lane.quantile(0.5));
    expect(route.quantile(0.5)).toBeLessThan(56.6);
  });

  it('bears its own name from 30 parcels on', () => {
    const named = (parcels: number) =>
      learnDwell('route', tallyOfHours(drawnHours(4, parcels, 40)), lane).origin;
    expect(named(29).level).toBe('lane');
    expect(named(30)).toEqual({ level: 'route', observations: 30, halfLifeDays: 14 });
  });

  it('leans on its lane where all of a day came together: a flight of 1,000 parcels is one flight', () => {
    const flight = tallyOfHours(Array<number>(1000).fill(160));
    const byParcels = learnDwell('route', flight, lane);
    const byDays = learnDwell('route', flight, lane, 'together');
    expect(byParcels.quantile(0.1)).toBeGreaterThan(110);
    expect(byDays.quantile(0.1)).toBeLessThan(40);
    expect(byDays.quantile(0.5)).toBeGreaterThan(lane.quantile(0.5));
    expect(byDays.origin).toEqual(byParcels.origin);
  });

  it('borrows the form of its lane at its own pace: 30 slow parcels have the tail of the lane, moved', () => {
    const route = learnDwell('route', tallyOfHours(drawnHours(5, 30, 120)), lane);
    expect(error(route.healthyQuantile(0.999), healthy999(120))).toBeLessThan(0.45);
    expect(error(lane.healthyQuantile(0.999), healthy999(120))).toBeGreaterThan(0.6);
  });

  it('goes down the levels: a thin route follows its provider rather than the lane', () => {
    const slow = tallyOfHours(drawnHours(6, 400, 90));
    const all = emptyTally();
    addTally(all, slow);
    addTally(all, tallyOfHours(drawnHours(7, 5000, 40)));
    const wholeLane = learnDwell('lane', all, prior);
    const provider = learnDwell('provider_lane', slow, wholeLane);
    const route = learnDwell('route', tallyOfHours(drawnHours(8, 4, 90)), provider);
    expect(route.origin).toMatchObject({ level: 'provider_lane', observations: 400 });
    expect(wholeLane.quantile(0.5)).toBeLessThan(46);
    expect(error(route.quantile(0.5), 90)).toBeLessThan(0.15);
  });

  it('hears of parcels of which none has left yet', () => {
    const stays = Array.from({ length: 50 }, () => stayAt(24 * 109, 1e9, 24 * 120));
    const route = learnDwell('route', tallyOnDay(stays, 119), lane);
    expect(route.survival(200)).toBeGreaterThan(10 * lane.survival(200));
    expect(route.origin).toEqual(lane.origin);
  });

  it('takes a plain quantile from the counts, whatever the form: two humps are two humps', () => {
    const hours = [...drawnHours(9, 1000, 5), ...drawnHours(10, 1000, 200)];
    const twice = learnDwell('route', tallyOfHours(hours), lane);
    expect(twice.survival(40)).toBeGreaterThan(0.46);
    expect(twice.survival(40)).toBeLessThan(0.54);
    expect(error(twice.quantile(0.25), 5)).toBeLessThan(0.1);
    expect(error(twice.quantile(0.75), 200)).toBeLessThan(0.1);
  });
});

describe('whatever the counts', () => {
  const anyStays = fc.array(
    fc.record({
      hours: fc.oneof(
        fc.double({ min: 0, max: 6000, noNaN: true }),
        fc.constantFrom(0, 0.5, 12, 12.1, 24, 2048, 1e9),
      ),
      times: fc.constantFrom(1, 3, 40, 800),
    }),
    { maxLength: 12 },
  );
  const anyParent = fc.constantFrom(
    prior,
    priorDistribution({ p50Hours: 1, p95Hours: 1.05 }),
    priorDistribution({ p50Hours: 530, p95Hours: 1080 }),
  );

  it('the result is a distribution: finite, falling, and the same after it was stored', () => {
    fc.assert(
      fc.property(anyStays, anyParent, (drawn, parent) => {
        const stays = drawn.flatMap(({ hours, times }) =>
          Array.from({ length: times }, (_, index) => stayAt((index % 90) * 24, hours, 24 * 120)),
        );
        const learned = learnDwell('route', tallyOnDay(stays, 119), parent);
        const hours = [0, 0.1, 1, 10, 100, 1000, 2048, 1e4, 1e6];
        const shares = hours.map((each) => learned.survival(each));
        expect(shares).toEqual(shares.toSorted((a, b) => b - a));
        expect(shares[0]).toBe(1);
        for (const q of [0.1, 0.5, 0.9, 0.999, 0.9999]) {
          const [all, healthy] = [learned.quantile(q), learned.healthyQuantile(q)];
          if (all < 365 * 24) expect(learned.survival(all)).toBeCloseTo(1 - q, 9);
          if (healthy < 365 * 24) expect(learned.healthySurvival(healthy)).toBeCloseTo(1 - q, 9);
        }
        expect(JSON.stringify(parseDwellDistribution(learned.toJSON()))).toBe(JSON.stringify(learned));
      }),
      { numRuns: 150 },
    );
  });
});

describe('the stalls that are to be alarmed', () => {
  it.each([1000, 10_000])('do not stretch what is healthy: 0.5% of %i parcels', (parcels) => {
    const hours = drawnHours(12, parcels, 40, 0.005);
    const route = learnDwell('route', tallyOfHours(hours), prior);
    const counted = hours.sort((a, b) => a - b)[Math.floor(0.999 * parcels)] ?? 0;
    expect(counted / healthy999(40)).toBeGreaterThan(2);
    expect(error(route.healthyQuantile(0.999), healthy999(40))).toBeLessThan(0.25);
  });

  it('do not stretch it either, when they never end', () => {
    const stays = drawnHours(13, 4000, 40).map((hours, index) =>
      stayAt(index % 1000, index % 200 === 0 ? 1e9 : hours, 24 * 120),
    );
    const route = learnDwell('route', tallyOnDay(stays, 119), prior);
    expect(error(route.healthyQuantile(0.999), healthy999(40))).toBeLessThan(0.4);
    expect(route.survival(1500)).toBeGreaterThan(0.001);
  });
});

describe('a route of 40 parcels a day that becomes 40% slower on day 60', () => {
  const uniform = uniformDraws(14);
  const normal = normalDraws(uniform);
  const parcels = Array.from({ length: 4800 }, (_, index) => ({
    enteredHour: 0.6 * index,
    hours: (0.6 * index < 60 * 24 ? 40 : 56) * Math.exp(SIGMA * normal()),
  }));
  const learnedOn = (day: number) => {
    const nowHour = 24 * (day + 1);
    const known = parcels.filter(({ enteredHour }) => enteredHour < nowHour);
    const stays = known.map(({ enteredHour, hours }) => stayAt(enteredHour, hours, nowHour));
    return learnDwell('route', tallyOnDay(stays, day), prior);
  };

  it('is known to be slower by a quarter of that after 10 days, by half after 20, by four fifths after 45', () => {
    const before = learnedOn(59).quantile(0.5);
    const followed = (day: number) => (learnedOn(day).quantile(0.5) - before) / 16;
    expect(error(before, 40)).toBeLessThan(0.1);
    expect(followed(70)).toBeGreaterThan(0.25);
    expect(followed(80)).toBeGreaterThan(0.5);
    expect(followed(105)).toBeGreaterThan(0.8);
    expect(followed(119)).toBeLessThan(1.1);
  });

  it('has its threshold follow', () => {
    const threshold = (day: number) => learnedOn(day).healthyQuantile(0.999);
    expect(error(threshold(59), healthy999(40))).toBeLessThan(0.25);
    expect(error(threshold(105), healthy999(56))).toBeLessThan(0.25);
  });

  it('is not taken for faster just after, when only the quick ones of the last days have left', () => {
    for (const day of [60, 61, 62, 63, 64]) {
      expect(learnedOn(day).quantile(0.5)).toBeGreaterThan(learnedOn(59).quantile(0.5) * 0.97);
    }
  });
});
