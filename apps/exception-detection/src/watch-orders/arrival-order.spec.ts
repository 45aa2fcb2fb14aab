import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventOf, ordersTopic } from '@landfall/contracts';
import { watchOrder } from '@landfall/domain';
import type { OutgoingEvent } from '@landfall/messaging';
import type { ExceptionRecord } from '../exception-record.ts';
import {
  merchantId,
  orderCancelled,
  orderId,
  orderUpdated,
  parcelId,
  placed,
} from '../testing-events.spec-kit.ts';
import { advanceOrder } from './advance-order.ts';
import type { DispatchChange } from './dispatch-change.ts';
import { orderAfter, viewOf, withDispatch, type Order, type OrderRecord } from './order-record.ts';

type Told = EventOf<typeof ordersTopic> & { version: number };
type News = { told: Told } | { dispatch: DispatchChange };

const now = new Date('2026-01-05T00:00:00Z');
const asTold = ({ type, data, version }: OutgoingEvent) => ({ type, data, version }) as Told;
const asStored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const stub: OrderRecord = {
  merchantId,
  orderId: orderId('any'),
  order: null,
  orderVersion: 0,
  cancelledAt: null,
  scannedParcels: [],
  known: null,
  version: 0,
};

/** One order's rows, and what the service does with them. */
class OrderRows {
  record = stub;
  nextDueAt: Date | null = null;
  readonly events: OutgoingEvent[] = [];
  private readonly exceptions = new Map<string, ExceptionRecord>();

  apply(news: News): void {
    const after =
      'told' in news ? orderAfter(this.record, news.told) : withDispatch(this.record, [news.dispatch]);
    const advanced = advanceOrder(after, this.exceptions, now);
    this.record = asStored(advanced.record);
    this.nextDueAt = advanced.nextDueAt;
    if (advanced.event) this.events.push(advanced.event);
    if (advanced.exception) this.exceptions.set(advanced.exception.exceptionId, asStored(advanced.exception));
  }
}

const shipBy = fc.option(
  fc.integer({ min: 0, max: 240 }).map((hour) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString()),
);

/** What its topic says of the order, in any order and some of it twice. */
const anyTold = fc
  .record({ shipBys: fc.array(shipBy, { minLength: 1, maxLength: 3 }), isCancelled: fc.boolean() })
  .chain(({ shipBys, isCancelled }) => {
    const all = shipBys.map((at, index) =>
      index === 0 ? placed('any', { shipBy: at }) : orderUpdated('any', index + 1, { shipBy: at }),
    );
    if (isCancelled) all.push(orderCancelled('any', all.length + 1, '2026-01-02T00:00:00Z'));
    return fc
      .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all))
      .map((parts) => parts.flat().map((event): News => ({ told: asTold(event) })));
  });

/** Scans of a parcel and corrections that take them away: in their order, its row is locked. */
const anyDispatch = (name: string) =>
  fc.integer({ min: 0, max: 3 }).map((length) =>
    Array.from({ length }, (_, index): News => ({
      dispatch: {
        merchantId,
        orderId: orderId('any'),
        parcelId: parcelId(name),
        isScanned: index % 2 === 0,
        cause: undefined,
      },
    })),
  );

/** Some lists mixed into one, each in its own order. */
const anyNews = fc.tuple(anyTold, anyDispatch('a'), anyDispatch('b')).chain((lists) => {
  const turns = lists.flatMap((list) => list.map(() => list));
  return fc.shuffledSubarray(turns, { minLength: turns.length }).map((order) => {
    const left = new Map(lists.map((list) => [list, list.values()]));
    return order.map((list) => left.get(list)?.next().value as News);
  });
});

/** The order as it is in the end. */
const inTheEnd = (news: readonly News[]): OrderRecord & { order: Order } => {
  const told = news.flatMap((one) => ('told' in one ? [one.told] : []));
  const latest = told.reduce<Told | null>(
    (last, event) =>
      event.type !== 'order.cancelled' && event.version > (last?.version ?? 0) ? event : last,
    null,
  );
  const lastOf = new Map(
    news.flatMap((one) => ('dispatch' in one ? [[one.dispatch.parcelId, one.dispatch.isScanned]] : [])),
  );
  return {
    ...stub,
    order: latest?.data as Order,
    cancelledAt: told.some((event) => event.type === 'order.cancelled') ? '2026-01-02T00:00:00Z' : null,
    scannedParcels: [...lastOf].flatMap(([id, isScanned]) => (isScanned ? [id] : [])),
  };
};

describe('an order ends up the same', () => {
  it('whatever the order and repetition in which it and the scans of its parcels become known', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        const rows = new OrderRows();
        for (const one of news) rows.apply(one);
        const expected = watchOrder(null, viewOf(inTheEnd(news)), now.getTime());
        expect({
          isOpen: rows.record.known?.open === true,
          nextDueAt: rows.nextDueAt?.getTime() ?? null,
        }).toEqual({ isOpen: expected.known?.open === true, nextDueAt: expected.nextDueAt });
      }),
      { numRuns: 2_000 },
    );
  });

  it('and each of its events has a version and an id of its own, one after another', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        const rows = new OrderRows();
        for (const one of news) rows.apply(one);
        expect(rows.events.map(({ version }) => version)).toEqual(rows.events.map((_, index) => index + 1));
        expect(rows.record.version).toBe(rows.events.length);
        expect(new Set(rows.events.map(({ id }) => id)).size).toBe(rows.events.length);
        for (const { subject, data } of rows.events) {
          expect(subject).toBe(orderId('any'));
          expect(data).toMatchObject({ parcelId: null, orderId: orderId('any'), code: 'not_dispatched' });
        }
      }),
    );
  });
});

describe('an order whose cancellation is withdrawn', () => {
  const told = (version: number, changes: object) => {
    const event = orderUpdated('any', version, {});
    return asTold({ ...event, data: { ...event.data, ...changes } });
  };

  it('is not cancelled any more, and what does not speak of it changes nothing', () => {
    const cancelled = [asTold(placed('any')), asTold(orderCancelled('any', 2, now.toISOString()))].reduce(
      orderAfter,
      stub,
    );
    expect(cancelled.cancelledAt).not.toBeNull();
    expect(orderAfter(cancelled, told(3, {})).cancelledAt).toBe(cancelled.cancelledAt);
    const restored = orderAfter(cancelled, told(3, { cancelledAt: null }));
    expect(restored.cancelledAt).toBeNull();
    expect(orderAfter(restored, told(2, { cancelledAt: cancelled.cancelledAt }))).toBe(restored);
  });
});

describe('an order that cannot be valued', () => {
  it('is refused as it comes', () => {
    const [item] = (placed('any').data as Order).items;
    const mixed = [item, { ...item, unitPrice: { amount: '1.00', currency: 'EUR' } }] as Order['items'];
    for (const items of [[], mixed]) {
      const record = orderAfter(stub, asTold(placed('any', { items })));
      expect(() => advanceOrder(record, new Map(), now)).toThrow(RangeError);
    }
  });
});
