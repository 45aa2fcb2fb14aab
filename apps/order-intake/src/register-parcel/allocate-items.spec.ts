import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate, allOf, remainingOf } from './allocate-items.ts';

const line = (position: number, sku: string, quantity: number) => ({ position, sku, quantity });
const lines = [line(0, 'A', 2), line(1, 'B', 1), line(2, 'A', 3)];

describe('given an order of 2 A, 1 B and 3 more A', () => {
  it('when nothing is packed yet, then all remains', () => {
    expect(allOf(remainingOf(lines, []))).toEqual([
      { position: 0, quantity: 2 },
      { position: 1, quantity: 1 },
      { position: 2, quantity: 3 },
    ]);
  });

  it('when parcels hold some, then the rest remains', () => {
    const taken = [
      { position: 0, quantity: 1 },
      { position: 1, quantity: 1 },
      { position: 0, quantity: 1 },
    ];
    expect(allOf(remainingOf(lines, taken))).toEqual([{ position: 2, quantity: 3 }]);
  });

  it('when 4 A are wanted, then both lines give', () => {
    expect(allocate(lines, [{ sku: 'A', quantity: 4 }])).toEqual({
      ok: true,
      allocations: [
        { position: 0, quantity: 2 },
        { position: 2, quantity: 2 },
      ],
    });
  });

  it('when a sku is wanted twice, then the wishes add up', () => {
    const three = { sku: 'A', quantity: 3 };
    expect(allocate(lines, [three, { sku: 'A', quantity: 2 }])).toMatchObject({ ok: true });
    expect(allocate(lines, [three, three])).toEqual({
      ok: false,
      faults: [{ index: 1, code: 'over_allocated', available: 2 }],
    });
  });

  it('when something else is wanted, then each fault is named and nothing is taken', () => {
    const wanted = [
      { sku: 'B', quantity: 2 },
      { sku: 'A', quantity: 1 },
      { sku: 'C', quantity: 1 },
    ];
    expect(allocate(lines, wanted)).toEqual({
      ok: false,
      faults: [
        { index: 0, code: 'over_allocated', available: 1 },
        { index: 2, code: 'unknown_sku', available: 0 },
      ],
    });
    expect(lines[0]?.quantity).toBe(2);
  });
});

describe('whatever is ordered and wanted', () => {
  const skus = fc.constantFrom('A', 'B', 'C');
  const anyLines = fc
    .array(fc.record({ sku: skus, quantity: fc.integer({ min: 1, max: 5 }) }), { maxLength: 5 })
    .map((items) => items.map((item, position) => ({ position, ...item })));
  const anyWanted = fc.array(fc.record({ sku: skus, quantity: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 5,
  });

  it('exactly the wanted units are taken, and never more than there are', () => {
    fc.assert(
      fc.property(anyLines, anyWanted, (ordered, wanted) => {
        const result = allocate(ordered, wanted);
        const units = (items: readonly { sku: string; quantity: number }[], sku: string) =>
          items.filter((item) => item.sku === sku).reduce((sum, item) => sum + item.quantity, 0);
        const possible = ['A', 'B', 'C'].every((sku) => units(wanted, sku) <= units(ordered, sku));
        expect(result.ok).toBe(possible);
        if (!result.ok) return;
        const rest = remainingOf(ordered, result.allocations);
        for (const sku of ['A', 'B', 'C'])
          expect(units(ordered, sku) - units(rest, sku)).toBe(units(wanted, sku));
      }),
    );
  });
});
