import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { PollGroupStore } from '../../persistence/poll-group.store.ts';
import { PollStore, type PlacedPoll, type WantedPoll } from '../../persistence/poll.store.ts';
import type { Homeless, OpenGroup } from '../groups/find-places.ts';
import { intervalAt, nextInterval, windowBefore } from '../pace/pace.ts';
import type { Poller } from '../poller.ts';
import { ArrangeGroups, openGroup } from './arrange-groups.ts';

/** Numbers in one transaction. */
const perStep = 1_000;

/** Sees to it that numbers are in groups that are asked in time: those that are new, and those that want another pace. */
@Injectable()
export class PlaceWanted {
  constructor(
    private readonly polls: PollStore,
    private readonly groups: PollGroupStore,
    private readonly groupings: ArrangeGroups,
  ) {}

  /** The carrier's row is locked. @returns whether more may be waiting */
  async place(tx: Transaction, poller: Poller, now: Date): Promise<boolean> {
    const wanted = await this.polls.lockWanted(tx, { poller: poller.name, now, limit: perStep });
    if (wanted.length === 0) return false;
    const ids = new Set(wanted.flatMap(({ groupId }) => groupId ?? []));
    const groups = new Map(
      (await this.groups.find(tx, [...ids])).map((one) => [one.id, openGroup(poller, one, one.numbers)]),
    );
    const homeless: Homeless[] = [];
    const stayed: PlacedPoll[] = [];
    for (const one of wanted) {
      const leaving = leaves(poller, one, groups, now.getTime());
      if (leaving) homeless.push(leaving);
      else if (one.groupId !== null) stayed.push({ ...keyOf(one), groupId: one.groupId });
    }
    const places = await this.groupings.arrange(tx, poller, {
      groups: [...groups.values()],
      sparse: [],
      homeless,
      pick: ({ to }) => to,
    });
    const moved = places.flatMap(({ id: groupId, carrier }, index) => {
      const number = homeless[index]?.known.number;
      return number === undefined ? [] : [{ carrier, number, groupId }];
    });
    this.polls.placeWanted(tx, poller.name, [...stayed, ...moved]);
    return wanted.length === perStep;
  }
}

const keyOf = ({ carrier, number }: WantedPoll) => ({ carrier, number });

/** Brings what is known of a number up to date; null: its group is asked in time. */
const leaves = (
  poller: Poller,
  wanted: WantedPoll,
  groups: ReadonlyMap<string, OpenGroup>,
  now: number,
): Homeless | null => {
  const { carrier, number, stage, endedAt, wantedAt, groupId } = wanted;
  const group = groups.get(groupId ?? '');
  const place = group?.numbers.findIndex((one) => one.number === number) ?? -1;
  const before = group?.numbers[place];
  const heardAt = Math.max(wanted.heardAt, before?.heardAt ?? 0);
  const known = { number, stage, heardAt, endedAt, hash: before ? before.hash : wanted.hash };
  if (group && before && group.dueAt <= wantedAt) {
    group.numbers[place] = known;
    return null;
  }
  if (before) group?.numbers.splice(place, 1);
  const { pace } = poller;
  const every = nextInterval(pace, known, now) ?? intervalAt(pace, stage);
  const registered = before && group ? group.registered : wanted.registered;
  const fate = { registered, attempts: 0, every, ...windowBefore(every, wantedAt) };
  return { carrier, known, fate, from: groupId };
};
