import { describe, expect, it } from '@jest/globals';
import { parseBody, ProblemError } from '@landfall/service-kit';
import { acceptOrder } from './accept-order.ts';
import { PlaceOrderRequest } from './place-order.request.ts';

const ids = { orderId: 'o1', buyerId: 'b1' };
const usd = (amount: string) => ({ amount, currency: 'USD' });
const item = (changes: object = {}) => ({
  sku: 'A',
  title: 'A thing',
  quantity: 2,
  unitPrice: usd('50.00'),
  ...changes,
});
const request = (changes: object = {}) =>
  parseBody(PlaceOrderRequest, {
    externalId: '#1001',
    marketplace: 'shopify',
    placedAt: '2026-03-01T20:00:00+08:00',
    currency: 'USD',
    buyer: { name: 'Jane Doe', email: 'jane@example.com', locale: 'de', consent: { email: true } },
    shipTo: { country: 'DE', city: 'Berlin', postalCode: '10115', lines: ['Hauptstr. 1'] },
    items: [item()],
    ...changes,
  });

const faultsOf = (changes: object, pointer?: string) => {
  try {
    acceptOrder(request(changes), ids, pointer);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error).toMatchObject({ status: 422, code: 'money_not_valid' });
    return (error.errors ?? []).map(({ pointer: at }) => at);
  }
  return [];
};

describe('accepting an order', () => {
  it('turns money into minor units and times into UTC', () => {
    const { order } = acceptOrder(request({ items: [item({ unitCost: usd('20.5') })] }), ids);
    expect(order.lines[0]).toMatchObject({ position: 0, unitPriceMinor: 5000, unitCostMinor: 2050 });
    expect(order.placedAt).toBe('2026-03-01T12:00:00.000Z');
    expect(order.promisedAt).toBeNull();
  });

  it('keeps the person apart from the order', () => {
    const { order, person } = acceptOrder(request({ importerTaxId: '123.456.789-00' }), ids);
    expect(person).toEqual({
      name: 'Jane Doe',
      email: 'jane@example.com',
      postalCode: '10115',
      lines: ['Hauptstr. 1'],
      importerTaxId: '123.456.789-00',
    });
    for (const personal of ['Jane', 'example.com', '10115', 'Hauptstr', '123.456'])
      expect(JSON.stringify(order)).not.toContain(personal);
    expect(order).toMatchObject({ locale: 'de', consent: { email: true } });
  });

  it('counts in the decimals of the currency', () => {
    const order = (currency: string, amount: string) =>
      acceptOrder(request({ currency, items: [item({ unitPrice: { amount, currency } })] }), ids).order;
    expect(order('JPY', '500').lines[0]?.unitPriceMinor).toBe(500);
    expect(order('KWD', '1.234').lines[0]?.unitPriceMinor).toBe(1234);
  });

  it('refuses prices and costs in another currency than the order’s', () => {
    const items = [
      item(),
      item({ unitPrice: { amount: '1', currency: 'EUR' }, unitCost: { amount: '1', currency: 'CNY' } }),
    ];
    expect(faultsOf({ items })).toEqual(['/items/1/unitPrice/currency', '/items/1/unitCost/currency']);
    expect(faultsOf({ items }, '/orders/3')[0]).toBe('/orders/3/items/1/unitPrice/currency');
  });

  it('takes declared values and cash on delivery in their own currency', () => {
    const eur = { amount: '5.00', currency: 'EUR' };
    const { order } = acceptOrder(request({ codAmount: eur, items: [item({ declaredValue: eur })] }), ids);
    expect(order).toMatchObject({ codAmount: eur, lines: [{ declaredValue: eur }] });
  });

  it('refuses sums that a double cannot hold exactly', () => {
    expect(faultsOf({ items: [item({ quantity: 100_000, unitPrice: usd('999999999999.99') })] })).toEqual([
      '/items',
    ]);
  });
});
