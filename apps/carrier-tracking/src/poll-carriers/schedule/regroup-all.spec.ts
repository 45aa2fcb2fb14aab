import { describe, expect, it } from '@jest/globals';
import type { LeasedGroup } from '../../persistence/poll-group.store.ts';
import type { Fate, KnownNumber } from '../groups/group.ts';
import type { Poller } from '../poller.ts';
import { regroupAll } from './regroup-all.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const hour = 3_600_000;
const poller = { ask: { batch: 4 }, register: undefined } as Poller;
const known = (number: string): KnownNumber => ({
  number,
  stage: 'last_mile',
  heardAt: now,
  endedAt: null,
  hash: 'x',
});
const fate: Fate = { registered: true, attempts: 0, every: hour, from: now, to: now + hour };
const settled = (id: string, count: number, of: (nth: number) => Fate | null) => {
  const numbers = Array.from({ length: count }, (_, nth) => known(`${id}${nth}`));
  const group: LeasedGroup = {
    ...{ id, carrier: 'acme', lease: 'l', attempts: 1, registered: true, every: hour, dueAt: now - 1 },
    numbers,
  };
  return { group, numbers: numbers.map((one, nth) => ({ known: one, fate: of(nth) })) };
};
const all = (...groups: ReturnType<typeof settled>[]) => regroupAll(poller, groups, () => 0.5);

describe('groups that were asked about', () => {
  it('are due within the window of their numbers', () => {
    expect(all(settled('A', 3, () => fate))).toMatchObject({
      groups: [{ id: 'A', attempts: 0, dueAt: now + hour / 2, numbers: [{}, {}, {}] }],
      sparse: [],
      homeless: [],
    });
  });

  it('are emptied when they are half empty, so that others fill', () => {
    const found = all(
      settled('A', 2, () => fate),
      settled('B', 3, () => fate),
    );
    expect(found.sparse).toMatchObject([{ id: 'A', numbers: [] }]);
    expect(found.homeless).toMatchObject([
      { from: 'A', known: { number: 'A0' } },
      { from: 'A', known: { number: 'A1' } },
    ]);
  });

  it('stay as small as they are while they are due at no interval', () => {
    const soon: Fate = { ...fate, every: null };
    expect(all(settled('A', 1, () => soon))).toMatchObject({ groups: [{ id: 'A' }], homeless: [] });
  });

  it('are empty when all their numbers have ended, of which is kept what is known', () => {
    expect(all(settled('A', 1, () => null))).toMatchObject({
      groups: [{ id: 'A', numbers: [] }],
      ended: [{ number: 'A0', registered: true, hash: 'x', heardAt: now }],
    });
  });
});
