import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance, stateChanged, type ParcelState, type Scan } from './parcel-state.ts';

const scan = (milestone: Scan['milestone'], occurredAt: string): Scan =>
  ({ parcelId: 'parcel', milestone, occurredAt }) as Scan;
const after = (...scans: Scan[]): ParcelState =>
  scans.reduce<ParcelState | undefined>((parcel, next) => advance(parcel, 'merchant', next), undefined)!;

describe("the benchmark's parcel", () => {
  it('takes the state of its latest scan and remembers the first of a kind', () => {
    const parcel = after(
      scan('picked_up', '2026-01-01T00:00:00Z'),
      scan('out_for_delivery', '2026-01-05T00:00:00Z'),
      scan('out_for_delivery', '2026-01-06T00:00:00Z'),
      scan('delivered', '2026-01-06T09:00:00Z'),
    );
    expect(parcel).toMatchObject({ state: 'delivered', lastMilestone: 'delivered', version: 4 });
    expect(stateChanged(parcel)).toMatchObject({
      dispatchedAt: '2026-01-01T00:00:00.000Z',
      outForDeliveryAt: '2026-01-05T00:00:00.000Z',
      deliveredAt: '2026-01-06T09:00:00.000Z',
    });
  });

  it('is not put back by a late scan', () => {
    const parcel = after(
      scan('delivered', '2026-01-06T09:00:00Z'),
      scan('arrived_at_facility', '2026-01-02T00:00:00Z'),
    );
    expect(parcel).toMatchObject({ state: 'delivered', version: 2 });
  });

  it('has the same state, last time and version in any order of scans of different seconds', () => {
    const day = fc.uniqueArray(
      fc.record({
        milestone: fc.constantFrom('picked_up', 'in_transit', 'out_for_delivery', 'delivered'),
        second: fc.nat(86_399),
      }),
      { minLength: 1, maxLength: 8, selector: ({ second }) => second },
    );
    const ends = (scans: readonly Scan[]) => {
      const { version, state, lastMilestone, lastEventAt } = after(...scans);
      return { version, state, lastMilestone, lastEventAt };
    };
    fc.assert(
      fc.property(
        day
          .map((scans) =>
            scans.map(({ milestone, second }) => scan(milestone, new Date(second * 1_000).toISOString())),
          )
          .chain((scans) =>
            fc.tuple(fc.constant(scans), fc.shuffledSubarray(scans, { minLength: scans.length })),
          ),
        ([scans, arrivals]) => expect(ends(arrivals)).toEqual(ends(scans)),
      ),
      { numRuns: 1_000 },
    );
  });
});
