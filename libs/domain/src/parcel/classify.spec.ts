import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classify } from './classify.ts';
import { compareEvents } from './event-order.ts';
import { evolve } from './evolve.ts';
import { foldParcel } from './fold.ts';
import type { ParcelEvent } from './parcel-event.ts';
import { anyParcel, anyScan, anyScans } from './scans.spec-kit.ts';
import { parcel, scan } from './story.spec-kit.ts';

const to = (known: readonly ParcelEvent[], event: ParcelEvent) =>
  classify(foldParcel(known, parcel()), event, parcel());

const flying = [scan('picked_up', 5), scan('handed_to_linehaul', 40)];

describe('a scan is', () => {
  it('advanced when it tells something new', () => {
    expect(to([], scan('label_created', 0))).toBe('advanced');
    expect(to(flying, scan('arrived_in_destination_country', 100))).toBe('advanced');
    expect(to(flying, scan('in_transit', 50))).toBe('advanced');
    expect(to(flying, scan('import_customs_started', 50))).toBe('advanced');
  });

  it('a duplicate when it is the last one again, or another sender tells the same milestone of the same instant', () => {
    expect(to(flying, scan('handed_to_linehaul', 40))).toBe('duplicate');
    expect(to(flying, scan('picked_up', 5, { eventId: 'from another sender' }))).toBe('duplicate');
  });

  it('late when it happened before what is known', () => {
    expect(to(flying, scan('arrived_at_warehouse', 20))).toBe('late');
    expect(to([...flying, scan('delivered', 200)], scan('in_transit', 200))).toBe('late');
  });

  it('out of order when it leads to a place that the parcel has left', () => {
    expect(to(flying, scan('sorted', 50))).toBe('out_of_order');
    expect(to(flying, scan('arrived_at_facility', 50, { leg: 'collection' }))).toBe('out_of_order');
  });

  it('contradictory when it cannot be true together with a known one', () => {
    const delivered = [...flying, scan('delivered', 200)];
    expect(to(delivered, scan('out_for_delivery', 210))).toBe('contradictory');
    expect(to(flying, scan('delivered', 200, { place: { country: 'US' } }))).toBe('contradictory');
    expect(to(flying, scan('delivered', 30))).toBe('contradictory');
    expect(to([...delivered, scan('duty_paid', 230)], scan('in_transit', 220))).toBe('contradictory');
  });

  it('contradictory exactly when a scan in order adds a contradiction', () => {
    fc.assert(
      fc.property(anyScans, anyScan, anyParcel, (scans, event, facts) => {
        const state = foldParcel(scans, facts);
        fc.pre(state.lastEvent === null || compareEvents(event, state.lastEvent) > 0);
        const said = classify(state, event, facts);
        const added = evolve(state, event, facts).contradictions.length > state.contradictions.length;
        fc.pre(said !== 'duplicate');
        expect(said === 'contradictory').toBe(added);
      }),
      { numRuns: 500 },
    );
  });

  it('late exactly when it cannot go on from the known state', () => {
    fc.assert(
      fc.property(anyScans, anyScan, anyParcel, (scans, event, facts) => {
        const state = foldParcel(scans, facts);
        const said = classify(state, event, facts);
        if (said === 'late') expect(() => evolve(state, event, facts)).toThrow(RangeError);
        if (said === 'advanced' || said === 'out_of_order') {
          expect(evolve(state, event, facts).eventCount).toBe(state.eventCount + 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
