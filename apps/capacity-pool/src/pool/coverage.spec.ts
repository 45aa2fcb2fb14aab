import { describe, expect, it } from '@jest/globals';
import { compareGaps, coverageGaps } from './coverage.ts';

const route = (originCountry: string, destinationCountries: string[], verified: boolean) => ({
  originCountry,
  destinationCountries,
  verified,
});
const seen = (originCountry: string | null, destinationCountry: string | null, parcels: number) => ({
  originCountry,
  destinationCountry,
  parcels,
});

describe('coverage', () => {
  it('lists a lane until two verified routes serve it', () => {
    const routes = [route('CN', ['US', 'DE'], true), route('CN', ['US'], true), route('CN', ['DE'], false)];
    expect(coverageGaps(routes, [])).toEqual([
      { originCountry: 'CN', destinationCountry: 'DE', routes: 2, verifiedRoutes: 1, parcels: 0 },
    ]);
  });

  it('lists a lane that parcels take and no route serves, the busiest first', () => {
    const gaps = coverageGaps(
      [route('CN', ['FR'], true)],
      [seen('CN', 'BR', 40), seen('CN', 'FR', 7), seen('CN', 'AU', 0)],
    );
    expect(gaps).toEqual([
      { originCountry: 'CN', destinationCountry: 'BR', routes: 0, verifiedRoutes: 0, parcels: 40 },
      { originCountry: 'CN', destinationCountry: 'FR', routes: 1, verifiedRoutes: 1, parcels: 7 },
    ]);
  });

  it('counts countries behind one gateway as one, and a route to both of them once', () => {
    const gaps = coverageGaps([route('HK', ['US', 'PR'], true)], [seen('CN', 'US', 3)]);
    expect(gaps).toEqual([
      { originCountry: 'CN', destinationCountry: 'US', routes: 1, verifiedRoutes: 1, parcels: 3 },
    ]);
  });

  it('leaves out parcels whose origin nobody knows', () => {
    expect(coverageGaps([], [seen(null, 'US', 12)])).toEqual([]);
  });

  it('has one order, so that a page can go on', () => {
    const at = (destinationCountry: string, parcels: number) => ({
      originCountry: 'CN',
      destinationCountry,
      parcels,
    });
    expect(
      [at('US', 1), at('DE', 1), at('BR', 2)].sort(compareGaps).map((gap) => gap.destinationCountry),
    ).toEqual(['BR', 'DE', 'US']);
    expect(compareGaps(at('US', 1), at('US', 1))).toBe(0);
  });
});
