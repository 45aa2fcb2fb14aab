import type { Milestone } from '../chain.ts';
import type { Instant } from '../calendar/instant.ts';
import type { Stage } from '../legs/leg.ts';
import { hasGoneOn } from '../parcel/aboard.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { Stretch } from '../parcel/stretch.ts';
import { providerOf } from './dwell-keys.ts';

/** What a parcel adds to the counts of the unit that it travels in: where that was last told of, and whether the parcel has gone on from there. */
export type CountedUnit = readonly [
  unitId: string,
  flightOrVoyage: string | null,
  stage: UnitStage,
  provider: string,
  milestone: Milestone,
  since: Instant,
  before: Instant | null,
  hasGone: boolean,
];

/** Where parcels travel in units: on the trunk line, and in the waits next to it. */
const unitStages = [
  'awaiting_uplift',
  'trunk_line',
  'awaiting_injection',
] as const satisfies readonly (Stage & Stretch)[];
export type UnitStage = (typeof unitStages)[number];

/** A unit as the last scan that was told of it leaves it, and how many of its parcels have heard that scan. */
export interface UnitCount {
  readonly unitId: string;
  readonly flightOrVoyage: string | null;
  readonly lane: string;
  readonly stage: UnitStage;
  readonly provider: string;
  readonly milestone: Milestone;
  readonly since: Instant;
  /** When it was told of before that; null if never. */
  readonly before: Instant | null;
  readonly members: number;
  /** How many of them have gone on since. */
  readonly gone: number;
}

/** What a parcel adds as it stands; null where it travels in no unit, or has got out of it. */
export function countedUnit({ facts, state }: Omit<ParcelView, 'parcelId'>): CountedUnit | null {
  const { aboard } = state;
  const stage = unitStages.find((one) => one === aboard?.stretch);
  if (aboard === null || stage === undefined) return null;
  const { unitId, flightOrVoyage, milestone, since, before } = aboard;
  const provider = providerOf(stage, facts);
  return [unitId, flightOrVoyage, stage, provider, milestone, since, before, hasGoneOn(aboard, facts, state)];
}

/** A parcel's lane, and what it adds to its unit. */
interface Counted {
  readonly lane: string;
  readonly unit?: CountedUnit | undefined;
}

/** What becomes of the counts of units when parcels add something else than before: summed, without zeros. */
export function unitChanges(
  parcels: readonly { readonly before: Counted | null; readonly after: Counted | null }[],
): UnitCount[] {
  const changed: UnitCount[] = [];
  for (const { before, after } of parcels)
    if (before !== after) changed.push(...changeOf(before, -1), ...changeOf(after, 1));
  return unitsIn(changed).filter(({ members, gone }) => members !== 0 || gone !== 0);
}

function changeOf(counted: Counted | null, n: 1 | -1): UnitCount[] {
  if (counted?.unit === undefined) return [];
  const [unitId, flightOrVoyage, stage, provider, milestone, since, before, hasGone] = counted.unit;
  const { lane } = counted;
  const gone = hasGone ? n : 0;
  return [{ unitId, flightOrVoyage, lane, stage, provider, milestone, since, before, members: n, gone }];
}

/** The counts of units with all that was added to them; of what else is said of one the first word. */
export function unitsIn<Unit extends UnitCount>(counts: readonly Unit[]): Unit[] {
  return [...Map.groupBy(counts, nameOf).values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const members = some.reduce((sum, one) => sum + one.members, 0);
    const gone = some.reduce((sum, one) => sum + one.gone, 0);
    return [{ ...first, members, gone }];
  });
}

const nameOf = ({ unitId, lane, stage, provider, milestone, since, before }: UnitCount): string =>
  [unitId, lane, stage, provider, milestone, since, before].join('|');
