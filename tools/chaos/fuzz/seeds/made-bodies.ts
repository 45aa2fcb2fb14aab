import { strToU8, zipSync } from 'fflate';
import type { Seed } from './seed.ts';

/** Stands for a number of the body's own wherever it is found in a body. */
export const ownId = 'FUZZ0000ID';

const json = 'application/json';
const csv = 'text/csv';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const scan = {
  trackingNumber: `LZ${ownId}CN`,
  carrier: 'yanwen',
  milestone: 'departed_facility',
  occurredAt: '2026-03-04T10:00:00+08:00',
  place: { country: 'CN', city: 'Shenzhen' },
};
const scans = [scan, { ...scan, milestone: 'arrived_at_facility', occurredAt: '2026-03-05T02:00:00Z' }];

const epcisEvent = {
  type: 'ObjectEvent',
  action: 'OBSERVE',
  eventTime: '2026-03-05T02:00:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList: [`https://acme.example/carriers/Yan_Wen/obj/LZ${ownId}CN`, 'urn:epc:id:sscc:0614141.1234567890'],
  bizStep: 'departing',
  disposition: 'in_transit',
  readPoint: { id: 'https://acme.example/epcis/loc/CN,Shenzhen' },
};
const epcisDocument = {
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-05T03:00:00Z',
  epcisBody: { eventList: [epcisEvent, { ...epcisEvent, bizStep: 'arriving' }] },
};

const order = {
  externalId: ownId,
  marketplace: 'my-shop',
  placedAt: '2026-03-01T09:30:00+01:00',
  currency: 'EUR',
  buyer: { name: 'Ada Example', email: 'ada@example.com', locale: 'de', consent: { email: true } },
  shipTo: { country: 'DE', city: 'Berlin', postalCode: '10999', lines: ['Ritterstr. 7'] },
  items: [
    {
      sku: 'LAMP-1',
      title: 'Desk lamp',
      quantity: 2,
      unitPrice: { amount: '50.00', currency: 'EUR' },
      unitCost: { amount: '20.00', currency: 'EUR' },
      weightGrams: 900,
      attributes: ['battery_builtin'],
    },
  ],
};

const shopifyOrder = {
  id: 820982911946154,
  email: 'ada@example.com',
  created_at: '2026-03-01T12:00:00+00:00',
  updated_at: '2026-03-01T12:05:00+00:00',
  cancelled_at: null,
  currency: 'EUR',
  customer_locale: 'de-DE',
  payment_gateway_names: ['shopify_payments'],
  shipping_address: {
    name: 'Ada Example',
    address1: 'Ritterstr. 7',
    city: 'Berlin',
    zip: '10999',
    country_code: 'DE',
    phone: '+49 30 1234',
  },
  line_items: [
    {
      id: 11,
      sku: 'LAMP-1',
      title: 'Desk lamp',
      quantity: 2,
      current_quantity: 2,
      grams: 250,
      price: '12.50',
      requires_shipping: true,
    },
  ],
  fulfillments: [],
  refunds: [],
};
const shopifyFulfillment = {
  id: 255858046,
  order_id: 820982911946154,
  status: 'success',
  created_at: '2026-03-01T12:10:00+00:00',
  updated_at: '2026-03-01T12:10:00+00:00',
  tracking_company: 'China Post',
  tracking_numbers: [`LS${ownId}CN`],
  origin_address: { country_code: 'CN' },
  line_items: [{ id: 11, quantity: 2 }],
};
const shopifyRefund = {
  id: 509562969,
  order_id: 820982911946154,
  created_at: '2026-03-01T12:20:00+00:00',
  processed_at: '2026-03-01T12:20:00+00:00',
  refund_line_items: [{ line_item_id: 11, quantity: 1 }],
  transactions: [{ kind: 'refund', status: 'success', amount: '12.50', currency: 'EUR' }],
};
const wooOrder = {
  id: 727,
  status: 'processing',
  currency: 'EUR',
  date_created_gmt: '2026-03-01T12:00:00',
  date_modified_gmt: '2026-03-01T12:05:00',
  billing: { first_name: 'Ada', last_name: 'Example', email: 'ada@example.com', country: 'DE' },
  shipping: {
    first_name: 'Ada',
    address_1: 'Ritterstr. 7',
    city: 'Berlin',
    postcode: '10999',
    country: 'DE',
  },
  payment_method: 'paypal',
  line_items: [{ id: 5, name: 'Lamp', product_id: 93, quantity: 3, sku: '', total: '50.00', price: 16.66 }],
  meta_data: [
    {
      id: 2,
      key: '_wc_shipment_tracking_items',
      value: [
        {
          tracking_provider: 'China Post',
          tracking_number: `WC${ownId}CN`,
          date_shipped: '1772366400',
          tracking_id: 'a1',
        },
      ],
    },
  ],
  refunds: [{ id: 726, reason: '', total: '-10.00' }],
};

const orderRows = [
  ['Order ID', 'Order date', 'Customer', 'E-Mail', 'Country', 'Postcode', 'SKU', 'Item', 'Qty', 'Price'],
  [ownId, '2026-03-01 14:05', 'Ada Example', 'ada@example.com', 'DE', '10999', 'L', 'Lamp', '2', '12.50'],
  [`${ownId}B`, '2026-03-02', 'Bo Example', 'bo@example.com', 'FR', '75001', 'L', 'Lamp', '1', '12.50'],
];
const manifestRows = [
  ['MAWB', 'Bag no', 'Tracking number', 'Carrier', 'Weight kg', 'Flight', 'ETD'],
  ['784-12345675', 'BAG1', `LZ${ownId}CN`, 'yanwen', '0.35', 'CZ 303', '2026-03-05T10:00:00+08:00'],
  ['784-12345675', 'BAG1', `LZ${ownId}2CN`, 'yanwen', '1.2', 'CZ 303', '2026-03-05T10:00:00+08:00'],
];

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** When workbooks were packed: the same body follows from the same seed on any day. */
export const packedAt = { mtime: '2026-03-01T12:00:00Z' };

/** A workbook of one sheet with these texts. */
const workbookOf = (rows: readonly (readonly string[])[]): Buffer => {
  const cells = (row: readonly string[], at: number): string =>
    row
      .map(
        (text, column) =>
          `<c r="${String.fromCharCode(65 + column)}${at + 1}" t="inlineStr"><is><t>${text}</t></is></c>`,
      )
      .join('');
  const sheet = rows.map((row, at) => `<row r="${at + 1}">${cells(row, at)}</row>`).join('');
  const files = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
  };
  const parts = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  return Buffer.from(zipSync(Object.fromEntries(parts), packedAt));
};

const csvOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(rows.map((row) => row.join(',')).join('\r\n'));
const jsonOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Made-up bodies of every edge that no mapping file has an example of. */
export const madeSeeds: readonly Seed[] = [
  { edge: 'tracking-events', of: 'list', body: jsonOf(scans), contentType: json },
  {
    edge: 'tracking-events',
    of: 'lines',
    body: Buffer.from(scans.map((one) => JSON.stringify(one)).join('\n')),
    contentType: 'application/x-ndjson',
  },
  { edge: 'epcis', of: 'document', body: jsonOf(epcisDocument), contentType: 'application/ld+json' },
  { edge: 'epcis', of: 'event', body: jsonOf(epcisEvent), contentType: json },
  { edge: 'manifest', of: 'csv', body: csvOf(manifestRows), contentType: csv },
  { edge: 'manifest', of: 'workbook', body: workbookOf(manifestRows), contentType: xlsx },
  { edge: 'order', of: 'order', body: jsonOf(order), contentType: json },
  {
    edge: 'orders',
    of: 'batch',
    body: jsonOf({ orders: [order, { ...order, externalId: `${ownId}B` }] }),
    contentType: json,
  },
  { edge: 'import', of: 'csv', body: csvOf(orderRows), contentType: csv },
  { edge: 'import', of: 'workbook', body: workbookOf(orderRows), contentType: xlsx },
  { edge: 'webhook', of: 'shopify orders/updated', body: jsonOf(shopifyOrder), contentType: json },
  {
    edge: 'webhook',
    of: 'shopify fulfillments/create',
    body: jsonOf(shopifyFulfillment),
    contentType: json,
  },
  { edge: 'webhook', of: 'shopify refunds/create', body: jsonOf(shopifyRefund), contentType: json },
  { edge: 'webhook', of: 'woocommerce order.updated', body: jsonOf(wooOrder), contentType: json },
];
