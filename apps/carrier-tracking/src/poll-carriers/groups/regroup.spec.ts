import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fate, KnownNumber } from './group.ts';
import { regroup, type SettledNumber } from './regroup.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const hour = 3_600_000;
const fate = (changes: Partial<Fate> = {}): Fate => ({
  registered: true,
  attempts: 0,
  every: hour,
  from: now,
  to: now + hour,
  ...changes,
});
const known = (number: string): KnownNumber => ({
  number,
  stage: 'last_mile',
  heardAt: now,
  endedAt: null,
  hash: null,
});
const named = (count: number, of: Fate | null, name = 'A'): SettledNumber[] =>
  Array.from({ length: count }, (_, nth) => ({ known: known(`${name}${nth}`), fate: of }));
const capacity = () => 4;
const sizes = (parts: readonly { numbers: readonly KnownNumber[] }[]) =>
  parts.map(({ numbers }) => numbers.length);

describe('a group that was asked about', () => {
  it('stays together as long as its numbers share their fate', () => {
    const found = regroup(named(4, fate()), capacity);
    expect(found.stay?.numbers.map(({ number }) => number)).toEqual(['A0', 'A1', 'A2', 'A3']);
    expect(found).toMatchObject({ apart: [], leave: [], ended: [] });
  });

  it('loses those that want another pace, and those that have ended', () => {
    const faster = fate({ every: hour / 2 });
    const found = regroup([...named(1, faster, 'F'), ...named(2, fate()), ...named(1, null, 'E')], capacity);
    expect(found.stay?.numbers).toHaveLength(2);
    expect(found.leave).toMatchObject([{ known: { number: 'F0' }, fate: faster }]);
    expect(found.ended).toMatchObject([{ number: 'E0' }]);
    expect(regroup(named(2, null), capacity).stay).toBeNull();
  });

  it('is not larger than a call where its carrier takes fewer numbers now', () => {
    const found = regroup(named(6, fate()), capacity);
    expect(found.stay?.numbers).toHaveLength(4);
    expect(found.leave).toHaveLength(2);
  });

  it('that has failed once is asked about once more as it is, and in halves from then on', () => {
    expect(regroup(named(4, fate({ attempts: 1, every: null })), capacity)).toMatchObject({ apart: [] });
    const halved = regroup(named(4, fate({ attempts: 2, every: null })), capacity);
    expect([sizes(halved.stay ? [halved.stay] : []), sizes(halved.apart)]).toEqual([[2], [2]]);
    expect(regroup(named(1, fate({ attempts: 9, every: null })), capacity)).toMatchObject({ apart: [] });
  });

  it('has those that failed alone go apart, and does not keep the others waiting', () => {
    const failed = fate({ attempts: 1, every: null });
    const found = regroup([...named(3, fate()), ...named(1, failed, 'F')], capacity);
    expect(found.stay?.fate).toEqual(fate());
    expect(found.apart).toMatchObject([{ fate: failed, numbers: [{ number: 'F0' }] }]);
  });

  it('loses nothing and doubles nothing, whatever becomes of its numbers', () => {
    const fates = [null, fate(), fate({ every: 7 }), fate({ attempts: 1 }), fate({ attempts: 3 })];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 20 }), (of) => {
        const numbers = of.map((one, nth) => ({ known: known(`A${nth}`), fate: one }));
        const { stay, apart, leave, ended } = regroup(numbers, capacity);
        const after = [
          ...(stay?.numbers ?? []).map(({ number }) => [number, stay?.fate]),
          ...apart.flatMap((part) => part.numbers.map(({ number }) => [number, part.fate])),
          ...leave.map((one) => [one.known.number, one.fate]),
          ...ended.map(({ number }) => [number, null]),
        ];
        expect(new Map(after as [string, Fate | null][])).toEqual(
          new Map(numbers.map((one) => [one.known.number, one.fate])),
        );
        expect(after).toHaveLength(numbers.length);
        for (const size of sizes([...(stay ? [stay] : []), ...apart])) expect(size).toBeLessThanOrEqual(10);
      }),
    );
  });
});
