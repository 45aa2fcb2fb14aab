import { describe, expect, it } from '@jest/globals';
import { findPlaces, type Homeless, type OpenGroup } from './find-places.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const hour = 3_600_000;
const kind = { carrier: 'acme', registered: true, attempts: 0, every: hour };
const group = (id: string, changes: Partial<OpenGroup> = {}): OpenGroup => ({
  ...kind,
  ...{ id, dueAt: now, capacity: 2, numbers: [], stored: [], ...changes },
});
const homeless = (number: string, from = now, to = now): Homeless => ({
  known: { number, stage: 'last_mile', heardAt: now, endedAt: null, hash: null },
  fate: { registered: true, attempts: 0, every: hour, from, to },
  carrier: 'acme',
  from: null,
});
const placed = (one: Homeless, ...groups: OpenGroup[]) =>
  findPlaces([one], groups, () => null)[0]?.id ?? null;

describe('a number that needs a group', () => {
  it('goes into the first of its kind that is asked at an instant which is right for it', () => {
    const groups = [group('early', { dueAt: now - 1 }), group('right'), group('also')];
    expect(placed(homeless('A'), ...groups)).toBe('right');
    expect(groups[1]?.numbers).toMatchObject([{ number: 'A' }]);
    expect(placed(homeless('B', now - 1, now), ...groups)).toBe('early');
  });

  it.each<[string, Partial<OpenGroup>]>([
    ['of another carrier', { carrier: 'other' }],
    ['of numbers that he has not been told of', { registered: false }],
    ['of another pace', { every: 2 * hour }],
    ['that has failed', { attempts: 1 }],
    ['that is asked too late', { dueAt: now + 1 }],
    ['that is full', { capacity: 0 }],
  ])('does not go into one %s', (_, changes) => {
    expect(placed(homeless('A'), group('g', changes))).toBeNull();
  });

  it('opens one where there is none, into which others follow as long as it has room', () => {
    const opened: string[] = [];
    const places = findPlaces(
      ['A', 'B', 'C'].map((number) => homeless(number)),
      [],
      () => {
        opened.push(`g${opened.length}`);
        return group(opened.at(-1) ?? '');
      },
    );
    expect(places.map(({ id }) => id)).toEqual(['g0', 'g0', 'g1']);
  });
});
