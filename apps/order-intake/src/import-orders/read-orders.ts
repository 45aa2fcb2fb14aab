import { setImmediate } from 'node:timers/promises';
import { parseBody, ProblemError, type FieldError } from '@landfall/service-kit';
import { StoredDate, StoredNumber, Unreadable, type Cell, type Row } from '@landfall/tables';
import { acceptOrder, type AcceptedOrder } from '../place-order/accept-order.ts';
import { newOrderIds } from '../place-order/new-order-ids.ts';
import { PlaceOrderRequest } from '../place-order/place-order.request.ts';
import type { ColumnName, Columns, FoundColumns } from './columns.ts';
import { countryOf } from './read-country.ts';
import { readNumber, type Read } from './read-number.ts';
import { readTime, type TimeOptions } from './read-time.ts';

export interface ReadOptions {
  /** Of all orders, where no column tells it. */
  marketplace: string | undefined;
  currency: string | undefined;
  timeZone: string | undefined;
  dateOrder: TimeOptions['dateOrder'];
  decimalMark: '.' | ',' | undefined;
}

/** An order of the file: the rows that have its external id and marketplace. */
export interface ImportedOrder {
  /** As a spreadsheet counts them. */
  rows: number[];
  externalId: string | undefined;
  /** What can be placed, or why it cannot: each error names row and column. */
  result: AcceptedOrder | ProblemError;
}

const ofOrder = [
  'placedAt',
  'currency',
  'buyerName',
  'buyerEmail',
  'buyerPhone',
  'locale',
  'country',
  'state',
  'city',
  'postalCode',
  'address1',
  'address2',
  'promisedAt',
  'shipBy',
  'routeId',
  'paymentMethod',
] as const satisfies readonly ColumnName[];

/** The orders of a table, in the order of their first rows. A row without an external id is an order of its own, and refused. */
export const readOrders = async (
  { header, columns, rows }: Pick<FoundColumns, 'header' | 'columns' | 'rows'>,
  options: ReadOptions,
): Promise<ImportedOrder[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = textAt(row, 'externalId', columns);
    const key =
      id === undefined
        ? `row ${row.number}`
        : JSON.stringify([id, textAt(row, 'marketplace', columns) ?? options.marketplace]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const orders: ImportedOrder[] = [];
  for (const group of groups.values()) {
    orders.push(new OrderReader(header, columns, group, options).read());
    // A large file must not keep everybody else waiting.
    if (orders.length % ordersPerTurn === 0) await setImmediate();
  }
  return orders;
};

const ordersPerTurn = 100;

/** Undefined where it is blank or not told. */
const cellAt = ({ cells }: Row, name: ColumnName, columns: Columns): Cell | undefined => {
  const column = columns[name];
  return (column && cells[column.index]) || undefined;
};

const textAt = (row: Row, name: ColumnName, columns: Columns): string | undefined => {
  const cell = cellAt(row, name, columns);
  if (cell instanceof StoredNumber) return cell.text;
  return typeof cell === 'string' ? cell : undefined;
};

/** Where a field of a request stands in the file. */
const columnOfField: Record<string, ColumnName> = {
  externalId: 'externalId',
  marketplace: 'marketplace',
  placedAt: 'placedAt',
  currency: 'currency',
  'buyer/name': 'buyerName',
  'buyer/email': 'buyerEmail',
  'buyer/phone': 'buyerPhone',
  'buyer/locale': 'locale',
  'shipTo/country': 'country',
  'shipTo/state': 'state',
  'shipTo/city': 'city',
  'shipTo/postalCode': 'postalCode',
  'shipTo/lines': 'address1',
  promisedAt: 'promisedAt',
  shipBy: 'shipBy',
  routeId: 'routeId',
  paymentMethod: 'paymentMethod',
};

/** Reads the rows of one order; whatever is wrong with any of them is told, and nothing is taken. */
class OrderReader {
  private readonly faults: FieldError[] = [];

  constructor(
    private readonly header: Row,
    private readonly columns: Columns,
    private readonly rows: readonly Row[],
    private readonly options: ReadOptions,
  ) {}

  read(): ImportedOrder {
    const [first] = this.rows;
    if (!first) throw new Error('an order has no rows');
    const externalId = textAt(first, 'externalId', this.columns);
    this.checkRows();
    const result = this.order(first);
    return {
      rows: this.rows.map(({ number }) => number),
      externalId: externalId?.slice(0, 255),
      result: this.faults.length > 0 ? rowsNotValid(this.faults) : result,
    };
  }

  private order(first: Row): AcceptedOrder | ProblemError {
    const said = (name: ColumnName) => this.text(this.rowWith(name, first), name);
    const country = said('country');
    const request = {
      externalId: said('externalId'),
      marketplace: said('marketplace') ?? this.options.marketplace,
      placedAt: this.time(this.rowWith('placedAt', first), 'placedAt', 'start'),
      currency: (said('currency') ?? this.options.currency)?.toUpperCase(),
      buyer: {
        name: said('buyerName'),
        email: said('buyerEmail'),
        phone: said('buyerPhone'),
        locale: said('locale'),
      },
      shipTo: {
        country: country && countryOf(country),
        state: said('state'),
        city: said('city'),
        postalCode: said('postalCode'),
        lines: [said('address1'), said('address2')].filter((line) => line !== undefined),
      },
      items: this.rows.map((row) => this.item(row)),
      promisedAt: this.time(this.rowWith('promisedAt', first), 'promisedAt', 'end'),
      shipBy: this.time(this.rowWith('shipBy', first), 'shipBy', 'end'),
      routeId: said('routeId'),
      paymentMethod: said('paymentMethod'),
    };
    try {
      return acceptOrder(parseBody(PlaceOrderRequest, request), newOrderIds());
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      for (const { pointer, detail } of error.errors ?? []) this.faultOfField(pointer, detail, first);
      return error;
    }
  }

  private item(row: Row): object {
    const currency = (
      this.text(this.rowWith('currency', row), 'currency') ?? this.options.currency
    )?.toUpperCase();
    const money = (name: 'unitPrice' | 'unitCost') => {
      const amount = this.number(row, name);
      return amount === undefined ? {} : { [name]: { amount, currency } };
    };
    const whole = (name: 'quantity' | 'weightGrams') => {
      const text = this.number(row, name);
      return text === undefined ? undefined : Number(text);
    };
    const country = this.text(row, 'originCountry');
    return {
      sku: this.text(row, 'sku') ?? this.text(row, 'title'),
      title: this.text(row, 'title'),
      quantity: whole('quantity'),
      ...money('unitPrice'),
      ...money('unitCost'),
      weightGrams: whole('weightGrams'),
      hsCode: this.text(row, 'hsCode'),
      originCountry: country && countryOf(country),
    };
  }

  /** Cells beyond the header, refused cells, and rows of one order that do not agree. */
  private checkRows(): void {
    const used = new Set(Object.values(this.columns).map(({ index }) => index));
    for (const row of this.rows)
      for (const [index, cell] of row.cells.entries()) {
        if (cell === '') continue;
        if (index >= this.header.cells.length)
          this.fault(
            row,
            `${index + 1}`,
            'stands beyond the last column: is a text with the delimiter not in quotes?',
          );
        else if (cell instanceof Unreadable && used.has(index))
          this.fault(row, this.headerAt(index), cell.because);
      }
    for (const name of ofOrder) {
      const told = this.rows.flatMap((row) => {
        const cell = this.cellAt(row, name);
        return cell ? [{ row, said: JSON.stringify(cell) }] : [];
      });
      const other = told.find(({ said }) => said !== told[0]?.said);
      if (other)
        this.fault(
          other.row,
          this.headerOf(name),
          `is not what row ${told[0]?.row.number} says of the same order`,
        );
    }
  }

  /** The row of the order that tells it: others may leave it blank. */
  private rowWith(name: ColumnName, otherwise: Row): Row {
    return this.rows.find((row) => this.cellAt(row, name) !== undefined) ?? otherwise;
  }

  private cellAt(row: Row, name: ColumnName): Cell | undefined {
    return cellAt(row, name, this.columns);
  }

  private text(row: Row, name: ColumnName): string | undefined {
    if (this.cellAt(row, name) instanceof StoredDate)
      this.fault(row, this.headerOf(name), 'is a date: format the column as text');
    return textAt(row, name, this.columns);
  }

  private number(row: Row, name: ColumnName): string | undefined {
    const cell = this.cellAt(row, name);
    if (cell === undefined || cell instanceof Unreadable) return undefined;
    if (cell instanceof StoredDate) {
      this.fault(row, this.headerOf(name), 'is a date, not a number');
      return undefined;
    }
    if (cell instanceof StoredNumber) return cell.text;
    return this.taken(row, name, readNumber(cell, this.options.decimalMark));
  }

  private time(row: Row, name: ColumnName, dayMeans: 'start' | 'end'): string | undefined {
    const cell = this.cellAt(row, name);
    if (cell === undefined || cell instanceof Unreadable) return undefined;
    const { timeZone, dateOrder } = this.options;
    return this.taken(row, name, readTime(cell, { timeZone, dateOrder, dayMeans }));
  }

  private taken(row: Row, name: ColumnName, read: Read<string>): string | undefined {
    if (read.ok) return read.value;
    this.fault(row, this.headerOf(name), read.fault);
    return undefined;
  }

  private faultOfField(pointer: string, detail: string, first: Row): void {
    const [, item, field] = /^\/items\/(\d+)\/([^/]+)/.exec(pointer) ?? [];
    const row = item === undefined ? first : (this.rows[Number(item)] ?? first);
    const name = pointer.endsWith('/currency')
      ? 'currency'
      : (field ?? columnOfField[pointer.slice(1).replace(/(shipTo\/lines).*/, '$1')]);
    this.fault(row, name === undefined ? '' : this.headerOf(name as ColumnName), detail);
  }

  /** The first fault found at a cell counts: others would follow from it. */
  private fault(row: Row, column: string, detail: string): void {
    const pointer = `/rows/${row.number}/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (this.faults.some((known) => known.pointer === pointer)) return;
    this.faults.push({ pointer, detail: `row ${row.number}, column "${column}": ${detail}` });
  }

  private headerOf(name: ColumnName): string {
    const column = this.columns[name];
    return column ? this.headerAt(column.index) : name;
  }

  private headerAt(index: number): string {
    const cell = this.header.cells[index];
    const text = cell instanceof StoredNumber ? cell.text : cell;
    return (typeof text === 'string' && text !== '' ? text : `${index + 1}`).slice(0, 100);
  }
}

const rowsNotValid = (errors: readonly FieldError[]): ProblemError =>
  new ProblemError({
    status: 400,
    code: 'rows_not_valid',
    title: 'The request is not valid',
    detail: `${errors.length === 1 ? 'One cell is' : `${errors.length} cells are`} wrong: see errors.`,
    errors: errors.slice(0, 50),
  });
