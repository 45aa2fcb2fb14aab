import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  marketplaceOf,
  minute,
  shopifyFulfillment,
  shopifyLine,
  shopifyOrder,
  shopifyRefund,
  toldBy,
  wantedAfter,
  webhook,
  wooOrder,
  wooTracking,
  type SentWebhook,
} from './webhooks.spec-kit.ts';

const shopify = marketplaceOf('shopify');
const woocommerce = marketplaceOf('woocommerce');
const created = (changes: object = {}) => webhook('orders/create', shopifyOrder(1, 0, changes));
const fulfilled = (...[id, at, numbers, changes]: [number, number, string[], object?]) =>
  webhook('fulfillments/update', shopifyFulfillment(id, 1, at, numbers, changes));
const refunded = (...[id, lines, amount]: [number, [number, number][], string]) =>
  webhook('refunds/create', shopifyRefund(id, 1, 50, lines, amount));
const wanted = (...sent: SentWebhook[]) => wantedAfter(shopify, sent);
const units = (...sent: SentWebhook[]) =>
  wanted(...sent)?.order.lines.map(({ externalLineId, quantity }) => [externalLineId, quantity]);
const parcels = (...sent: SentWebhook[]) =>
  wanted(...sent)?.parcels.map(({ numbers, items }) => [
    numbers.map(({ carrier, trackingNumber }) => `${carrier} ${trackingNumber}`),
    items.map(({ line, quantity }) => [line, quantity]),
  ]);

describe('given a shop’s webhooks', () => {
  it('when fulfillments come before their order, then they wait for it', () => {
    expect(wanted(fulfilled(21, 5, ['RR1']))).toBeUndefined();
    expect(parcels(fulfilled(21, 5, ['RR1']), created())).toEqual([[['china-post RR1'], [['11', 2]]]]);
  });

  it('when an older telling comes later, then the newer stands', () => {
    const updated = webhook(
      'orders/updated',
      shopifyOrder(1, 9, { line_items: [shopifyLine(11, { quantity: 5, current_quantity: 5 })] }),
    );
    expect(units(updated, created())).toEqual([['11', 5]]);
  });

  it('when two tellings are of one second, then the one triggered later stands', () => {
    const first = { ...created(), triggeredAt: minute(0).replace('+00:00', '.100Z') };
    const second = {
      ...created({ line_items: [shopifyLine(12)] }),
      triggeredAt: minute(0).replace('+00:00', '.200Z'),
    };
    expect(units(first, second)).toEqual([['12', 2]]);
    expect(units(second, first)).toEqual([['12', 2]]);
  });

  it('when the order is split, then each parcel holds its items', () => {
    const second = { line_items: [{ id: 12, quantity: 2 }] };
    expect(parcels(created(), fulfilled(21, 5, ['RR1']), fulfilled(22, 6, ['RR2'], second))).toEqual([
      [['china-post RR1'], [['11', 2]]],
      [['china-post RR2'], [['12', 2]]],
    ]);
  });

  it('when a fulfillment has several numbers, then the first holds the items', () => {
    expect(parcels(created(), fulfilled(21, 5, ['RR1', 'RR2']))).toEqual([
      [['china-post RR1'], [['11', 2]]],
      [['china-post RR2'], []],
    ]);
  });

  it('when a fulfillment has no number, then no parcel is there until it has one', () => {
    expect(parcels(created(), fulfilled(21, 5, []))).toEqual([]);
    expect(parcels(created(), fulfilled(21, 5, []), fulfilled(21, 6, ['RR1']))).toHaveLength(1);
  });

  it('when another carrier’s number takes the place, then it is the next company’s', () => {
    const usps = { tracking_company: 'USPS' };
    const expected = [[['china-post RR1', 'usps 9400'], [['11', 2]]]];
    const sent = [created(), fulfilled(21, 5, ['RR1']), fulfilled(21, 6, ['9400'], usps)];
    expect(parcels(...sent)).toEqual(expected);
    expect(parcels(...sent.reverse())).toEqual(expected);
  });

  it('when the same carrier gives another number, or the carrier is corrected, then the first is gone', () => {
    expect(parcels(created(), fulfilled(21, 5, ['RR1']), fulfilled(21, 6, ['RR9']))).toEqual([
      [['china-post RR9'], [['11', 2]]],
    ]);
    const usps = { tracking_company: 'USPS' };
    expect(parcels(created(), fulfilled(21, 5, ['RR1']), fulfilled(21, 6, ['RR1'], usps))).toEqual([
      [['usps RR1'], [['11', 2]]],
    ]);
  });

  it('when a fulfillment is called off, then its parcel is not wanted', () => {
    expect(
      parcels(created(), fulfilled(21, 5, ['RR1']), fulfilled(21, 6, ['RR1'], { status: 'cancelled' })),
    ).toEqual([]);
  });

  it('when the order is cancelled before it was told, then it is there and cancelled', () => {
    const cancelled = webhook('orders/cancelled', shopifyOrder(1, 9, { cancelled_at: minute(9) }));
    expect(wanted(cancelled)).toMatchObject({ cancelled: true });
    expect(wanted(cancelled, created())).toMatchObject({ cancelled: true });
  });

  it('when units are refunded that nothing holds, then they leave the order', () => {
    expect(units(created(), refunded(31, [[12, 1]], '12.50'))).toEqual([
      ['11', 2],
      ['12', 1],
    ]);
    expect(units(created(), refunded(31, [[12, 2]], '25.00'))).toEqual([['11', 2]]);
  });

  it('when all is refunded before anything was sent, then the order is cancelled and keeps its lines', () => {
    const all = [refunded(31, [[11, 2]], '25.00'), refunded(32, [[12, 2]], '25.00')];
    expect(wanted(created(), ...all)).toMatchObject({
      cancelled: true,
      refunds: [{ id: '31' }, { id: '32' }],
    });
    expect(units(created(), ...all)).toEqual([
      ['11', 2],
      ['12', 2],
    ]);
  });

  it('when units are refunded that are on their way, then they stay, and the refund is an outcome', () => {
    const sent = [created(), fulfilled(21, 5, ['RR1']), refunded(31, [[11, 2]], '25.00')];
    expect(units(...sent)).toEqual([
      ['11', 2],
      ['12', 2],
    ]);
    expect(wanted(...sent)).toMatchObject({ cancelled: false, refunds: [{ amounts: ['25.00'] }] });
  });

  it('when units are taken out of the order, then they are gone', () => {
    const edited = webhook(
      'orders/updated',
      shopifyOrder(1, 9, { line_items: [shopifyLine(11), shopifyLine(12, { current_quantity: 0 })] }),
    );
    expect(units(created(), edited)).toEqual([['11', 2]]);
  });
});

describe('given a WooCommerce shop’s webhooks', () => {
  const woo = (topic: string, at: number, changes: object = {}) => webhook(topic, wooOrder(42, at, changes));
  const deleted = () => webhook('order.deleted', { id: 42 });

  it('when the order waits for payment, then it is not placed until it is paid', () => {
    const pending = woo('order.created', 0, { status: 'pending' });
    expect(wantedAfter(woocommerce, [pending])).toBeUndefined();
    expect(wantedAfter(woocommerce, [pending, woo('order.updated', 0)])).toMatchObject({ cancelled: false });
    expect(wantedAfter(woocommerce, [woo('order.updated', 0), pending])).toMatchObject({ cancelled: false });
  });

  it('when it is deleted and restored, then it stands again, whatever comes first', () => {
    const first = woo('order.created', 0);
    const restored = woo('order.restored', 8);
    const deletion = deleted();
    expect(wantedAfter(woocommerce, [first, deletion, deletion])).toMatchObject({ cancelled: true });
    expect(wantedAfter(woocommerce, [first, deletion, restored, deletion])).toMatchObject({
      cancelled: false,
    });
    expect(wantedAfter(woocommerce, [restored, first, deletion])).toMatchObject({ cancelled: false });
  });

  it('when it is refunded, then it is cancelled unless something was sent', () => {
    const refund = { status: 'refunded', refunds: [{ id: 9, reason: '', total: '-50.00' }] };
    expect(wantedAfter(woocommerce, [woo('order.updated', 3, refund)])).toMatchObject({
      cancelled: true,
      refunds: [{ amounts: ['50.00'], at: '2026-03-01T12:03:00.000Z' }],
    });
    const tracking = wooTracking({ tracking_id: 'a', tracking_provider: 'usps', tracking_number: '1' });
    expect(wantedAfter(woocommerce, [woo('order.updated', 3, { ...refund, ...tracking })])).toMatchObject({
      cancelled: false,
      parcels: [{ numbers: [{ carrier: 'usps', trackingNumber: '1' }], items: [{ line: '5', quantity: 3 }] }],
    });
  });
});

describe('whatever a shop tells of an order', () => {
  const change = fc.oneof(
    fc.record({
      kind: fc.constant('order' as const),
      quantity: fc.integer({ min: 1, max: 5 }),
      city: fc.constantFrom('Berlin', 'Bonn'),
      cancelled: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('fulfillment' as const),
      id: fc.constantFrom(21, 22),
      numbers: fc.subarray(['RR1', 'RR2', 'RR3'], { maxLength: 2 }),
      company: fc.constantFrom('China Post', 'USPS', null),
      status: fc.constantFrom('success', 'cancelled'),
    }),
    fc.record({
      kind: fc.constant('refund' as const),
      id: fc.constantFrom(31, 32, 33),
      line: fc.constantFrom(11, 12),
      quantity: fc.integer({ min: 1, max: 2 }),
    }),
  );
  type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
  const told = (one: Change, at: number): SentWebhook => {
    switch (one.kind) {
      case 'order':
        return webhook(
          'orders/updated',
          shopifyOrder(1, at, {
            cancelled_at: one.cancelled ? minute(at) : null,
            shipping_address: { country_code: 'DE', city: one.city },
            line_items: [
              shopifyLine(11, { quantity: one.quantity, current_quantity: one.quantity }),
              shopifyLine(12),
            ],
          }),
        );
      case 'fulfillment':
        return fulfilled(one.id, at, one.numbers, { tracking_company: one.company, status: one.status });
      case 'refund':
        return refunded(one.id, [[one.line, one.quantity]], '10.00');
      default:
        return one satisfies never;
    }
  };

  /** Changes at few instants, so that many are of one second; and the same in another order, some of them repeated. */
  const story = fc
    .array(fc.tuple(change, fc.integer({ min: 0, max: 4 })), { minLength: 1, maxLength: 12 })
    .map((changes) => [created(), ...changes.map(([one, at]) => told(one, at))])
    .chain((sent) =>
      fc.record({
        sent: fc.constant(sent),
        came: fc.tuple(
          fc.shuffledSubarray(sent, { minLength: sent.length }),
          fc.array(fc.constantFrom(...sent), { maxLength: 6 }),
        ),
      }),
    );

  it('the order is the same, in whatever order and however often its webhooks come', () => {
    fc.assert(
      fc.property(story, ({ sent, came: [shuffled, repeated] }) => {
        expect(wantedAfter(shopify, [...shuffled, ...repeated])).toEqual(wantedAfter(shopify, sent));
        expect(toldBy(shopify, [...repeated, ...shuffled])).toEqual(toldBy(shopify, sent));
      }),
      { numRuns: 200 },
    );
  });

  it('no unit is in two parcels, and none that is not of the order', () => {
    fc.assert(
      fc.property(story, ({ sent }) => {
        const order = wantedAfter(shopify, sent);
        for (const { externalLineId, quantity } of order?.order.lines ?? []) {
          const packed = (order?.parcels ?? [])
            .flatMap(({ items }) => items)
            .filter(({ line }) => line === externalLineId)
            .reduce((sum, item) => sum + item.quantity, 0);
          expect(packed).toBeLessThanOrEqual(quantity);
        }
        const lines = new Set(order?.order.lines.map(({ externalLineId }) => externalLineId));
        if (!order?.cancelled)
          for (const { line } of (order?.parcels ?? []).flatMap(({ items }) => items))
            expect(lines).toContain(line);
      }),
    );
  });
});
