import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWebhook } from '../marketplaces/parse-webhook.ts';
import { topicKinds, type TopicKind } from '../marketplaces/marketplace-file.ts';
import { NotUnderstoodError } from './not-understood.ts';
import { readWebhook } from './read-webhook.ts';
import {
  marketplaceOf,
  shopifyFulfillment,
  shopifyLine,
  shopifyOrder,
  shopifyRefund,
  wooOrder,
  wooTracking,
} from './webhooks.spec-kit.ts';

const reading = (name: string, kind: TopicKind, payload: unknown) =>
  readWebhook(marketplaceOf(name), {
    kind,
    shop: 'shop.example',
    delivery: 'd',
    triggeredAt: undefined,
    payload: parseWebhook(Buffer.from(JSON.stringify(payload))),
  });

const toldOf = (name: string, payload: unknown) => {
  const telling = reading(name, 'order', payload);
  const [fact] = telling.facts;
  if (fact?.kind !== 'order') throw new Error('no order was told');
  return { ...fact, person: telling.person };
};

describe('an order of Shopify', () => {
  it('is read with its lines, destination and person', () => {
    const { told, person, status, version } = toldOf('shopify', shopifyOrder(7001, 5));
    expect(status).toBe('open');
    expect(version.at).toBe('2026-03-01T12:05:00.000Z');
    expect(told?.order).toMatchObject({
      externalId: '7001',
      marketplace: 'shopify',
      placedAt: '2026-03-01T12:00:00.000Z',
      currency: 'EUR',
      locale: 'de-DE',
      destination: { country: 'DE', state: 'Berlin', city: 'Berlin' },
      paymentMethod: 'shopify_payments',
      lines: [
        {
          position: 0,
          externalLineId: '11',
          sku: 'SKU-11',
          quantity: 2,
          unitPriceMinor: 1250,
          weightGrams: 250,
        },
        { position: 1, externalLineId: '12' },
      ],
    });
    expect(person).toEqual({
      name: 'Jane Roe',
      email: 'jane@roe.example',
      phone: '+49 30 1234',
      postalCode: '10999',
      lines: ['Ritterstr. 7'],
    });
    for (const word of ['Jane', 'roe.example', '10999', 'Ritterstr', '+49'])
      expect(JSON.stringify(told)).not.toContain(word);
  });

  it.each<[string, string, string, number]>([
    ['EUR', '12.50', 'two decimals', 1250],
    ['JPY', '1250', 'none', 1250],
    ['JPY', '1250.00', 'none, written with two', 1250],
    ['KWD', '1.234', 'three decimals', 1234],
  ])('counts %s %s in %s', (currency, price, _decimals, minor) => {
    const { told } = toldOf(
      'shopify',
      shopifyOrder(1, 1, { currency, line_items: [shopifyLine(11, { price })] }),
    );
    expect(told?.order.lines[0]?.unitPriceMinor).toBe(minor);
  });

  it('keeps every digit of an id that a double cannot hold', () => {
    const body = JSON.stringify(shopifyOrder(1, 1)).replace('"id":1,', '"id":820982911946154508,');
    const telling = readWebhook(marketplaceOf('shopify'), {
      kind: 'order',
      shop: 'shop.example',
      delivery: 'd',
      triggeredAt: undefined,
      payload: parseWebhook(Buffer.from(body)),
    });
    expect(telling.orderId).toBe('820982911946154508');
  });

  it('has a name for its buyer wherever it stands, and a sku where the line has none', () => {
    const { told, person } = toldOf(
      'shopify',
      shopifyOrder(1, 1, {
        shipping_address: { country_code: 'de' },
        line_items: [shopifyLine(11, { sku: '', variant_id: 99 })],
      }),
    );
    expect(person).toEqual({ name: 'Jane Roe', email: 'jane@roe.example', lines: [] });
    expect(told?.order.lines[0]?.sku).toBe('99');
  });

  it('leaves out what is not shipped, and is not taken where nothing is or nobody says where to', () => {
    const digital = shopifyLine(13, { requires_shipping: false });
    const { told } = toldOf('shopify', shopifyOrder(1, 1, { line_items: [shopifyLine(11), digital] }));
    expect(told?.order.lines.map(({ externalLineId }) => externalLineId)).toEqual(['11']);
    expect(toldOf('shopify', shopifyOrder(1, 1, { line_items: [digital] })).told).toBeNull();
    expect(toldOf('shopify', shopifyOrder(1, 1, { shipping_address: null })).told).toBeNull();
  });

  it('drops an e-mail address that is none instead of the order', () => {
    const { person } = toldOf('shopify', shopifyOrder(1, 1, { email: 'not an address' }));
    expect(person).not.toHaveProperty('email');
  });

  it('tells its fulfillments and refunds too', () => {
    const telling = reading(
      'shopify',
      'order',
      shopifyOrder(1, 9, {
        fulfillments: [shopifyFulfillment(21, 1, 3, ['RR1'])],
        refunds: [shopifyRefund(31, 1, 4, [[12, 1]], '12.50')],
      }),
    );
    expect(telling.facts.map(({ kind }) => kind)).toEqual(['order', 'shipment', 'refund']);
    expect(telling.facts[1]).toMatchObject({
      shipment: {
        id: '21',
        live: true,
        carrier: 'china-post',
        numbers: ['RR1'],
        lines: [{ line: '11', quantity: 2 }],
        shippedAt: '2026-03-01T12:03:00.000Z',
        originCountry: 'CN',
      },
    });
    expect(telling.facts[2]).toMatchObject({ refund: { id: '31', amounts: ['12.50'] } });
  });

  it.each<[string, object, string]>([
    ['no id', { id: null }, 'the order has no id'],
    ['an id that is no id', { id: '__proto__' }, 'the order has no id'],
    ['no time', { updated_at: 'yesterday' }, 'time of the change'],
    ['the year 1970', { created_at: '1970-01-01T00:00:00Z' }, 'time of the order'],
    ['an unknown currency', { currency: 'XXQ' }, '/currency'],
    ['a price that is none', { line_items: [shopifyLine(11, { price: 'free' })] }, '/items/0/unitPrice'],
    ['a quantity that is none', { line_items: [shopifyLine(11, { quantity: -1 })] }, '/items/0/quantity'],
    ['one line twice', { line_items: [shopifyLine(11), shopifyLine(11)] }, 'two lines'],
    [
      'an object for a name',
      { customer: { first_name: { a: 1 } }, shipping_address: { country_code: 'DE' } },
      'another shape',
    ],
  ])('with %s is not understood, and the reason says so without the person', (_what, changes, reason) => {
    const attempt = () => reading('shopify', 'order', shopifyOrder(1, 1, changes));
    expect(attempt).toThrow(NotUnderstoodError);
    expect(attempt).toThrow(reason);
    expect(attempt).not.toThrow(/Jane|roe\.example|Ritterstr/);
  });

  it.each([[[]], ['text'], [7], [null]])('that is %j is not understood', (payload) => {
    expect(() => reading('shopify', 'order', payload)).toThrow('no object');
  });
});

describe('an order of WooCommerce', () => {
  it('belongs to its shop, and its unit price follows from what the line costs', () => {
    const { told, person, status } = toldOf('woocommerce', wooOrder(42, 3));
    expect(status).toBe('open');
    expect(told?.order).toMatchObject({
      externalId: 'shop.example/42',
      placedAt: '2026-03-01T12:00:00.000Z',
      destination: { country: 'DE', state: 'DE-BE', city: 'Berlin' },
      lines: [{ externalLineId: '5', sku: '93', quantity: 3, unitPriceMinor: 1667 }],
    });
    expect(person).toMatchObject({ name: 'Jane Roe', postalCode: '10999', lines: ['Ritterstr. 7'] });
  });

  it('goes to the billing address where it has no other', () => {
    const { told, person } = toldOf('woocommerce', wooOrder(42, 3, { shipping: { country: '', city: '' } }));
    expect(told?.order.destination.city).toBe('Hamburg');
    expect(person).toMatchObject({ postalCode: '20095', lines: ['Elsewhere 1'] });
  });

  it.each([
    ['pending', 'waiting'],
    ['on-hold', 'waiting'],
    ['failed', 'waiting'],
    ['processing', 'open'],
    ['completed', 'open'],
    ['packed-by-us', 'open'],
    ['constructor', 'open'],
    ['cancelled', 'cancelled'],
    ['trash', 'cancelled'],
    ['refunded', 'refunded'],
  ])('in status %s is %s', (status, meaning) => {
    const told = toldOf('woocommerce', wooOrder(42, 3, { status }));
    expect(told.status).toBe(meaning);
    expect(told.told === null).toBe(meaning === 'waiting');
  });

  it('has the numbers of the Shipment Tracking extension', () => {
    const { told } = toldOf(
      'woocommerce',
      wooOrder(
        42,
        3,
        wooTracking(
          {
            tracking_id: 'a1',
            tracking_provider: 'dhl-us',
            tracking_number: 'JD 1',
            date_shipped: '1772366400',
          },
          { tracking_id: 'b2', custom_tracking_provider: 'Yun Express', tracking_number: 'YT1' },
        ),
      ),
    );
    expect(told?.shipments).toMatchObject([
      { id: 'a1', carrier: 'dhl', numbers: ['JD1'], shippedAt: '2026-03-01T12:00:00.000Z', lines: null },
      { id: 'b2', carrier: 'yun-express', numbers: ['YT1'], shippedAt: null },
    ]);
  });

  it('that is deleted has nothing but its id', () => {
    expect(reading('woocommerce', 'deletion', { id: 42 })).toEqual({
      orderId: '42',
      facts: [{ kind: 'deletion', delivery: 'd' }],
      person: null,
    });
  });
});

describe('whatever a payload is', () => {
  const understood = (name: string, kind: TopicKind, payload: unknown): void => {
    try {
      expect(reading(name, kind, payload).orderId).not.toBe('');
    } catch (error) {
      expect(error).toBeInstanceOf(NotUnderstoodError);
    }
  };
  const kinds = fc.constantFrom(...topicKinds);
  const names = fc.constantFrom('shopify', 'woocommerce');

  it('it is understood or not, and nothing else happens', () => {
    fc.assert(fc.property(names, kinds, fc.jsonValue(), understood));
  });

  it('one part of an order that is something else is no fault of ours', () => {
    const parts = fc.constantFrom(...Object.keys(shopifyOrder(1, 1)), 'billing', 'shipping', 'meta_data');
    fc.assert(
      fc.property(names, parts, fc.jsonValue(), (name, part, value) =>
        understood(name, 'order', {
          ...(name === 'shopify' ? shopifyOrder(1, 1) : wooOrder(1, 1)),
          [part]: value,
        }),
      ),
    );
  });
});
