import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '@landfall/domain';
import { judge } from './maturity.ts';
import type { ParcelFact } from './parcel-fact.ts';
import { RouteDirectory } from './route-directory.ts';
import { compareRanks, computeScorecards, rankOf, type ScorecardRequest } from './scorecard.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const day = (count: number) => start + count * DAY_MS;

const parcel = (more: Partial<ParcelFact> = {}): ParcelFact => ({
  originCountry: 'CN',
  destinationCountry: 'US',
  routeId: null,
  purpose: 'outbound',
  registeredAt: start,
  dispatchedAt: start,
  deliveredAt: null,
  promisedAt: null,
  cancelledAt: null,
  ...more,
});

/** Parcels delivered after so many days each. */
const delivered = (days: readonly number[], more: Partial<ParcelFact> = {}) =>
  days.map((count) => parcel({ deliveredAt: day(count), ...more }));

const cards = (
  facts: readonly ParcelFact[],
  { now = day(60), ...more }: Partial<ScorecardRequest> & { now?: number } = {},
) => computeScorecards(judge(facts, now), { by: 'lane', providerOf: () => null, ...more });

describe('a scorecard', () => {
  it('counts the undelivered as infinite', () => {
    const [card] = cards([...delivered([1, 2, 3, 4, 5, 6, 7, 8, 9]), parcel()]);
    expect(card).toMatchObject({ subject: 'CN-US', parcels: 10, mature: 10 });
    expect(card?.transitDays.p50).toBeCloseTo(5.5, 12);
    expect(card?.transitDays.p80).toBeCloseTo(8.2, 12);
    expect(card?.transitDays.p95).toBeNull();
    expect(card?.receiptRate).toMatchObject({ value: 0.9, n: 10 });
  });

  it('gives the receipt rate with its Wilson interval', () => {
    const [card] = cards([...delivered(Array<number>(95).fill(6)), ...Array<ParcelFact>(5).fill(parcel())]);
    expect(card?.receiptRate?.low).toBeCloseTo(0.8882, 4);
    expect(card?.receiptRate?.high).toBeCloseTo(0.9785, 4);
  });

  it('keeps a parcel that was never scanned in the denominator', () => {
    const [card] = cards([...delivered([6]), parcel({ dispatchedAt: null })]);
    expect(card?.receiptRate).toMatchObject({ value: 0.5, n: 2 });
  });

  it('counts a delivery without a known hand-over as received, and not in the transit', () => {
    const [card] = cards([...delivered([6]), parcel({ dispatchedAt: null, deliveredAt: day(20) })]);
    expect(card?.receiptRate?.value).toBe(1);
    expect(card?.transitDays).toEqual({ p50: 6, p80: 6, p95: 6 });
  });

  it('judges punctuality by the parcels that had a promise; an undelivered one broke it', () => {
    const [card] = cards([
      ...delivered([9, 10, 11], { promisedAt: day(10) }),
      parcel({ promisedAt: day(10) }),
      ...delivered([3]),
    ]);
    expect(card?.onTimeRate).toMatchObject({ value: 0.5, n: 4 });
  });

  it('says nothing where nothing is mature', () => {
    const [card] = cards(delivered([4, 5]), { now: day(20) });
    expect(card).toEqual({
      by: 'lane',
      subject: 'CN-US',
      originCountry: 'CN',
      destinationCountry: 'US',
      routeId: null,
      parcels: 2,
      mature: 0,
      transitDays: { p50: null, p80: null, p95: null },
      spread: null,
      receiptRate: null,
      onTimeRate: null,
    });
  });

  it('of a route joins its lanes, and names a country only where all parcels share it', () => {
    const facts = [
      ...delivered([4], { routeId: 'AIR-1' }),
      ...delivered([6], { routeId: 'AIR-1', destinationCountry: 'DE' }),
      ...delivered([5]),
    ];
    expect(cards(facts, { by: 'route' })).toMatchObject([
      { subject: 'AIR-1', routeId: 'AIR-1', originCountry: 'CN', destinationCountry: null, parcels: 2 },
    ]);
  });

  it('of a provider joins its routes, by our id or the name that the parcels carried', () => {
    const route = { routeId: 'r-1', externalId: 'AIR-1', providerId: 'p-1', originCountry: 'CN' };
    const routes = new RouteDirectory([route, { ...route, routeId: 'r-2', externalId: 'AIR-2' }]);
    const facts = ['AIR-1', 'r-1', 'AIR-2', 'unknown'].flatMap((routeId) => delivered([4], { routeId }));
    const providerOf = (carried: string) => routes.providerOf(carried);
    expect(cards(facts, { by: 'provider', providerOf })).toMatchObject([
      { by: 'provider', subject: 'p-1', routeId: null, parcels: 3 },
    ]);
  });
});

describe('a period and a country', () => {
  const facts = [0, 1, 2].map((count) =>
    parcel({
      dispatchedAt: day(count),
      deliveredAt: day(count + 4),
      destinationCountry: count < 2 ? 'US' : 'PR',
    }),
  );

  it('take the parcels shipped from one time until before another', () => {
    expect(cards(facts, { from: day(1), to: day(2) })).toMatchObject([{ parcels: 1 }]);
    expect(cards(facts, { from: day(3) })).toEqual([]);
  });

  it('take a country with the territories that its gateway serves, or one territory', () => {
    expect(cards(facts, { country: 'US' })).toMatchObject([{ parcels: 3 }]);
    expect(cards(facts, { country: 'PR' })).toMatchObject([{ parcels: 1 }]);
    expect(cards(facts, { country: 'DE' })).toEqual([]);
  });

  it("leave maturity to the lane's whole history", () => {
    const slow = parcel({ deliveredAt: day(50) });
    const late = parcel({ dispatchedAt: day(20) });
    expect(cards([slow, late], { from: day(10) })).toMatchObject([{ parcels: 1, mature: 0 }]);
    expect(cards([late], { from: day(10) })).toMatchObject([{ parcels: 1, mature: 1 }]);
  });
});

describe('the ranking', () => {
  it('goes by the lower bound: three lucky parcels never lead', () => {
    const facts = [
      ...delivered([5, 5, 5], { routeId: 'lucky' }),
      ...delivered(Array<number>(196).fill(5), { routeId: 'proven' }),
      ...Array<ParcelFact>(4).fill(parcel({ routeId: 'proven' })),
      parcel({ routeId: 'young', dispatchedAt: day(59) }),
    ];
    expect(cards(facts, { by: 'route' }).map(({ subject }) => subject)).toEqual(['proven', 'lucky', 'young']);
  });

  it('puts equal bounds in the order of their subjects, so that a page can go on', () => {
    const ranked = cards([...delivered([4], { routeId: 'b' }), ...delivered([4], { routeId: 'a' })], {
      by: 'route',
    }).map(rankOf);
    expect(ranked.map(({ subject }) => subject)).toEqual(['a', 'b']);
    const [a, b] = ranked;
    expect(a && b && compareRanks(a, b)).toBeLessThan(0);
    expect(a && compareRanks(a, a)).toBe(0);
  });
});
