import { describe, expect, it } from '@jest/globals';
import { parseBody } from '../validation/parse-body.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { PageQuery, pageOf } from './page.ts';

interface Position {
  at: string;
  id: number;
}

const isPosition = (value: unknown): value is Position =>
  typeof value === 'object' &&
  value !== null &&
  'at' in value &&
  typeof value.at === 'string' &&
  'id' in value;

describe('a cursor', () => {
  it('brings back the position, whatever its text', () => {
    const position = { at: 'Ōsaka?&/+', id: 7 };
    const cursor = encodeCursor(position);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor, isPosition)).toEqual(position);
  });

  it.each(['', '%%%', 'e30', encodeCursor({ at: 5 }), encodeCursor([]), 'bnVsbA'])(
    'is refused when it is %j',
    (cursor) => {
      expect(() => decodeCursor(cursor, isPosition)).toThrow(
        expect.objectContaining({ status: 400, code: 'invalid_cursor' }),
      );
    },
  );
});

describe('a page', () => {
  const page = (count: number) =>
    pageOf(
      Array.from({ length: count }, (_, index) => index),
      3,
      (row) => `item ${row}`,
      (id) => ({ at: 'x', id }),
    );

  it('leads on to the next only where there is more', () => {
    expect(page(3)).toEqual({ data: ['item 0', 'item 1', 'item 2'], nextCursor: null });
    expect(page(0)).toEqual({ data: [], nextCursor: null });
    const { data, nextCursor } = page(4);
    expect(data).toHaveLength(3);
    expect(decodeCursor(nextCursor ?? '', isPosition).id).toBe(2);
  });

  it('holds 50 items unless told, 200 at most', () => {
    const query = (value: object) => parseBody(PageQuery, value, { source: 'query' });
    expect(query({}).limit).toBe(50);
    expect(query({ limit: '200' }).limit).toBe(200);
    expect(() => query({ limit: '201' })).toThrow();
    expect(() => query({ limit: '0' })).toThrow();
  });
});
