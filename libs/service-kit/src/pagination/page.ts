import { Integer, Text } from '../validation/fields.ts';
import { encodeCursor } from './cursor.ts';

/** The query of every list: extend it with the list's filters. */
export class PageQuery {
  @Integer({ min: 1, max: 200, optional: true, description: 'Items at most; 50 unless told.' })
  limit?: number = 50;

  @Text({ max: 1_000, optional: true, description: 'The nextCursor of the page before.' })
  cursor?: string;
}

/** One page of a list. */
export interface Page<Item> {
  data: Item[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** A page out of `limit + 1` rows: the row beyond the limit only tells that there is more. */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  toPosition: (row: Row) => object,
): Page<Item> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(toPosition(last)) : null,
  };
};
