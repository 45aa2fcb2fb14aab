import type { Instant } from '../calendar/instant.ts';
import { milestoneDefinition, milestones } from '../chain.ts';
import type { ParcelState } from './parcel-state.ts';

const troubles: ReadonlySet<string> = new Set(
  milestones.filter((milestone) => milestoneDefinition(milestone).kind === 'trouble'),
);

/** When any kind of trouble was first told of between two instants, the first included; null where none was. */
export function firstTrouble({ reachedAt }: ParcelState, from: Instant, to = Infinity): Instant | null {
  let first: Instant | null = null;
  for (const [milestone, at] of Object.entries(reachedAt))
    if (troubles.has(milestone) && at >= from && at < to && (first === null || at < first)) first = at;
  return first;
}
