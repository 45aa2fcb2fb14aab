import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One made-up row: days after the first of February 2018, and what happened; empty where it did not. */
interface Row {
  status: string;
  bought: number;
  approved?: number;
  handedOver?: number;
  delivered?: number;
  promised: number;
}

const rows: Row[] = [
  ...Array.from({ length: 12 }, (_, index): Row => ({
    status: 'delivered',
    bought: index * 0.7,
    approved: index * 0.7 + 0.1,
    handedOver: index * 0.7 + 1.3,
    delivered: index * 0.7 + 5 + (index % 5),
    promised: Math.floor(index * 0.7) + 8,
  })),
  { status: 'delivered', bought: 1, approved: 1.1, handedOver: 6, delivered: 5, promised: 9 },
  { status: 'delivered', bought: 1, approved: 3, handedOver: 2, delivered: 5, promised: 9 },
  { status: 'delivered', bought: 2, approved: 2.1, handedOver: 3, promised: 9 },
  { status: 'canceled', bought: 2, approved: 2.1, promised: 9 },
  { status: 'canceled', bought: 2, approved: 2.1, handedOver: 4, promised: 9 },
  { status: 'canceled', bought: 2, approved: 2.1, handedOver: 4, delivered: 7, promised: 9 },
  { status: 'shipped', bought: 3, approved: 3.1, handedOver: 4, promised: 9 },
  { status: 'invoiced', bought: 3, approved: 3.1, promised: 9 },
];

const time = (days: number | undefined): string =>
  days === undefined
    ? ''
    : new Date(Date.UTC(2018, 1, 1) + days * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');

const csv = (header: string, lines: string[][]): string =>
  [header, ...lines.map((line) => line.join(','))].join('\n');

/** A folder in the data set's format with orders that the project makes itself, impossible ones among them. */
export const madeOlist = (): { dir: string; orders: number } => {
  const dir = mkdtempSync(join(tmpdir(), 'landfall-olist-'));
  const id = (index: number) => index.toString(16).padStart(2, '0').repeat(16);
  const write = (name: string, text: string) => writeFileSync(join(dir, `olist_${name}_dataset.csv`), text);
  write(
    'orders',
    csv(
      'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date',
      rows.map((row, index) => [
        id(index),
        id(index),
        row.status,
        time(row.bought),
        time(row.approved),
        time(row.handedOver),
        time(row.delivered),
        time(row.promised),
      ]),
    ),
  );
  write(
    'customers',
    csv(
      'customer_id,customer_city,customer_state',
      rows.map((_, index) => [id(index), 'recife', 'PE']),
    ),
  );
  write('products', csv('product_id,product_category_name,product_weight_g', [['p', 'toys', '300']]));
  write(
    'order_items',
    csv(
      'order_id,product_id,price,freight_value',
      rows.map((_, index) => [id(index), 'p', '50.0', '9.9']),
    ),
  );
  return { dir, orders: rows.length };
};
