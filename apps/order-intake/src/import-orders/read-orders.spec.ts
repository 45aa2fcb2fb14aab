import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '@landfall/service-kit';
import { findColumns, readMapping, type ColumnName, type Mapping } from './columns.ts';
import { csvOf } from './import-orders.spec-kit.ts';
import { readOrders, type ReadOptions } from './read-orders.ts';
import { readOrdersTable } from './read-orders-table.ts';

const header = ['Order ID', 'Order date', 'Currency', 'Customer', 'Country', 'SKU', 'Item', 'Qty', 'Price'];
const row = (changes: Partial<Record<string, string>> = {}): string[] => {
  const told: Record<string, string> = {
    'Order ID': '1001',
    'Order date': '2026-03-01T14:05:00+08:00',
    Currency: 'EUR',
    Customer: 'Jane Roe',
    Country: 'DE',
    SKU: 'LAMP',
    Item: 'Lamp',
    Qty: '2',
    Price: '12.50',
  };
  return header.map((name) => changes[name] ?? told[name] ?? '');
};

const orders = async (rows: string[][], options: Partial<ReadOptions> = {}) => {
  const body = Buffer.from(csvOf([header, ...rows]));
  const table = await readOrdersTable(body, { mapping: {}, given: ['marketplace'] });
  return readOrders(table, {
    marketplace: 'my-shop',
    currency: undefined,
    timeZone: undefined,
    dateOrder: undefined,
    decimalMark: undefined,
    ...options,
  });
};
const faults = async (...rows: string[][]) =>
  (await orders(rows)).flatMap(({ result }) =>
    result instanceof ProblemError
      ? (result.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`)
      : [],
  );

describe('rows of a file', () => {
  it('are orders, of which some have several lines', async () => {
    const read = await orders([
      row(),
      row({ 'Order ID': '1002', Country: 'Deutschland' }),
      row({ SKU: 'BULB', Item: 'Bulb', Qty: '4', Price: '1.20', Currency: '', Customer: '' }),
    ]);
    expect(read.map(({ rows, externalId }) => [rows, externalId])).toEqual([
      [[2, 4], '1001'],
      [[3], '1002'],
    ]);
    const [first, second] = read.map(({ result }) => {
      if (result instanceof ProblemError) throw result;
      return result;
    });
    expect(first?.order).toMatchObject({
      placedAt: '2026-03-01T06:05:00.000Z',
      lines: [
        { sku: 'LAMP', quantity: 2, unitPriceMinor: 1250 },
        { sku: 'BULB', quantity: 4, unitPriceMinor: 120 },
      ],
    });
    expect(first?.person).toMatchObject({ name: 'Jane Roe' });
    expect(second?.order.destination.country).toBe('DE');
  });

  it.each<[string, string[][], string]>([
    ['no id', [row({ 'Order ID': '' })], '/rows/2/Order ID: row 2, column "Order ID": is required'],
    ['a quantity in words', [row({ Qty: 'two' })], '/rows/2/Qty: row 2, column "Qty": must be a number'],
    ['half a thing', [row({ Qty: '2.5' })], '/rows/2/Qty'],
    [
      'a price that may be two',
      [row(), row({ 'Order ID': '2', Price: '1,234' })],
      '/rows/3/Price: row 3, column "Price": "1,234" can be read in two ways',
    ],
    ['too precise a price', [row({ Price: '1.2345' })], '/rows/2/Price'],
    ['a price in no currency', [row({ Currency: 'Euro' })], '/rows/2/Currency'],
    ['a date without zone', [row({ 'Order date': '2026-03-01' })], '/rows/2/Order date'],
    ['a formula', [row({ Item: '=1+1' })], '/rows/2/Item: row 2, column "Item": begins with ='],
    ['an unknown country', [row({ Country: 'Atlantis' })], '/rows/2/Country'],
    [
      'another buyer for one order',
      [row(), row({ Customer: 'John Doe' })],
      '/rows/3/Customer: row 3, column "Customer": is not what row 2 says',
    ],
    [
      'an id that was shortened',
      [row({ 'Order ID': '8.20983E+17' })],
      '/rows/2/Order ID: row 2, column "Order ID": was shortened',
    ],
    ['a cell too many', [[...row(), 'more']], '/rows/2/10'],
  ])('with %s are refused, naming row and column', async (_what, rows, expected) => {
    expect(await faults(...rows)).toEqual([expect.stringContaining(expected)]);
  });

  it('spoil no other order, and all of their own', async () => {
    const read = await orders([
      row(),
      row({ 'Order ID': '2', Qty: '0' }),
      row({ 'Order ID': '2' }),
      row({ 'Order ID': '3' }),
    ]);
    expect(read.map(({ result }) => result instanceof ProblemError)).toEqual([false, true, false]);
  });
});

describe('the columns of a file', () => {
  const found = (
    names: string[],
    mapping: Mapping = {},
    given: ColumnName[] = ['marketplace', 'currency'],
  ) => {
    const read = findColumns([{ number: 1, cells: names }], mapping, given);
    if (read.ok) return read;
    throw read.problem;
  };
  const pointers = (attempt: () => unknown): string[] => {
    try {
      attempt();
    } catch (error) {
      if (error instanceof ProblemError) return (error.errors ?? []).map(({ pointer }) => pointer);
      throw error;
    }
    return [];
  };

  it.each([
    [
      'English',
      ['Order Number', 'order_date', 'Recipient', 'Country', 'Product Name', 'QTY', 'Unit-Price', 'Notes'],
    ],
    ['Chinese', ['订单号', '下单时间', '收件人', '国家', '商品名称', '数量', '单价', '备注']],
    [
      'German',
      ['Bestellnummer', 'Bestelldatum', 'Empfänger', 'Land', 'Bezeichnung', 'Menge', 'Einzelpreis', 'Notiz'],
    ],
  ])('are found by their %s names', (_language, names) => {
    const { columns, ignored } = found(names);
    expect(Object.keys(columns)).toEqual([
      'externalId',
      'placedAt',
      'buyerName',
      'country',
      'title',
      'quantity',
      'unitPrice',
    ]);
    expect(ignored).toEqual([names[7]]);
  });

  it('are those that a mapping names', () => {
    const names = ['No.', 'Order ID', 'When', 'Customer', 'Country', 'Item', 'Qty', 'Price'];
    const { columns, ignored } = found(names, { externalId: 'no.', placedAt: 'When' });
    expect([columns.externalId?.index, columns.placedAt?.index]).toEqual([0, 2]);
    expect(ignored).toEqual(['Order ID']);
  });

  it('must be there, and only once', () => {
    const names = ['Order ID', 'Order number', 'Order date', 'Customer', 'Country', 'Qty', 'Price'];
    expect(pointers(() => found(names))).toEqual(['/mapping/externalId', '/mapping/title']);
    expect(pointers(() => found([...header], {}, []))).toEqual(['/mapping/marketplace']);
    expect(pointers(() => found([...header, 'X', 'X'], { sku: 'X', title: 'Y' }))).toEqual([
      '/mapping/sku',
      '/mapping/title',
    ]);
  });

  it('are mapped by JSON alone', () => {
    expect(readMapping(undefined)).toEqual({});
    expect(readMapping('{"sku": "Art."}')).toEqual({ sku: 'Art.' });
    for (const wrong of ['sku', '[]', '7', 'null'])
      expect(pointers(() => readMapping(wrong))).toEqual(['/mapping']);
    expect(pointers(() => readMapping('{"color": "X", "constructor": "Y", "sku": 7}'))).toEqual([
      '/mapping/color',
      '/mapping/constructor',
      '/mapping/sku',
    ]);
  });
});
