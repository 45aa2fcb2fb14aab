import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KnownException } from '../exceptions/reconcile.ts';
import { hour } from '../parcel/story.spec-kit.ts';
import { dispatched, order, waiting } from './order-story.spec-kit.ts';
import type { OrderView } from './order-view.ts';
import { watchOrder } from './watch-order.ts';

/** What is known after the order has been looked at in each of these ways, in turn. */
const knownAfter = (...looks: readonly [OrderView, number][]): KnownException | null =>
  looks.reduce<KnownException | null>((known, [view, at]) => watchOrder(known, view, hour(at)).known, null);

describe('an order', () => {
  it('is looked at again at its due time and then no more', () => {
    expect(watchOrder(null, waiting(), hour(0))).toEqual({ change: null, known: null, nextDueAt: hour(72) });
    expect(watchOrder(null, waiting(), hour(72)).nextDueAt).toBeNull();
    expect(watchOrder(null, dispatched(), hour(0)).nextDueAt).toBeNull();
  });

  it('opens its exception with the money at stake', () => {
    expect(watchOrder(null, waiting(), hour(73)).change).toMatchObject({
      kind: 'opened',
      code: 'not_dispatched',
      leg: null,
      occurrence: 1,
      at: hour(73),
      finding: { since: hour(72) },
      valueAtRiskMinor: 750,
      recoverableValueMinor: 500,
      currency: 'USD',
      suggestedAction: 'contact_merchant',
    });
  });

  it('that should have gone 90 days before it was brought has none, and keeps one that it has', () => {
    const due = 72;
    expect(watchOrder(null, waiting(), hour(due + 90 * 24))).toEqual({
      change: null,
      known: null,
      nextDueAt: null,
    });
    expect(watchOrder(null, waiting(), hour(due + 90 * 24 - 1)).change?.kind).toBe('opened');
    const known = knownAfter([waiting(), due]);
    expect(watchOrder(known, waiting(), hour(due + 100 * 24))).toMatchObject({ change: null, known });
  });

  it('says nothing twice', () => {
    const known = knownAfter([waiting(), 72]);
    expect(watchOrder(known, waiting(), hour(90))).toEqual({ change: null, known, nextDueAt: null });
  });

  it('updates it in place when its ship-by time becomes known and has passed', () => {
    const known = knownAfter([waiting(), 72]);
    const told = watchOrder(known, waiting(order({ shipBy: hour(60) })), hour(74));
    expect(told.change).toMatchObject({ kind: 'updated', occurrence: 1, finding: { since: hour(60) } });
    expect(told.known).toMatchObject({ open: true, occurrence: 1, since: hour(60) });
  });

  it('clears it with the first scan', () => {
    const told = watchOrder(knownAfter([waiting(), 72]), dispatched(), hour(80));
    expect(told.change).toEqual({
      kind: 'cleared',
      code: 'not_dispatched',
      leg: null,
      occurrence: 1,
      at: hour(80),
      because: 'a parcel of the order was scanned',
      untold: false,
    });
    expect(told.known?.open).toBe(false);
    expect(watchOrder(told.known, dispatched(), hour(81)).change).toBeNull();
  });

  it('clears it when the ship-by time is moved, and is due again then', () => {
    const told = watchOrder(knownAfter([waiting(), 72]), waiting(order({ shipBy: hour(100) })), hour(80));
    expect(told.change).toMatchObject({ kind: 'cleared' });
    expect(told.nextDueAt).toBe(hour(100));
  });

  it('opens it once more when the only scan turns out to be wrong', () => {
    const known = knownAfter([waiting(), 72], [dispatched(), 80]);
    expect(watchOrder(known, waiting(), hour(85)).change).toMatchObject({ kind: 'opened', occurrence: 2 });
  });

  it('leaves it closed that after-sales has resolved, until its cause has gone and come back', () => {
    const open = knownAfter([waiting(), 72]);
    const resolved = open && { ...open, open: false, resolved: true };
    expect(watchOrder(resolved, waiting(), hour(90))).toMatchObject({ change: null, known: resolved });
    const gone = watchOrder(resolved, dispatched(), hour(91));
    expect(gone.change).toBeNull();
    expect(watchOrder(gone.known, waiting(), hour(92)).change).toMatchObject({
      kind: 'opened',
      occurrence: 2,
    });
  });

  it('opens and clears in turn, each occurrence once, over any history', () => {
    const hours = fc.option(fc.integer({ min: 0, max: 200 }).map(hour));
    const looks = fc.array(
      fc.record({
        facts: fc.record({ shipBy: hours, cancelledAt: hours }).map(order),
        isDispatched: fc.boolean(),
        hoursLater: fc.integer({ min: 0, max: 50 }),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(looks, (history) => {
        const told: [string, number][] = [];
        let known: KnownException | null = null;
        let now = 0;
        for (const { hoursLater, ...view } of history) {
          now += hoursLater;
          const watched = watchOrder(known, view, hour(now));
          known = watched.known;
          if (watched.change && watched.change.kind !== 'updated')
            told.push([watched.change.kind, watched.change.occurrence]);
          expect(known?.open === true).toBe(
            !view.isDispatched &&
              view.facts.cancelledAt === null &&
              (view.facts.shipBy ?? hour(72)) <= hour(now),
          );
        }
        expect(told).toEqual(
          told.map((_, index) => [index % 2 === 0 ? 'opened' : 'cleared', Math.floor(index / 2) + 1]),
        );
      }),
    );
  });
});
