import { formatMoney } from '@landfall/domain';
import type { OrderLine } from '../order/order.ts';
import type { OrderItemRow } from '../persistence/orders.store.ts';

export interface ArrangedLines {
  lines: OrderLine[];
  /** Whether they differ from those that are there. */
  changed: boolean;
}

/**
 * The lines that an order should have, each at the position that it has already, since parcels refer to positions. What a
 * marketplace does not tell of a line, such as its cost, stays as the merchant told it.
 */
export const arrangeLines = (known: readonly OrderItemRow[], wanted: readonly OrderLine[]): ArrangedLines => {
  const free = new Set(known);
  const take = (fits: (row: OrderItemRow) => boolean): OrderItemRow | undefined => {
    const row = [...free].find(fits);
    if (row) free.delete(row);
    return row;
  };
  const byId = wanted.map((line) => take((row) => row.external_line_id === line.externalLineId));
  const rows = wanted.map(
    (line, index) => byId[index] ?? take((row) => row.external_line_id === null && row.sku === line.sku),
  );
  let next = Math.max(-1, ...known.map(({ position }) => position)) + 1;
  const lines = wanted.map((line, index): OrderLine => {
    const row = rows[index];
    if (!row) return { ...line, position: next++ };
    const { externalLineId, sku, title, quantity, unitPriceMinor } = line;
    const own = lineOf(row);
    return {
      ...own,
      externalLineId,
      sku,
      title,
      quantity,
      unitPriceMinor,
      weightGrams: line.weightGrams ?? own.weightGrams,
    };
  });
  lines.sort((one, other) => one.position - other.position);
  return { lines, changed: JSON.stringify(lines) !== JSON.stringify(known.map(lineOf)) };
};

const lineOf = (row: OrderItemRow): OrderLine => ({
  position: row.position,
  externalLineId: row.external_line_id,
  sku: row.sku,
  title: row.title,
  quantity: row.quantity,
  unitPriceMinor: row.unit_price_minor,
  unitCostMinor: row.unit_cost_minor,
  weightGrams: row.weight_grams,
  attributes: row.attributes,
  hsCode: row.hs_code,
  originCountry: row.origin_country,
  declaredValue:
    row.declared_minor === null || row.declared_currency === null
      ? null
      : formatMoney(row.declared_minor, row.declared_currency),
});
