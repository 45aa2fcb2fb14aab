import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { PollGroupStore, type ChangedGroup, type RoomFor } from '../../persistence/poll-group.store.ts';
import { findPlaces, type Homeless, type OpenGroup } from '../groups/find-places.ts';
import type { Fate, Group } from '../groups/group.ts';
import { capacityOf, type Poller } from '../poller.ts';

/** Groups that are looked at for numbers of one kind and instant. */
const mostRooms = 20;

/** Groups of a carrier as they are from now on, and numbers that need one. */
export interface Arrangement {
  /** They are stored in any case, so that numbers join them first. */
  readonly groups: readonly OpenGroup[];
  /** The same; numbers join them last: those that nobody joins are gone. */
  readonly sparse: readonly OpenGroup[];
  readonly homeless: readonly Homeless[];
  /** The instant of a new group, of those that are right for its first number. */
  readonly pick: (fate: Fate) => number;
}

/** Stores groups, and finds one for every number that needs it: one that is asked at the right instant, else a new one. */
@Injectable()
export class ArrangeGroups {
  constructor(private readonly store: PollGroupStore) {}

  /**
   * Groups that are empty then are removed. The carrier's row is locked.
   * @returns for each number its group
   */
  async arrange(tx: Transaction, poller: Poller, arrangement: Arrangement): Promise<OpenGroup[]> {
    const { groups, sparse, homeless, pick } = arrangement;
    const places = findPlaces(homeless, groups, () => null);
    const rest = homeless.filter((_, index) => !places[index]);
    const rooms = await this.roomsFor(tx, poller, rest, [...groups, ...sparse]);
    const fresh: OpenGroup[] = [];
    const found = findPlaces(rest, [...rooms, ...sparse], ({ carrier, fate }) => {
      const { registered, attempts, every } = fate;
      const group = { carrier, registered, attempts, every, dueAt: pick(fate), numbers: [] };
      const opened = openGroup(poller, { id: randomUUID(), ...group }, null);
      fresh.push(opened);
      return opened;
    });
    this.write(tx, poller, [...groups, ...sparse, ...rooms.filter(isChanged), ...fresh]);
    const others = found.values();
    return places.flatMap((place) => place ?? others.next().value ?? []);
  }

  private async roomsFor(
    tx: Transaction,
    poller: Poller,
    homeless: readonly Homeless[],
    but: readonly OpenGroup[],
  ): Promise<OpenGroup[]> {
    const known = new Set(but.map(({ id }) => id));
    return (await this.store.withRoom(tx, poller.name, soughtFor(homeless)))
      .filter(({ id }) => !known.has(id))
      .map((group) => openGroup(poller, group, group.numbers));
  }

  private write(tx: Transaction, poller: Poller, groups: readonly OpenGroup[]): void {
    const filled = groups.filter(({ numbers }) => numbers.length > 0);
    const empty = groups.filter(({ numbers }) => numbers.length === 0);
    this.store.save(tx, filled.filter(({ stored }) => stored).map(changeOf));
    this.store.add(tx, poller.name, filled.filter(({ stored }) => !stored).map(changeOf));
    this.store.remove(
      tx,
      empty.map(({ id }) => id),
    );
  }
}

/** A group that numbers may join. @param stored what Postgres has of its numbers; null: it is new */
export const openGroup = (poller: Poller, group: Group, stored: OpenGroup['stored']): OpenGroup => ({
  ...group,
  numbers: [...group.numbers],
  capacity: capacityOf(poller, group),
  stored,
});

const isChanged = ({ numbers, stored }: OpenGroup): boolean =>
  stored?.length !== numbers.length || numbers.some((known, place) => known !== stored[place]);

const changeOf = (group: OpenGroup): ChangedGroup => {
  const { id, carrier, registered, attempts, every, dueAt, numbers, capacity } = group;
  const size = numbers.length;
  return {
    ...{ id, carrier, registered, attempts, every, dueAt, size },
    hasRoom: attempts === 0 && every !== null && size < capacity,
    numbers: isChanged(group) ? numbers : null,
  };
};

const soughtFor = (homeless: readonly Homeless[]): RoomFor[] => {
  const sought = new Map<string, RoomFor>();
  for (const { carrier, fate } of homeless) {
    const { registered, every, from, to } = fate;
    if (every === null) continue;
    const name = `${carrier} ${registered} ${every} ${to}`;
    const limit = Math.min(mostRooms, (sought.get(name)?.limit ?? 0) + 1);
    sought.set(name, { carrier, registered, every, from, to, limit });
  }
  return [...sought.values()];
};
