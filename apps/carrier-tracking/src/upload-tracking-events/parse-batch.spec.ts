import { describe, expect, it } from '@jest/globals';
import { parseBatch } from './parse-batch.ts';
import { refuseUnknownUnits, sortItem, unitsOf } from './sort-items.ts';

const parse = (text: string, type = 'application/json') => parseBatch(Buffer.from(text), type);
const valid =
  '{"trackingNumber":"A1","carrier":"usps","milestone":"picked_up","occurredAt":"2026-03-04T09:30:00Z"}';

describe('a batch', () => {
  it('is a JSON array', () => {
    expect(parse('[1,{"a":2}]')).toEqual([
      { kind: 'value', value: 1 },
      { kind: 'value', value: { a: 2 } },
    ]);
    expect(parse('[]')).toEqual([]);
  });

  it.each([
    'application/x-ndjson',
    'application/x-ndjson; charset=utf-8',
    'application/ndjson',
    'application/jsonl',
  ])('is lines of JSON as %s', (type) => {
    expect(parse('{"a":1}\r\n\n{"a":2}\n', type)).toEqual([
      { kind: 'value', value: { a: 1 } },
      { kind: 'value', value: { a: 2 } },
    ]);
  });

  it('keeps its good lines beside those that cannot be read', () => {
    const lines = `{"a":1}\n{"a":\n{"a":1,"a":2}\n${'['.repeat(500)}`;
    expect(parse(lines, 'application/x-ndjson')).toMatchObject([
      { kind: 'value' },
      { kind: 'unreadable', code: 'malformed_json' },
      { kind: 'unreadable', code: 'repeated_key', detail: expect.stringContaining('`/a` twice') },
      { kind: 'unreadable', code: 'too_deep' },
    ]);
  });

  it('is read without its byte order mark, and refused where it is not UTF-8: letters would be lost', () => {
    expect(parse('\ufeff[1]')).toEqual([{ kind: 'value', value: 1 }]);
    const beijing = Buffer.concat([
      Buffer.from('[{"city":"'),
      Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]),
      Buffer.from('"}]'),
    ]);
    expect(() => parseBatch(beijing, 'application/json')).toThrow(
      expect.objectContaining({ status: 400, code: 'wrong_encoding' }),
    );
  });

  it.each([
    ['an array that breaks off', '[{"a":1}', 'application/json', 'malformed_json'],
    ['nothing', '', 'application/json', 'malformed_json'],
    ['an array of which an item has a key twice', '[{"a":1,"a":2}]', 'application/json', 'repeated_key'],
    ['an array that is too deep', '['.repeat(100_000), 'application/json', 'too_deep'],
    ['no array', '{"events":[]}', 'application/json', 'not_a_list'],
    ['lines of which none is JSON', 'a\nb', 'application/x-ndjson', 'malformed_json'],
  ])('is refused as a whole when it is %s', (_, text, type, code) => {
    expect(() => parse(text, type)).toThrow(expect.objectContaining({ status: 400, code }));
  });
});

describe('an item of a batch', () => {
  const sort = (text: string, index = 3) => sortItem({ kind: 'value', value: JSON.parse(text) }, index);

  it('is an event when nothing is wrong with it', () => {
    expect(sort(valid)).toEqual({ kind: 'event', event: JSON.parse(valid) });
  });

  it('is refused with pointers that begin with its index', () => {
    expect(sort('{}')).toMatchObject({
      error: {
        status: 400,
        code: 'validation_failed',
        errors: expect.arrayContaining([{ pointer: '/3/carrier', detail: 'is required' }]),
      },
    });
  });

  it('that is no JSON says which line', () => {
    const unreadable = { kind: 'unreadable', code: 'malformed_json', detail: 'It is not JSON.' } as const;
    expect(sortItem(unreadable, 4)).toMatchObject({
      error: { status: 400, code: 'malformed_json', detail: 'Line 5: It is not JSON.' },
    });
  });
});

describe('an item of a transport unit', () => {
  const unitId = '019a0000-0000-7000-8000-00000000000a';
  const ofUnit = (id: string, index: number) =>
    sortItem({ kind: 'value', value: { ...JSON.parse(valid), trackingNumber: null, unitId: id } }, index);
  const ofNumber = sortItem({ kind: 'value', value: JSON.parse(valid) }, 0);

  it('is an event of the unit, however its id is written', () => {
    const items = [ofNumber, ofUnit(unitId.toUpperCase(), 1)];
    expect(unitsOf(items)).toEqual(new Set([unitId]));
    expect(refuseUnknownUnits(items, new Set([unitId]))).toEqual(items);
  });

  it('is refused alone where the merchant has no such unit', () => {
    const [first, second] = refuseUnknownUnits([ofNumber, ofUnit(unitId, 1)], new Set());
    expect(first).toEqual(ofNumber);
    expect(second).toMatchObject({
      kind: 'refused',
      error: { status: 422, code: 'unknown_unit', errors: [{ pointer: '/1/unitId' }] },
    });
  });

  it('is refused where its unit is no id', () =>
    expect(ofUnit('MAWB 784', 2)).toMatchObject({
      error: { status: 400, errors: [{ pointer: '/2/unitId', detail: 'must be a UUID' }] },
    }));
});
