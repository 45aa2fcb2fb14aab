import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareEvents } from './event-order.ts';
import { evolve } from './evolve.ts';
import { foldParcel } from './fold.ts';
import { emptyParcel, type ParcelState } from './parcel-state.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import { anyParcel, anyScan, anyScans, scansUpTo } from './scans.spec-kit.ts';
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

/** Few enough for ten thousand histories, and for every order of a pair or three of them. */
const fewScans = scansUpTo(10);

/** The state as a store gives it back. */
const readBack = (state: ParcelState): ParcelState => JSON.parse(JSON.stringify(state)) as ParcelState;

/** All of them in any order, some told again. */
const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc
    .tuple(fc.shuffledSubarray([...items], { minLength: items.length }), fc.subarray([...items]))
    .map(([all, again]) => [...all, ...again]);

/** Compares quickly, and tells what differs where anything does. */
const expectSame = (actual: unknown, expected: unknown): void => {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
};

/** Scans and their corrections: the highest revision of an id is what counts. */
const correctedScans = fc
  .tuple(fewScans, fc.infiniteStream(fc.option(anyScan, { freq: 3 })))
  .map(([scans, corrections]) =>
    scans.flatMap((first) => {
      const { value } = corrections.next() as { value: ParcelEvent | null };
      return value === null ? [first] : [first, { ...value, eventId: first.eventId, revision: 1 }];
    }),
  );

/** A history as it may reach us: shuffled, with repeats, cut into batches. */
const deliveredSomehow = fewScans.chain((scans) =>
  fc.record({
    scans: fc.constant(scans),
    arrivals: fc
      .tuple(shuffled(scans), fc.infiniteStream(fc.nat(4)))
      .map(([told, sizes]) => split(told, sizes)),
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
        expectSame(foldParcel(arrivals.flat(), facts), state);
        expectSame(incrementally(arrivals, facts), state);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it('gives the same state for any permutation and repetition of corrected scans', () => {
    fc.assert(
      fc.property(
        correctedScans.chain((told) => fc.tuple(fc.constant(told), shuffled(told))),
        anyParcel,
        ([told, arrivals], facts) => expectSame(foldParcel(arrivals, facts), foldParcel(told, facts)),
      ),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it('goes on from a state that was stored and read back as from the one it had', () => {
    fc.assert(
      fc.property(fewScans, anyParcel, fc.infiniteStream(fc.boolean()), (scans, facts, stored) => {
        let state = foldParcel([], facts);
        for (const event of scans.toSorted(compareEvents))
          state = evolve(stored.next().value ? readBack(state) : state, event, facts);
        expectSame(state, foldParcel(scans, facts));
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

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
