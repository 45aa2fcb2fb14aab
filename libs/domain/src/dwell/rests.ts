import type { Instant } from '../calendar/instant.ts';
import { milestones, type Milestone } from '../chain.ts';
import { stages, type Rest, type Stage } from '../legs/leg.ts';
import { firstTellings } from '../parcel/first-tellings.ts';
import type { ParcelState } from '../parcel/parcel-state.ts';

/** What is left of a stage, from a scan in it on. */
export interface RestOfStage {
  readonly rest: Rest;
  readonly since: Instant;
  /** Whether the scan told a trouble. */
  readonly isTrouble: boolean;
}

// Made once: a name put together is no key that a map finds quickly.
const restNames = new Map<Stage, ReadonlyMap<Milestone, Rest>>(
  stages.map((stage) => [
    stage,
    new Map(milestones.map((milestone) => [milestone, `${stage}/${milestone}`])),
  ]),
);

/**
 * The rests of a stage that a parcel has come to between two instants: each milestone that was told for the first time in it, by
 * its time. How long a parcel has been in customs says less of its release than that the duty has been paid.
 */
export function restsOf(state: ParcelState, stage: Stage, from: Instant, to: Instant | null): RestOfStage[] {
  const rests: RestOfStage[] = [];
  for (const { milestone, at, isTrouble } of firstTellings(state)) {
    if (to !== null && at >= to) break;
    const rest = at > from ? restNames.get(stage)?.get(milestone) : undefined;
    if (rest !== undefined) rests.push({ rest, since: at, isTrouble });
  }
  return rests;
}
