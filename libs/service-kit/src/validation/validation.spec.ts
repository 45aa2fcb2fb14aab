import { describe, expect, it } from '@jest/globals';
import { PartialType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ProblemError } from '../problems/problem-error.ts';
import {
  Bool,
  Country,
  Currency,
  Decimal,
  Email,
  Instant,
  Integer,
  ListOf,
  Money,
  MoneyField,
  Nested,
  Num,
  OneOf,
  Text,
  TextList,
  Uuid,
} from './fields.ts';
import { parseBody } from './parse-body.ts';
import { RequestValidationPipe } from './request-validation.pipe.ts';

class Place {
  @Country() country!: string;
  @Text({ max: 5, optional: true }) city?: string;
}

class Item {
  @Text({ max: 10, pattern: /^[A-Z0-9-]+$/, patternHint: 'must be capital letters, digits and hyphens' })
  sku!: string;
  @MoneyField({ optional: true }) unitPrice?: Money;
}

class Order {
  @Nested(() => Place) shipTo!: Place;
  @ListOf(() => Item, { min: 1, max: 2 }) items!: Item[];
  @Integer({ min: 1, max: 9, optional: true }) quantity?: number;
  @Text({ max: 10, optional: true, nullable: true }) note?: string | null;
}

const order = (changes: object = {}) => ({ shipTo: { country: 'DE' }, items: [{ sku: 'A-1' }], ...changes });

/** What is wrong, by pointer; empty when the value is taken. */
const faults = (type: new () => object, value: unknown, options = {}): Record<string, string> => {
  try {
    parseBody(type, value, options);
    return {};
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error).toMatchObject({ status: 400, code: 'validation_failed' });
    return Object.fromEntries((error.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
  }
};

const json = (text: string): unknown => JSON.parse(text);

describe('reading a body', () => {
  it('makes objects of the classes, without absent fields', () => {
    const result = parseBody(
      Order,
      order({ items: [{ sku: 'A', unitPrice: { amount: '1.50', currency: 'USD' } }] }),
    );
    expect(result).toBeInstanceOf(Order);
    expect(result.items[0]?.unitPrice).toBeInstanceOf(Money);
    expect(JSON.stringify(result)).toBe(
      '{"shipTo":{"country":"DE"},"items":[{"sku":"A","unitPrice":{"amount":"1.50","currency":"USD"}}]}',
    );
    expect(Object.keys(result)).toEqual(['shipTo', 'items']);
  });

  it('names every wrong field by its pointer', () => {
    const body = order({
      items: [{ sku: 'a b' }, { sku: 'B', unitPrice: { amount: 3, currency: 'usd' } }],
      quantity: '5',
      'a/b~c': 1,
    });
    expect(faults(Order, body)).toEqual({
      '/items/0/sku': 'must be capital letters, digits and hyphens',
      '/items/1/unitPrice/amount': 'must be a decimal number as text, such as "12.34"',
      '/items/1/unitPrice/currency': expect.stringContaining('ISO 4217'),
      '/quantity': 'must be a whole number from 1 to 9',
      '/a~1b~0c': 'is not known here: remove it (the fields are shipTo, items, quantity, note)',
    });
    expect(faults(Order, order({ quantity: 0 }), { pointer: '/orders/3' })).toHaveProperty([
      '/orders/3/quantity',
    ]);
  });

  it('asks for what is required, and takes null for absent only where that may be', () => {
    expect(faults(Order, {})).toEqual({ '/shipTo': 'is required', '/items': 'is required' });
    expect(faults(Order, order({ shipTo: null, items: null }))).toEqual({
      '/shipTo': 'is required',
      '/items': 'is required',
    });
    const result = parseBody(Order, order({ quantity: null, note: null }));
    expect(result).not.toHaveProperty('quantity');
    expect(result.note).toBeNull();
  });

  it('refuses other kinds of values', () => {
    for (const body of [undefined, null, 'x', 5, []])
      expect(faults(Order, body)).toEqual({ '': 'must be an object' });
    expect(faults(Order, order({ shipTo: [], items: {} }))).toEqual({
      '/shipTo': 'must be an object',
      '/items': 'must be a list (a JSON array)',
    });
    expect(faults(Order, order({ items: [null, 'x'] }))).toEqual({
      '/items/0': 'must be an object',
      '/items/1': 'must be an object',
    });
    expect(faults(Order, order({ items: [{}, {}, {}] }))).toEqual({ '/items': 'must have 2 items at most' });
    expect(faults(Order, order({ items: [] }))).toEqual({ '/items': 'must have 1 items or more' });
  });

  it.each(['constructor', '__proto__', 'hasOwnProperty', 'toString', 'isPrototypeOf'])(
    'is not fooled by a field named %s',
    (name) => {
      const body = json(`{"shipTo":{"country":"DE","${name}":{"polluted":1}},"items":[{"sku":"A"}]}`);
      expect(Object.keys(faults(Order, body))).toEqual([`/shipTo/${name}`]);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it('tells fifty faults at most, however many there are', () => {
    const body = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 1]));
    expect(Object.keys(faults(Order, body))).toHaveLength(50);
  });

  it('works with mapped types and with decorators of class-validator', () => {
    class Change extends PartialType(Order) {
      @IsIn(['a']) reason!: string;
    }
    const change = parseBody(Change, { reason: 'a', shipTo: { country: 'FR' } });
    expect(change.shipTo).toBeInstanceOf(Place);
    expect(Object.keys(faults(Change, { reason: 'b', shipTo: { country: 'xx' } }))).toEqual([
      '/shipTo/country',
      '/reason',
    ]);
  });
});

/** A class with the one field that the decorator makes. */
const having = (decorator: PropertyDecorator) => {
  class One {
    @decorator value!: unknown;
  }
  return One;
};

describe.each<[string, PropertyDecorator, unknown[], unknown[]]>([
  [
    'Text',
    Text({ max: 3 }),
    ['abc', '😀😀😀', ' a '],
    ['', '  ', 'abcd', '😀😀😀😀', 5, 'a\0', '\ud800', {}, true],
  ],
  ['Text that may be empty', Text({ min: 0, max: 3 }), ['', ' '], ['abcd']],
  ['Text of two or more', Text({ min: 2, max: 3 }), ['ab', '😀😀'], ['a', '😀']],
  ['Integer', Integer({ min: 0, max: 9 }), [0, 9], [-1, 10, 1.5, '5', NaN, true, [5]]],
  ['Num', Num({ min: 0, max: 1 }), [0, 0.5, 1], [1.01, '0.5', Infinity]],
  ['Bool', Bool(), [true, false], ['true', 0, 1]],
  [
    'Decimal',
    Decimal({ scale: 2, min: 0, max: 100 }),
    ['0', '12.34', '100.00'],
    ['100.01', '-1', '1.234', '01', '1.', '.5', '1e3', 12.34, ' 1', '１', '1\n'],
  ],
  [
    'Instant',
    Instant(),
    [
      '2026-11-22T16:22:00Z',
      '2026-11-22T16:22:00.123456+08:00',
      '2024-02-29T23:59:59-12:00',
      '1990-01-01T00:00:00Z',
    ],
    [
      '2026-11-22T16:22:00',
      '2026-11-22',
      '2026-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-10T00:00:00Z',
      '2026-11-22T24:00:00Z',
      '2026-11-22 16:22:00Z',
      '1989-12-31T23:59:59Z',
      '2101-01-01T00:00:00Z',
      '2026-11-22T16:22:00+0800',
      '2026-11-22T16:22:00Z\n',
      1763828520,
    ],
  ],
  ['Country', Country(), ['DE', 'GB', 'HK'], ['de', 'UK', 'XX', 'DEU', '', 5]],
  ['Currency', Currency(), ['EUR', 'JPY'], ['eur', 'XYZ', 'EURO', 5]],
  ['Uuid', Uuid(), ['018f3c2e-7b1a-7c3d-8e4f-0123456789ab'], ['x', '018f3c2e7b1a7c3d8e4f0123456789ab', 5]],
  ['OneOf', OneOf(['DDP', 'DAP']), ['DDP'], ['ddp', 'EXW', 0]],
  [
    'Email',
    Email(),
    ['jane@example.com', 'jane.doe+tag@sub.example.co.uk'],
    [
      'jane',
      'jane@',
      'jane@example.com\r\nBcc: all@example.com',
      '"a\r\nb"@example.com',
      'Jane <jane@example.com>',
      5,
    ],
  ],
  [
    'TextList',
    TextList({ max: 2, each: { max: 3 } }),
    [[], ['a', 'abc']],
    ['a', ['a', 'b', 'c'], ['abcd'], [5], [null], { 0: 'a' }],
  ],
  [
    'TextList of words',
    TextList({ min: 1, max: 3, values: ['liquid', 'powder'] }),
    [['liquid']],
    [[], ['gas']],
  ],
  [
    'MoneyField',
    MoneyField(),
    [
      { amount: '12.34', currency: 'USD' },
      { amount: '0', currency: 'EUR' },
      { amount: '500', currency: 'JPY' },
      { amount: '1.234', currency: 'KWD' },
    ],
    [
      { amount: '12.345', currency: 'USD' },
      { amount: '500.5', currency: 'JPY' },
      { amount: '-1', currency: 'USD' },
      { amount: 12.34, currency: 'USD' },
      { amount: '12.34' },
      { amount: '12.34', currency: 'USD', unit: 1 },
      '12.34 USD',
    ],
  ],
])('%s', (_name, decorator, taken, refused) => {
  const type = having(decorator);
  it.each(taken.map((value) => [value]))('takes %j', (value) => expect(faults(type, { value })).toEqual({}));
  it.each(refused.map((value) => [value]))('refuses %j', (value) =>
    expect(faults(type, { value })).not.toEqual({}),
  );
});

describe('the pipe', () => {
  class Filter {
    @Integer({ min: 1, max: 200, optional: true }) limit?: number;
    @Bool({ optional: true }) open?: boolean;
    @TextList({ max: 3, optional: true }) codes?: string[];
  }
  const pipe = new RequestValidationPipe();

  it('reads numbers, booleans and lists from a query', () => {
    const read = (value: unknown) => pipe.transform(value, { type: 'query', metatype: Filter });
    expect({ ...(read({ limit: '20', open: 'false', codes: 'a,b' }) as Filter) }).toEqual({
      limit: 20,
      open: false,
      codes: ['a', 'b'],
    });
    expect({ ...(read({ codes: ['a', 'b'] }) as Filter) }).toEqual({ codes: ['a', 'b'] });
    expect(() => read({ limit: '2x' })).toThrow('wrong');
    expect(() => read({ limit: ['1', '2'] })).toThrow('wrong');
    expect(() => read({ open: 'yes' })).toThrow('wrong');
  });

  it('converts nothing in a body', () => {
    expect(() => pipe.transform({ limit: '20' }, { type: 'body', metatype: Filter })).toThrow('wrong');
  });

  it('leaves alone what is no class with fields', () => {
    const buffer = Buffer.from('raw');
    expect(pipe.transform(buffer, { type: 'body', metatype: Buffer as never })).toBe(buffer);
    expect(pipe.transform('x', { type: 'param', metatype: String })).toBe('x');
    expect(pipe.transform(buffer, { type: 'body' })).toBe(buffer);
  });
});
