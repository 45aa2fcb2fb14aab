/**
 * The chain: seven legs in physical order and the waits between them. This file is the contents page of the domain;
 * each leg's milestones, transitions and rules stand in its own folder.
 *
 * | leg | part | begins with | ends with |
 * |---|---|---|---|
 * | collection | collect | picked_up, dropped_off | arrived_at_warehouse |
 * | warehousing | store | arrived_at_warehouse | departed_warehouse |
 * | export_customs | customs (beside the parcel) | export_customs_started | export_customs_released |
 * | _awaiting_uplift_ | | departed_warehouse or released | handed_to_linehaul |
 * | trunk_line | trunk | handed_to_linehaul | arrived_in_destination_country |
 * | import_customs | customs (beside the parcel) | import_customs_started | import_customs_released |
 * | transshipment | deliver | arrived_at_transit_hub | departed_transit_hub |
 * | _awaiting_injection_ | | arrived or released | arrived_at_delivery_depot |
 * | last_mile | deliver | arrived_at_delivery_depot | delivered |
 */
import { everyDay, type WorkingCalendar } from './calendar/working-calendar.ts';
import { collection } from './legs/1-collection/collection.leg.ts';
import { warehousing } from './legs/2-warehousing/warehousing.leg.ts';
import { exportCustoms } from './legs/3-export-customs/export-customs.leg.ts';
import { trunkLine } from './legs/4-trunk-line/trunk-line.leg.ts';
import { importCustoms } from './legs/5-import-customs/import-customs.leg.ts';
import { transshipment } from './legs/6-transshipment/transshipment.leg.ts';
import { lastMile, priorUntilDelivered } from './legs/7-last-mile/last-mile.leg.ts';
import { anyLeg } from './legs/any-leg/any-leg.ts';
import {
  finalPhases,
  type AnyLegDefinition,
  type Dwell,
  type FinalPhase,
  type Leg,
  type LegDefinition,
  type MilestoneDefinition,
  type MilestonesOf,
  type Stage,
  type Rest,
  type TimedStage,
  type TransportMode,
  type WaitDefinition,
} from './legs/leg.ts';

/** The whole chain as data. */
export interface Chain {
  readonly legs: readonly LegDefinition[];
  readonly waits: readonly WaitDefinition[];
  readonly anyLeg: AnyLegDefinition;
}

export const chain: Chain = {
  legs: [collection, warehousing, exportCustoms, trunkLine, importCustoms, transshipment, lastMile],
  waits: [
    {
      wait: 'awaiting_uplift',
      handsOverTo: 'trunk_line',
      priorDwell: { p50Hours: 16, p95Hours: 60 },
      calendar: everyDay,
    },
    {
      wait: 'awaiting_injection',
      handsOverTo: 'last_mile',
      priorDwell: { p50Hours: 12, p95Hours: 60 },
      calendar: everyDay,
    },
  ],
  anyLeg,
};

/** Every word of the normalised vocabulary. */
export type Milestone =
  | MilestonesOf<typeof collection>
  | MilestonesOf<typeof warehousing>
  | MilestonesOf<typeof exportCustoms>
  | MilestonesOf<typeof trunkLine>
  | MilestonesOf<typeof importCustoms>
  | MilestonesOf<typeof transshipment>
  | MilestonesOf<typeof lastMile>
  | MilestonesOf<typeof anyLeg>;

interface VocabularyEntry extends MilestoneDefinition<Milestone> {
  /** null: a milestone of any leg. */
  readonly leg: Leg | null;
  /** Place in the order that milestones take when their times are equal. */
  readonly rank: number;
}

const LEG_RANK = 100;

/** All milestones, leg by leg in chain order, then those of any leg. */
export const milestones: readonly Milestone[] = [
  ...chain.legs.flatMap((definition) => definition.milestones),
  ...chain.anyLeg.milestones,
].map((definition) => definition.name as Milestone);

const vocabulary = new Map<Milestone, VocabularyEntry>([
  ...chain.legs.flatMap((definition, legIndex) =>
    definition.milestones.map((milestone, index) =>
      entry(milestone, definition.leg, (legIndex + 1) * LEG_RANK + index + 1),
    ),
  ),
  // Vague progress comes before everything else of its instant, trouble after everything but `delivered`.
  ...chain.anyLeg.milestones.map((milestone, index) =>
    entry(
      milestone,
      null,
      milestone.kind === 'progress' ? index : (chain.legs.length + 1) * LEG_RANK + index,
    ),
  ),
]);

const DELIVERED_RANK = (chain.legs.length + 2) * LEG_RANK;

function entry(milestone: MilestoneDefinition, leg: Leg | null, rank: number): [Milestone, VocabularyEntry] {
  const name = milestone.name as Milestone;
  return [name, { ...milestone, name, leg, rank }];
}

/** The definition of a milestone. Throws RangeError for a word that is not in the vocabulary. */
export function milestoneDefinition(milestone: Milestone): VocabularyEntry {
  const found = vocabulary.get(milestone);
  if (found === undefined) throw new RangeError(`unknown milestone ${String(milestone)}`);
  return found;
}

/** Whether a word belongs to the vocabulary. */
export function isMilestone(word: string): word is Milestone {
  return vocabulary.has(word as Milestone);
}

/** The leg that a milestone belongs to; for a milestone of any leg the one that its sender named, or null. */
export function legOf(milestone: Milestone, namedLeg: Leg | null = null): Leg | null {
  return milestoneDefinition(milestone).leg ?? namedLeg;
}

/** Rank of a milestone among those of the same instant: chain order, `delivered` last of all. */
export function chainOrder(milestone: Milestone, namedLeg: Leg | null): number {
  if (milestone === 'delivered') return DELIVERED_RANK;
  const definition = milestoneDefinition(milestone);
  if (definition.leg === null && definition.kind === 'progress' && namedLeg !== null) {
    return (chain.legs.findIndex(({ leg }) => leg === namedLeg) + 1) * LEG_RANK;
  }
  return definition.rank;
}

const legsByName = new Map(chain.legs.map((definition) => [definition.leg, definition]));
const waitsByName = new Map<Stage, WaitDefinition>(
  chain.waits.map((definition) => [definition.wait, definition]),
);

/** The definition of a leg. */
export function legDefinition(leg: Leg): LegDefinition {
  const found = legsByName.get(leg);
  if (found === undefined) throw new RangeError(`unknown leg ${String(leg)}`);
  return found;
}

/** The mode whose priors serve while a parcel's mode is unknown. */
export const DEFAULT_MODE: TransportMode = 'economy_air';

/** The stage that a dwell belongs to: a final phase is a part of the last mile, a rest of its stage. */
export function stageOf(timed: TimedStage): Stage {
  const known = stagesKnown.get(timed);
  if (known !== undefined) return known;
  const stage = isFinalPhase(timed) ? lastMile.leg : isRest(timed) ? (timed.split('/')[0] as Stage) : timed;
  stagesKnown.set(timed, stage);
  return stage;
}

/** Asked for dozens of times an event; there are as many as stages have milestones. */
const stagesKnown = new Map<TimedStage, Stage>();

/** Whether it is what is left of a stage after a scan in it. */
export function isRest(timed: TimedStage): timed is Rest {
  return timed.includes('/');
}

/**
 * Prior dwell (working hours) of a leg or wait, the trunk's by its mode; of a final phase the time until the delivery. Of the rest of
 * a stage nothing is known beforehand: it is the whole stage's.
 */
export function priorDwell(timed: TimedStage, mode: TransportMode | null): Dwell {
  if (isFinalPhase(timed)) return priorUntilDelivered[timed];
  const { priorDwell: prior } = stageDefinition(stageOf(timed));
  return 'p50Hours' in prior ? prior : prior[mode ?? DEFAULT_MODE];
}

/** Default working calendar of a leg or wait. */
export function calendarOf(stage: Stage): WorkingCalendar {
  return stageDefinition(stage).calendar;
}

/** The milestones with which a parcel comes to a leg or wait: to a wait by the end of a leg before it. */
export function beginningsOf(stage: Stage): readonly Milestone[] {
  const definition = stageDefinition(stage);
  if ('leg' in definition) return definition.begins as readonly Milestone[];
  return chain.legs
    .filter(({ handsOverTo }) => handsOverTo.includes(definition.wait))
    .map(({ ends }) => ends as Milestone);
}

/** The leg whose company answers for a leg or wait: a wait belongs to the next company. */
export function ownerOf(stage: Stage): Leg {
  return owners.get(stage) ?? legDefinition(stage as Leg).leg;
}

const owners = new Map<Stage, Leg>([
  ...chain.legs.map(({ leg }) => [leg, leg] as const),
  ...chain.waits.map(({ wait, handsOverTo }) => [wait, handsOverTo] as const),
]);

/** Whether it is a part of the last mile with a time of its own. */
export function isFinalPhase(timed: TimedStage): timed is FinalPhase {
  return finalPhases.some((phase) => phase === timed);
}

function stageDefinition(stage: Stage): LegDefinition | WaitDefinition {
  return waitsByName.get(stage) ?? legDefinition(stage as Leg);
}
