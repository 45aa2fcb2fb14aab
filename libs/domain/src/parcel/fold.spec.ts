import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareEvents } from './event-order.ts';
import { evolve } from './evolve.ts';
import { foldParcel } from './fold.ts';
import { emptyParcel, type ParcelState } from './parcel-state.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import { anyParcel, anyScans } from './scans.spec-kit.ts';
import { given, hour, parcel, scan } from './story.spec-kit.ts';

/** As a consumer does it: goes on from the known state, and folds anew when a scan comes late. */
function incrementally(batches: readonly ParcelEvent[][], facts: ParcelFacts): ParcelState {
  const known = new Map<string, ParcelEvent>();
  let state = foldParcel([], facts);
  for (const batch of batches) {
    for (const event of batch) {
      if (known.has(event.eventId)) continue;
      known.set(event.eventId, event);
      const late = state.lastEvent !== null && compareEvents(event, state.lastEvent) < 0;
      state = late ? foldParcel([...known.values()], facts) : evolve(state, event, facts);
    }
  }
  return state;
}

/** A history as it may reach us: shuffled, with repeats, cut into batches. */
const deliveredSomehow = anyScans.chain((scans) =>
  fc.record({
    scans: fc.constant(scans),
    arrivals: fc
      .tuple(
        fc.shuffledSubarray(scans, { minLength: scans.length }),
        fc.subarray(scans),
        fc.infiniteStream(fc.nat(4)),
      )
      .map(([all, again, sizes]) => split([...all, ...again], sizes)),
  }),
);

function split<T>(items: readonly T[], sizes: Iterator<number>): T[][] {
  const batches: T[][] = [];
  for (let from = 0; from < items.length;) {
    const size = 1 + Number(sizes.next().value);
    batches.push(items.slice(from, from + size));
    from += size;
  }
  return batches;
}

describe('the fold of a parcel', () => {
  it('gives the same state for any permutation, repetition and split of the scans', () => {
    fc.assert(
      fc.property(deliveredSomehow, anyParcel, ({ scans, arrivals }, facts) => {
        const state = foldParcel(scans, facts);
        expect(foldParcel(arrivals.flat(), facts)).toEqual(state);
        expect(incrementally(arrivals, facts)).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });

  it('is plain JSON', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, (scans, facts) => {
        const state = foldParcel(scans, facts);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });

  it('is in one leg or one wait or none, and knows since when', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, (scans, facts) => {
        const { currentLeg, currentWait, legSince, lastEvent } = foldParcel(scans, facts);
        expect(currentLeg !== null && currentWait !== null).toBe(false);
        expect(legSince === null).toBe(currentLeg === null && currentWait === null);
        expect(legSince ?? -Infinity).toBeLessThanOrEqual(lastEvent?.occurredAt ?? Infinity);
      }),
      { numRuns: 500 },
    );
  });

  it('has a delivery exactly when it is delivered', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, (scans, facts) => {
        const { status, deliveredAt, delivery } = foldParcel(scans, facts);
        expect(deliveredAt !== null).toBe(status === 'delivered');
        expect(delivery?.occurredAt ?? null).toBe(deliveredAt);
      }),
    );
  });

  it('of nothing is the empty parcel', () => {
    expect(foldParcel([], parcel())).toEqual(emptyParcel);
  });

  it('takes the highest revision of a corrected scan', () => {
    const wrong = scan('delivered', 50);
    const corrected = { ...wrong, milestone: 'available_for_pickup' as const, revision: 1 };
    expect(given(parcel(), wrong, corrected).at(51).state.status).toBe('available_for_pickup');
    expect(given(parcel(), corrected, wrong).at(51).state.status).toBe('available_for_pickup');
  });

  it('takes the later recorded of two readings of one revision', () => {
    const first = scan('delivered', 50);
    const second = { ...first, milestone: 'delivery_attempted' as const, recordedAt: hour(60) };
    expect(given(parcel(), first, second).at(61).state.status).toBe('in_transit');
    expect(given(parcel(), second, first).at(61).state.status).toBe('in_transit');
  });

  it('keeps the first time of each milestone and counts every scan once', () => {
    const { state } = given(parcel(), scan('picked_up', 9), scan('picked_up', 5), scan('picked_up', 9)).at(
      10,
    );
    expect(state.reachedAt).toEqual({ picked_up: hour(5) });
    expect(state.eventCount).toBe(2);
  });

  it('puts scans of one instant in chain order, whatever their ids', () => {
    const scans = [
      scan('delivered', 50, { eventId: 'a' }),
      scan('out_for_delivery', 50, { eventId: 'b' }),
      scan('arrived_in_destination_country', 50, { eventId: 'c' }),
      scan('picked_up', 50, { eventId: 'd' }),
    ];
    expect(given(parcel(), ...scans).at(51).state).toMatchObject({
      status: 'delivered',
      contradictions: [],
      lastEvent: { eventId: 'a' },
    });
  });
});

describe('evolve', () => {
  it('refuses a scan that precedes the last one', () => {
    const state = evolve(emptyParcel, scan('arrived_at_warehouse', 20));
    expect(() => evolve(state, scan('picked_up', 10))).toThrow(RangeError);
  });

  it('does not change for the last scan told again', () => {
    const state = evolve(emptyParcel, scan('picked_up', 10));
    expect(evolve(state, scan('picked_up', 10))).toBe(state);
  });

  it('leaves the state it started from as it was', () => {
    const before = JSON.stringify(emptyParcel);
    evolve(emptyParcel, scan('delivered', 10), parcel());
    expect(JSON.stringify(emptyParcel)).toBe(before);
  });
});
