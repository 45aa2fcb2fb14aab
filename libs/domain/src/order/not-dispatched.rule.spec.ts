import { describe, expect, it } from '@jest/globals';
import { hour } from '../parcel/story.spec-kit.ts';
import { notDispatched } from './not-dispatched.rule.ts';
import { dispatched, given, order, waiting } from './order-story.spec-kit.ts';

describe('not_dispatched', () => {
  it('opens at the ship-by time of an order without a scanned parcel, not before', () => {
    const waits = given(waiting(order({ shipBy: hour(30) })));
    expect(waits.at(29.99)).toEqual({ finding: null, dueHour: 30 });
    expect(waits.at(30).finding).toEqual({
      code: 'not_dispatched',
      leg: null,
      since: hour(30),
      evidence: { eventIds: [], basis: 'ship-by time' },
      blame: { party: 'merchant', reason: 'merchant', leg: null },
      severity: 'medium',
    });
  });

  it('opens 72 hours after placing where nobody gave a ship-by time', () => {
    const waits = given(waiting());
    expect(waits.at(71.99).finding).toBeNull();
    expect(waits.at(72).finding).toMatchObject({
      since: hour(72),
      evidence: { threshold: { hours: 72 }, basis: 'since placed' },
    });
  });

  it('began to hold at its due time, whenever it is found', () => {
    expect(given(waiting()).at(500).finding?.since).toBe(hour(72));
  });

  it('holds at once for an order whose ship-by time lies before its placing', () => {
    expect(given(waiting(order({ shipBy: hour(-5) }))).at(0).finding?.since).toBe(hour(-5));
  });

  it('concerns no order of which a parcel was scanned', () => {
    expect(given(dispatched()).at(500)).toEqual({ finding: null, dueHour: null });
  });

  it('concerns no cancelled order', () => {
    expect(given(waiting(order({ cancelledAt: hour(80) }))).at(500)).toEqual({
      finding: null,
      dueHour: null,
    });
  });

  it.each([
    [dispatched(order({ cancelledAt: hour(80) })), 'a parcel of the order was scanned'],
    [waiting(order({ cancelledAt: hour(80) })), 'the order was cancelled'],
    [waiting(order({ shipBy: hour(600) })), 'the order is not due for dispatch yet'],
  ])('says why it cleared (%#)', (view, because) => {
    expect(notDispatched.becauseCleared(view)).toBe(because);
  });
});
