import { describe, expect, it } from '@jest/globals';
import type { OrderLine } from '../order/order.ts';
import type { OrderItemRow } from '../persistence/orders.store.ts';
import { arrangeLines } from './arrange-lines.ts';

const row = (position: number, line: string | null, changes: Partial<OrderItemRow> = {}): OrderItemRow => ({
  position,
  external_line_id: line,
  sku: `S${line ?? position}`,
  title: 'Thing',
  quantity: 1,
  unit_price_minor: 100,
  unit_cost_minor: null,
  weight_grams: null,
  attributes: [],
  hs_code: null,
  origin_country: null,
  declared_minor: null,
  declared_currency: null,
  ...changes,
});
const line = (id: string, changes: Partial<OrderLine> = {}): OrderLine => ({
  position: 0,
  externalLineId: id,
  sku: `S${id}`,
  title: 'Thing',
  quantity: 1,
  unitPriceMinor: 100,
  unitCostMinor: null,
  weightGrams: null,
  attributes: [],
  hsCode: null,
  originCountry: null,
  declaredValue: null,
  ...changes,
});
const positions = (lines: OrderLine[]) =>
  lines.map(({ externalLineId, position }) => [externalLineId, position]);

describe('the lines of a changed order', () => {
  it('stay where they are, and new ones come behind', () => {
    const { lines, changed } = arrangeLines([row(0, 'a'), row(1, 'b')], [line('c'), line('b')]);
    expect(positions(lines)).toEqual([
      ['b', 1],
      ['c', 2],
    ]);
    expect(changed).toBe(true);
  });

  it('are not changed where nothing differs', () => {
    expect(arrangeLines([row(0, 'a'), row(3, 'b')], [line('b'), line('a')]).changed).toBe(false);
  });

  it('keep what only the merchant can tell', () => {
    const told = { unit_cost_minor: 40, hs_code: '9405', declared_minor: 500, declared_currency: 'EUR' };
    const { lines, changed } = arrangeLines([row(0, 'a', told)], [line('a', { unitPriceMinor: 90 })]);
    expect(lines[0]).toMatchObject({
      unitCostMinor: 40,
      unitPriceMinor: 90,
      hsCode: '9405',
      declaredValue: { amount: '5.00', currency: 'EUR' },
    });
    expect(changed).toBe(true);
  });

  it('are found by their sku where the merchant placed the order himself', () => {
    const { lines } = arrangeLines([row(0, null, { sku: 'X' }), row(1, null, { sku: 'Sa' })], [line('a')]);
    expect(positions(lines)).toEqual([['a', 1]]);
  });
});
