import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DwellDistribution,
  parseDwellDistribution,
  priorDistribution,
  type DwellFormatError,
  type StoredDwell,
} from './dwell-distribution.ts';
import { CLOSED_BINS, binEdges } from './dwell-bins.ts';

/** Cumulative hazard in 1/10,000 of a Weibull with median 40 h and shape 1.5, at an edge. */
const weibull = (edge: number) => 1e4 * Math.LN2 * ((binEdges[edge] ?? 0) / 40) ** 1.5;

/** The same of all, of which 0.4% are stopped: half of those for over four times 80.5 h. */
const ofAll = (edge: number) => {
  const stopped = Math.min(1, Math.sqrt(80.5 / (binEdges[edge] ?? 0)));
  return edge < 0 ? 0 : -1e4 * Math.log(0.996 * Math.exp(-weibull(edge) / 1e4) + 0.004 * stopped);
};

const stored: StoredDwell = {
  v: 1,
  level: 'route',
  n: 812.4,
  halfLife: 14,
  stopped: 4000,
  from: 80_500,
  steps: Array.from({ length: CLOSED_BINS }, (_, edge) => Math.round(weibull(edge) - weibull(edge - 1))),
  all: Array.from({ length: CLOSED_BINS }, (_, edge) => Math.round(ofAll(edge) - ofAll(edge - 1))),
};

function parsed(form: unknown): DwellDistribution {
  const dwell = parseDwellDistribution(form);
  if (!(dwell instanceof DwellDistribution)) throw new Error(`${dwell.code} ${dwell.field}`);
  return dwell;
}

/** Steps of 0 are plateaus on which nobody leaves. */
const anyDwell: fc.Arbitrary<DwellDistribution> = fc
  .record({
    stopped: fc.nat(50_000),
    from: fc.integer({ min: 100, max: 1e6 }),
    steps: fc.array(fc.oneof(fc.constant(0), fc.nat(200), fc.nat(9000)), {
      minLength: CLOSED_BINS,
      maxLength: CLOSED_BINS,
    }),
  })
  .map((form) => parsed({ ...stored, ...form }));
const anyHours = fc.oneof(
  fc.double({ min: 0, max: 3000, noNaN: true }),
  fc.double({ min: 0, max: 2, noNaN: true }),
);
const anyShare = fc.double({ min: 0, max: 0.9999, noNaN: true });

describe('a dwell distribution', () => {
  it('falls from 1 at nothing to almost 0, and never rises', () => {
    fc.assert(
      fc.property(anyDwell, anyHours, anyHours, (dwell, a, b) => {
        expect(dwell.survival(0)).toBe(1);
        expect(dwell.survival(1e30)).toBeLessThan(1e-4);
        expect(dwell.survival(Math.max(a, b))).toBeLessThanOrEqual(dwell.survival(Math.min(a, b)) + 1e-12);
        expect(dwell.healthySurvival(a)).toBeLessThanOrEqual(1);
        expect(dwell.healthySurvival(a)).toBeGreaterThan(0);
      }),
    );
  });

  it('has quantiles that invert it, a year at most', () => {
    fc.assert(
      fc.property(anyDwell, anyShare, (dwell, q) => {
        const year = 365 * 24;
        const [all, healthy] = [dwell.quantile(q), dwell.healthyQuantile(q)];
        expect(all).toBeLessThanOrEqual(year);
        expect(healthy).toBeLessThanOrEqual(year);
        if (all < year) expect(dwell.survival(all)).toBeCloseTo(1 - q, 9);
        else expect(dwell.survival(year)).toBeGreaterThanOrEqual(1 - q - 1e-9);
        if (healthy < year) expect(dwell.healthySurvival(healthy)).toBeCloseTo(1 - q, 9);
      }),
    );
  });

  it('never lets a parcel leave before now, nor earlier as time passes without an event', () => {
    fc.assert(
      fc.property(anyDwell, anyShare, anyHours, anyHours, (dwell, q, a, b) => {
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
        expect(dwell.conditionalQuantile(q, later)).toBeGreaterThanOrEqual(later);
        expect(dwell.conditionalQuantile(q, later)).toBeGreaterThanOrEqual(
          dwell.conditionalQuantile(q, sooner) * (1 - 1e-9),
        );
      }),
    );
  });

  it('asked of a parcel that has just come is the plain quantile', () => {
    const dwell = parsed(stored);
    expect(dwell.conditionalQuantile(0.8, 0)).toBe(dwell.quantile(0.8));
    expect(() => dwell.quantile(1)).toThrow(RangeError);
    expect(() => dwell.quantile(-0.1)).toThrow(RangeError);
  });

  it('of all parcels lasts longer than that of the healthy ones', () => {
    const dwell = parsed(stored);
    expect(dwell.survival(1000)).toBeGreaterThan(10 * dwell.healthySurvival(1000));
    expect(dwell.quantile(0.5) / dwell.healthyQuantile(0.5)).toBeLessThan(1.02);
  });

  it('expects of a stopped parcel that it stays the longer the longer it has stayed', () => {
    const dwell = parsed(stored);
    const wait = (elapsed: number) => dwell.conditionalQuantile(0.5, elapsed) - elapsed;
    expect(wait(100)).toBeLessThan(100);
    expect(wait(800)).toBeGreaterThan(800);
  });
});

describe('the stored form', () => {
  it('gives the same distribution again', () => {
    fc.assert(
      fc.property(anyDwell, anyHours, (dwell, hours) => {
        const copy = parsed(JSON.parse(JSON.stringify(dwell)));
        expect(copy.origin).toEqual(dwell.origin);
        expect(copy.stoppage).toEqual(dwell.stoppage);
        expect(copy.survival(hours)).toBe(dwell.survival(hours));
        expect(copy.healthySurvival(hours)).toBe(dwell.healthySurvival(hours));
      }),
    );
  });

  it('is what was read', () => {
    expect(parsed(stored).toJSON()).toEqual(stored);
    expect(parsed({ ...stored, level: 'prior', halfLife: null }).origin.halfLifeDays).toBeNull();
  });

  it('is under 1,500 bytes', () => {
    const long = stored.steps.map(() => 99_999);
    const longest = { ...stored, steps: long, all: long, present: long, stopped: 999_999 };
    expect(JSON.stringify(parsed(longest)).length).toBeLessThan(1_500);
  });

  it('holds the present one where that is another, never longer than that of all', () => {
    const one = parsed(stored);
    expect(one.present).toBe(one);
    const quicker = { ...stored, present: stored.all.map((step) => 2 * step) };
    expect(parsed(quicker).toJSON()).toEqual(quicker);
    expect(parsed(quicker).present.survival(100)).toBeCloseTo(one.survival(100) ** 2, 9);
    const slower = parsed({ ...stored, present: stored.all.map(() => 0) });
    expect(slower.present.survival(100)).toBe(one.survival(100));
    expect(one.among(slower, slower).present.survival(100)).toBe(one.survival(100));
  });

  it.each([
    ['', null],
    ['', 'text'],
    ['v', { ...stored, v: 2 }],
    ['level', { ...stored, level: 'world' }],
    ['n', { ...stored, n: -1 }],
    ['halfLife', { ...stored, halfLife: 0 }],
    ['stopped', { ...stored, stopped: 1_000_000 }],
    ['from', { ...stored, from: 0 }],
    ['steps', { ...stored, steps: stored.steps.slice(1) }],
    ['steps', { ...stored, steps: stored.steps.with(7, -1) }],
    ['steps', { ...stored, steps: stored.steps.map(String) }],
    ['steps', { ...stored, steps: 'many' }],
    ['all', { ...stored, all: stored.all.slice(1) }],
    ['all', { ...stored, all: undefined }],
    ['present', { ...stored, present: stored.all.slice(1) }],
  ])('with a wrong field %s is refused', (field, form) => {
    const error: DwellFormatError = { code: 'not_a_dwell_distribution', field };
    expect(parseDwellDistribution(form)).toEqual(error);
  });
});

describe('a prior', () => {
  const dwell = priorDistribution({ p50Hours: 40, p95Hours: 120 });

  it('has about the quantiles that it was made of', () => {
    expect(dwell.healthyQuantile(0.5)).toBeCloseTo(40, 0);
    expect(dwell.healthyQuantile(0.95)).toBeCloseTo(120, 0);
    expect(dwell.origin).toEqual({ level: 'prior', observations: 0, halfLifeDays: null });
  });

  it('is wider to estimates: a place that nobody knows may be faster or slower', () => {
    expect(dwell.stoppage.share).toBe(0);
    expect(dwell.quantile(0.5)).toBeCloseTo(40, 0);
    expect(dwell.quantile(0.95)).toBeCloseTo(138, 0);
  });

  it('is as wide to estimates as it is known to be', () => {
    const known = priorDistribution({ p50Hours: 40, p95Hours: 120 }, { pace: 0, spread: 1, places: 0 });
    expect(known.quantile(0.95)).toBeCloseTo(120, 0);
    const half = priorDistribution({ p50Hours: 40, p95Hours: 120 }, { pace: 0, spread: 0.5, places: 0 });
    expect(half.quantile(0.5)).toBeCloseTo(40, 0);
    expect(half.quantile(0.95)).toBeCloseTo(40 * Math.sqrt(3), 0);
    expect(half.healthyQuantile(0.95)).toBeCloseTo(120, 0);
  });

  it('stays finite where a narrow one has long ended', () => {
    const narrow = priorDistribution({ p50Hours: 1, p95Hours: 1.2 });
    expect(narrow.survival(2000)).toBeGreaterThan(0);
    expect(narrow.conditionalQuantile(0.9, 2000)).toBeGreaterThan(2000);
    expect(narrow.conditionalQuantile(0.9, 2000)).toBeLessThan(20_000);
  });
});
