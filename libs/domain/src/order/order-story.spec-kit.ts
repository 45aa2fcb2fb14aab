import { hour, hoursSinceStart, START } from '../parcel/story.spec-kit.ts';
import type { OrderFacts, OrderView } from './order-view.ts';
import { notDispatched } from './not-dispatched.rule.ts';

/** An order placed at hour 0, of goods that sell at 50 and cost 20, to be dispatched by nobody's word. */
export function order(facts: Partial<OrderFacts> = {}): OrderFacts {
  return {
    placedAt: START,
    shipBy: null,
    cancelledAt: null,
    value: { priceMinor: 5000, goodsMinor: 2000, goodsAssumed: false, logisticsMinor: 0, currency: 'USD' },
    ...facts,
  };
}

export const waiting = (facts: OrderFacts = order()): OrderView => ({ facts, isDispatched: false });
export const dispatched = (facts: OrderFacts = order()): OrderView => ({ facts, isDispatched: true });

/** Given an order: what holds at an hour of the story. */
export const given = (view: OrderView) => ({
  at: (hours: number) => ({
    finding: notDispatched.find(view, hour(hours)),
    dueHour: hoursSinceStart(notDispatched.dueAt(view)),
  }),
});
