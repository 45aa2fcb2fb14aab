import { describe, expect, it } from '@jest/globals';
import { wilsonInterval } from '@landfall/domain';
import { figuresOf, verify, type Figures } from './verification.ts';

const figures = (mature: number, delivered: number, more: Partial<Figures> = {}): Figures => ({
  scorecardId: '0198f7a0-0000-7000-8000-000000000001',
  by: 'route',
  subject: 'AIR-1',
  originCountry: 'CN',
  destinationCountry: 'US',
  routeId: 'AIR-1',
  computedAt: '2026-02-01T00:00:00.000Z',
  parcels: mature + 10,
  mature,
  transitDays: { p50: 8, p80: 10, p95: 14 },
  receiptRate:
    mature === 0 ? null : { value: delivered / mature, ...wilsonInterval(delivered, mature), n: mature },
  onTimeRate: null,
  ...more,
});

describe('a route', () => {
  it('is verified by 30 mature parcels and a receipt rate known to two points', () => {
    expect(verify(figures(400, 395))).toEqual({
      transitDays: { p50: 8, p80: 10, p95: 14 },
      receiptRate: figures(400, 395).receiptRate,
      onTimeRate: null,
      n: 400,
      asOf: '2026-02-01T00:00:00.000Z',
      status: 'verified',
      why: null,
    });
  });

  it('is unverified while its receipt rate is known less well, and says how well', () => {
    expect(verify(figures(100, 97))).toMatchObject({
      status: 'unverified',
      why: 'receipt rate: 95% interval of +-3.7 points, +-2.0 needed',
      n: 100,
    });
  });

  it('names each thing that is missing', () => {
    expect(verify(figures(29, 29)).why).toBe(
      'transit: 29 mature parcels of 30 needed; receipt rate: 95% interval of +-5.8 points, +-2.0 needed',
    );
    expect(verify(figures(0, 0)).why).toBe(
      'transit: 0 mature parcels of 30 needed; receipt rate: no mature parcel',
    );
  });

  it('without parcels has no figures, also when its last card was emptied', () => {
    const nothing = {
      status: 'unverified',
      why: 'no parcel has been seen on this route',
      n: 0,
      receiptRate: null,
    };
    expect(verify(null)).toMatchObject({ ...nothing, asOf: null });
    expect(verify(figures(0, 0, { parcels: 0 }))).toMatchObject(nothing);
  });
});

describe('the figures of a route', () => {
  const route = { id: '0198f7a0-0000-7000-8000-00000000000a', externalId: 'AIR-1' };
  const ours = figures(40, 40, { subject: route.id });
  const theirs = figures(50, 50);

  it('are those of our id or of the name that the parcels carried', () => {
    expect(figuresOf(route, new Map([[route.id, ours]]))).toBe(ours);
    expect(figuresOf(route, new Map([['AIR-1', theirs]]))).toBe(theirs);
    expect(figuresOf(route, new Map([['AIR-2', theirs]]))).toBeNull();
  });

  it('are those that rest on more mature parcels where there are both', () => {
    const both = (a: Figures, b: Figures) =>
      figuresOf(
        route,
        new Map([
          [route.id, a],
          ['AIR-1', b],
        ]),
      );
    expect(both(ours, theirs)).toBe(theirs);
    expect(both(theirs, ours)).toBe(theirs);
    expect(both(ours, figures(40, 40))?.subject).toBe(route.id);
  });
});
