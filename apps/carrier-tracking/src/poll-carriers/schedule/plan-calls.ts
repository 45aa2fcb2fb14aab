import type { DueGroup } from '../../persistence/poll-group.store.ts';

export interface PlannedCalls {
  /** Each the groups that go together. */
  readonly calls: readonly (readonly DueGroup[])[];
  /** Whether a group found no room. */
  readonly isFull: boolean;
}

/**
 * Puts groups, in their order, into the first calls that have room for them. What has failed before goes alone, lest it
 * spoil others.
 * @param most calls
 * @param batch numbers in a call; a group that is larger has a call of its own
 */
export const planCalls = (due: readonly DueGroup[], most: number, batch: number): PlannedCalls => {
  const calls: { groups: DueGroup[]; room: number }[] = [];
  let isFull = false;
  for (const group of due) {
    const goesAlone = group.attempts > 0;
    const call = goesAlone ? undefined : calls.find(({ room }) => room >= group.size);
    if (call) {
      call.groups.push(group);
      call.room -= group.size;
    } else if (calls.length < most) calls.push({ groups: [group], room: goesAlone ? 0 : batch - group.size });
    else isFull = true;
  }
  return { calls: calls.map(({ groups }) => groups), isFull };
};
