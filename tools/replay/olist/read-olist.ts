import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';

/** One row of the Olist orders with its items; times are local to São Paulo, empty where history has none. */
export interface OlistOrder {
  id: string;
  status: string;
  purchasedAt: string;
  approvedAt: string;
  handedOverAt: string;
  deliveredAt: string;
  promisedAt: string;
  customer: { id: string; city: string; state: string };
  items: { sku: string; price: string; freight: string; weightGrams: number | null; title: string }[];
}

type Row = Record<string, string>;

async function* rowsOf(dir: string, file: string): AsyncGenerator<Row> {
  yield* createReadStream(join(dir, file)).pipe(parse({ columns: true, bom: true })) as AsyncIterable<Row>;
}

async function tableOf<T>(
  dir: string,
  file: string,
  key: string,
  read: (row: Row) => T,
): Promise<Map<string, T>> {
  const table = new Map<string, T>();
  for await (const row of rowsOf(dir, file)) table.set(row[key] ?? '', read(row));
  return table;
}

/** Reads the data set's folder, in order of purchase. @throws where a file is missing */
export async function readOlist(dir: string): Promise<OlistOrder[]> {
  const products = await tableOf(dir, 'olist_products_dataset.csv', 'product_id', (row) => row);
  const customers = await tableOf(dir, 'olist_customers_dataset.csv', 'customer_id', (row) => row);
  const items = new Map<string, OlistOrder['items']>();
  for await (const row of rowsOf(dir, 'olist_order_items_dataset.csv')) {
    const product = products.get(row['product_id'] ?? '');
    const weight = Number(product?.['product_weight_g'] || Number.NaN);
    const ofOrder = items.get(row['order_id'] ?? '') ?? [];
    ofOrder.push({
      sku: row['product_id'] ?? '',
      title: product?.['product_category_name'] || 'unknown category',
      price: Number(row['price']).toFixed(2),
      freight: Number(row['freight_value']).toFixed(2),
      weightGrams: Number.isFinite(weight) ? Math.round(weight) : null,
    });
    items.set(row['order_id'] ?? '', ofOrder);
  }
  const orders: OlistOrder[] = [];
  for await (const row of rowsOf(dir, 'olist_orders_dataset.csv')) {
    const customer = customers.get(row['customer_id'] ?? '');
    orders.push({
      id: row['order_id'] ?? '',
      status: row['order_status'] ?? '',
      purchasedAt: row['order_purchase_timestamp'] ?? '',
      approvedAt: row['order_approved_at'] ?? '',
      handedOverAt: row['order_delivered_carrier_date'] ?? '',
      deliveredAt: row['order_delivered_customer_date'] ?? '',
      promisedAt: row['order_estimated_delivery_date'] ?? '',
      customer: {
        id: row['customer_id'] ?? '',
        city: customer?.['customer_city'] || 'unknown',
        state: customer?.['customer_state'] || '',
      },
      items: items.get(row['order_id'] ?? '') ?? [],
    });
  }
  return orders.sort((a, b) => (a.purchasedAt + a.id < b.purchasedAt + b.id ? -1 : 1));
}
