import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { deterministicId } from './deterministic-id.ts';

describe('a deterministic id', () => {
  it('is the UUIDv5 of its parts in the namespace of Landfall', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.integer())), (parts) => {
        expect(deterministicId(...parts)).toBe(
          v5(JSON.stringify(parts), '6f1d9d1e-5a0c-5c6b-9a55-5b8d2f0f7a11'),
        );
      }),
    ));

  it('takes parts of any length', () => {
    const long = '深'.repeat(5_000);
    expect(deterministicId(long)).toBe(v5(JSON.stringify([long]), '6f1d9d1e-5a0c-5c6b-9a55-5b8d2f0f7a11'));
  });

  it('tells parts apart whose texts join to the same', () =>
    expect(deterministicId('ab', 'c')).not.toBe(deterministicId('a', 'bc')));
});
