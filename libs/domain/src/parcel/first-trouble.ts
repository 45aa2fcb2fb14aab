import type { Instant } from '../calendar/working-hours.ts';
import { milestoneDefinition, milestones } from '../chain.ts';
import type { ParcelState } from './parcel-state.ts';

const troubles = milestones.filter((milestone) => milestoneDefinition(milestone).kind === 'trouble');

/** When any kind of trouble was first told of between two instants, the first included; null where none was. */
export function firstTrouble({ reachedAt }: ParcelState, from: Instant, to = Infinity): Instant | null {
  const within = troubles.flatMap((milestone) => {
    const at = reachedAt[milestone];
    return at !== undefined && at >= from && at < to ? [at] : [];
  });
  return within.length === 0 ? null : Math.min(...within);
}
