import { randomUUID } from 'node:crypto';
import type { EndedPoll } from '../../persistence/poll.store.ts';
import type { Homeless, OpenGroup } from '../groups/find-places.ts';
import type { Fate, Group } from '../groups/group.ts';
import { regroup, type Together } from '../groups/regroup.ts';
import { capacityOf, type Poller } from '../poller.ts';
import { openGroup } from './arrange-groups.ts';
import type { SettledGroup } from './outcome-of.ts';

/** What becomes of groups that were asked about. */
export interface RegroupedAll {
  /** As they are from now on. */
  readonly groups: readonly OpenGroup[];
  /** Half empty at least: what is left of them had better be elsewhere. */
  readonly sparse: readonly OpenGroup[];
  /** New ones. */
  readonly apart: readonly OpenGroup[];
  readonly homeless: readonly Homeless[];
  readonly ended: readonly EndedPoll[];
}

/** @param draw from 0 up to 1, anew each time */
export const regroupAll = (
  poller: Poller,
  settled: readonly SettledGroup[],
  draw: () => number,
): RegroupedAll => {
  const [groups, sparse, apart]: [OpenGroup[], OpenGroup[], OpenGroup[]] = [[], [], []];
  const [leaving, staying]: [Homeless[], Homeless[]] = [[], []];
  const ended: EndedPoll[] = [];
  const due = (id: string, carrier: string, { fate, numbers }: Together): Group => {
    const { registered, attempts, every } = fate;
    return { id, carrier, registered, attempts, every, dueAt: instantIn(fate, draw()), numbers };
  };
  for (const { group, numbers } of settled) {
    const { id, carrier, registered } = group;
    const parts = regroup(numbers, (fate) => capacityOf(poller, fate));
    for (const { number, hash, heardAt } of parts.ended)
      ended.push({ carrier, number, registered, hash, heardAt });
    for (const one of parts.leave) leaving.push({ ...one, carrier, from: id });
    for (const part of parts.apart) apart.push(openGroup(poller, due(randomUUID(), carrier, part), null));
    const { stay } = parts;
    if (!stay) {
      groups.push(openGroup(poller, { ...group, numbers: [] }, group.numbers));
      continue;
    }
    const stayed = due(id, carrier, stay);
    if (stay.fate.every === null || stay.numbers.length * 2 > capacityOf(poller, stay.fate)) {
      groups.push(openGroup(poller, stayed, group.numbers));
      continue;
    }
    sparse.push(openGroup(poller, { ...stayed, numbers: [] }, group.numbers));
    for (const known of stay.numbers) staying.push({ known, fate: stay.fate, carrier, from: id });
  }
  return { groups, sparse, apart, homeless: [...leaving, ...staying], ended };
};

/** An instant that is right for a number. @param draw from 0 up to 1 */
export const instantIn = ({ from, to }: Fate, draw: number): number => from + (to - from) * draw;
