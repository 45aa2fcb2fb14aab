import { describe, expect, it } from '@jest/globals';
import { parseBatch } from './parse-batch.ts';
import { sortItem } from './sort-items.ts';

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

  it('keeps its good lines beside one that is no JSON', () => {
    expect(parse('{"a":1}\n{"a":', 'application/x-ndjson').map((item) => item.kind)).toEqual([
      'value',
      'malformed',
    ]);
  });

  it.each([
    ['an array that breaks off', '[{"a":1}', 'application/json', 'malformed_json'],
    ['nothing', '', 'application/json', 'malformed_json'],
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

  it('of a transport unit is refused', () => {
    expect(sort('{"unitId":"u1"}')).toMatchObject({
      error: { status: 422, code: 'units_not_supported', errors: [{ pointer: '/3/unitId' }] },
    });
  });

  it('that is no JSON says which line', () => {
    expect(sortItem({ kind: 'malformed' }, 4)).toMatchObject({
      error: { status: 400, code: 'malformed_json', detail: 'Line 5 is not JSON that can be read.' },
    });
  });
});
