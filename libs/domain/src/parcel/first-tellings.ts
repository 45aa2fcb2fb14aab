import type { Instant } from '../calendar/instant.ts';
import { chainOrder, milestoneDefinition, milestones, type Milestone } from '../chain.ts';
import type { ParcelState } from './parcel-state.ts';

/** When a milestone that tells something of a stage was told for the first time. */
export interface FirstTelling {
  readonly milestone: Milestone;
  readonly at: Instant;
  readonly isTrouble: boolean;
}

// A vague scan may come at any time, and the final phases have times of their own.
const tellsSomething = (milestone: Milestone): boolean => {
  const { kind, leg } = milestoneDefinition(milestone);
  if (milestone === 'out_for_delivery' || milestone === 'available_for_pickup') return false;
  return kind === 'trouble' || (leg !== null && milestone !== 'label_created');
};

const telling = new Map<string, { readonly isTrouble: boolean; readonly rank: number }>(
  milestones.filter(tellsSomething).map((milestone) => {
    const isTrouble = milestoneDefinition(milestone).kind === 'trouble';
    return [milestone, { isTrouble, rank: chainOrder(milestone, null) }];
  }),
);

type Reached = ParcelState['reachedAt'];
const known = new WeakMap<Reached, readonly FirstTelling[]>();

/** What was told of a parcel for the first time, by its time. Read once for what a state has reached: each of its stages asks. */
export function firstTellings({ reachedAt }: Pick<ParcelState, 'reachedAt'>): readonly FirstTelling[] {
  const before = known.get(reachedAt);
  if (before !== undefined) return before;
  const found: (FirstTelling & { readonly rank: number })[] = [];
  for (const milestone in reachedAt) {
    const at = reachedAt[milestone as Milestone];
    const tells = telling.get(milestone);
    if (tells !== undefined && at !== undefined)
      found.push({ milestone: milestone as Milestone, at, isTrouble: tells.isTrouble, rank: tells.rank });
  }
  found.sort((a, b) => a.at - b.at || a.rank - b.rank);
  known.set(reachedAt, found);
  return found;
}
