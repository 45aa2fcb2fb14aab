import type { Instant } from '../calendar/instant.ts';
import { chainOrder, milestoneDefinition, milestones, type Milestone } from '../chain.ts';
import type { Rest, Stage } from '../legs/leg.ts';
import type { ParcelState } from '../parcel/parcel-state.ts';

/** What is left of a stage, from a scan in it on. */
export interface RestOfStage {
  readonly rest: Rest;
  readonly since: Instant;
  /** Whether the scan told a trouble. */
  readonly isTrouble: boolean;
}

// A vague scan may come at any time, and the final phases have times of their own.
const tellsProgress = (milestone: Milestone): boolean => {
  const { kind, leg } = milestoneDefinition(milestone);
  if (milestone === 'out_for_delivery' || milestone === 'available_for_pickup') return false;
  return kind === 'trouble' || (leg !== null && milestone !== 'label_created');
};
const telling: ReadonlySet<string> = new Set(milestones.filter(tellsProgress));

/**
 * The rests of a stage that a parcel has come to between two instants: each milestone that was told for the first time in it, by
 * its time. How long a parcel has been in customs says less of its release than that the duty has been paid.
 */
export function restsOf(
  { reachedAt }: ParcelState,
  stage: Stage,
  from: Instant,
  to: Instant | null,
): RestOfStage[] {
  return (Object.entries(reachedAt) as [Milestone, Instant][])
    .filter(([milestone, at]) => at > from && at < (to ?? Infinity) && telling.has(milestone))
    .sort(([a, aAt], [b, bAt]) => aAt - bAt || chainOrder(a, null) - chainOrder(b, null))
    .map(([milestone, since]) => ({
      rest: `${stage}/${milestone}`,
      since,
      isTrouble: milestoneDefinition(milestone).kind === 'trouble',
    }));
}
