import { describe, expect, it } from '@jest/globals';
import type { RawRecord } from '../events/cloud-event.ts';
import { partsOf } from './transaction-size.ts';

const records = (count: number, bytes: number): RawRecord[] =>
  Array.from(
    { length: count },
    (_, offset) => ({ offset: String(offset), value: Buffer.alloc(bytes) }) as unknown as RawRecord,
  );
const sizes = (fetched: RawRecord[]) => partsOf(fetched).map(({ length }) => length);

describe('what one transaction holds', () => {
  it('is a thousand records', () => {
    expect(sizes(records(1_000, 10))).toEqual([1_000]);
    expect(sizes(records(2_001, 10))).toEqual([1_000, 1_000, 1]);
    expect(sizes([])).toEqual([]);
  });

  it('is two megabytes where records are large, and one record however large', () => {
    expect(sizes(records(5, 1_000_000))).toEqual([2, 2, 1]);
    expect(sizes(records(2, 3_000_000))).toEqual([1, 1]);
    expect(sizes([...records(1, 10), ...records(1, 3_000_000), ...records(2, 10)])).toEqual([1, 1, 2]);
  });

  it('is every record, in order', () => {
    const fetched = records(2_500, 1_500);
    expect(partsOf(fetched).flat()).toEqual(fetched);
  });
});
