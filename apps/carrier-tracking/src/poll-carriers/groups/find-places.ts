import type { DueNumber, Group, KnownNumber } from './group.ts';

/** A group that numbers may join. */
export interface OpenGroup extends Group {
  /** Numbers in one call. */
  readonly capacity: number;
  readonly numbers: KnownNumber[];
  /** What Postgres has of its numbers; null: it is new. */
  readonly stored: readonly KnownNumber[] | null;
}

/** A number that has to be in a group. */
export interface Homeless extends DueNumber {
  /** Our key. */
  readonly carrier: string;
  /** The id of the group that it was in; null: none. */
  readonly from: string | null;
}

/**
 * Puts numbers into the first groups of their kind that are asked at an instant which is right for them. The groups' lists
 * grow.
 * @param open makes a new group, without it, for a number that finds none; null: it stays without
 * @returns for each number its group, in their order
 */
export const findPlaces = <Opened extends OpenGroup | null>(
  homeless: readonly Homeless[],
  groups: readonly OpenGroup[],
  open: (one: Homeless) => Opened,
): (OpenGroup | Opened)[] => {
  const byKind = Map.groupBy(groups, kindOf);
  return homeless.map((one) => {
    const { known, fate, carrier } = one;
    const kind = kindOf({ carrier, ...fate });
    const candidates = byKind.get(kind) ?? [];
    const place = candidates.find(
      ({ dueAt, numbers, capacity }) => numbers.length < capacity && fate.from <= dueAt && dueAt <= fate.to,
    );
    const group = place ?? open(one);
    if (!place && group) byKind.set(kind, [...candidates, group]);
    group?.numbers.push(known);
    return group;
  });
};

const kindOf = ({
  carrier,
  registered,
  attempts,
  every,
}: Pick<Group, 'carrier' | 'registered' | 'attempts' | 'every'>): string =>
  `${carrier} ${registered} ${attempts} ${every}`;
