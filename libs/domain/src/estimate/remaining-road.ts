import type { Instant } from '../calendar/instant.ts';
import { workingHoursBetween } from '../calendar/working-hours.ts';
import { stageOf } from '../chain.ts';
import { restsOf, type RestOfStage } from '../dwell/rests.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Lane, Leg, TimedStage, Wait } from '../legs/leg.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import type { CustomsDeclaration, ParcelState } from '../parcel/parcel-state.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { onceForView } from '../parcel/once-for-view.ts';
import { stretchOf, type Stretch } from '../parcel/stretch.ts';
import { laneOf } from '../routing/gateway.ts';

/** What lies before a parcel: the stage, final phase or rest of a stage it is in since `since`, and the stages to come, in order. */
export interface RemainingRoad {
  readonly lane: Lane;
  readonly current: TimedStage;
  readonly since: Instant;
  readonly later: readonly TimedStage[];
}

const crossBorderRoad: readonly TimedStage[] = [
  'collection',
  'warehousing',
  'export_customs',
  'awaiting_uplift',
  'trunk_line',
  'import_customs',
  'awaiting_injection',
  'transshipment',
  'last_mile',
  'available_for_pickup',
];

const domesticRoad: readonly TimedStage[] = [
  'collection',
  'warehousing',
  'awaiting_injection',
  'transshipment',
  'last_mile',
  'available_for_pickup',
];

/**
 * The remaining stages of a parcel on its way. Customs is ahead until it is released, and costs nothing once it is;
 * a transit hub is ahead while the route names one that the parcel has not left. A hub stop does not restart the clock
 * of the stage around it. `now` starts the first stage of a parcel that nobody has picked up yet.
 */
export function remainingRoad(view: Omit<ParcelView, 'parcelId'>, now: Instant): RemainingRoad {
  const road = roadFromHere(view);
  return { ...road, since: road.since ?? now };
}

/** Without an instant since when: its first stage has not begun. */
type Road = Omit<RemainingRoad, 'since'> & { readonly since: Instant | null };

const roadFromHere = onceForView(({ facts, state, knowledge }: Omit<ParcelView, 'parcelId'>): Road => {
  const lane = laneOf(facts.originCountry, facts.destinationCountry);
  const road = roadAhead(facts, state, lane, knowledge);
  const { stage, since } =
    landedUntold(facts, state, lane, knowledge) ?? currentStage(state, stretchOf(state.position, lane), lane);
  const behind = road.indexOf(stage === 'out_for_delivery' ? 'last_mile' : stage);
  const later = road.slice(behind + 1);
  const rest = knownRest(facts, state, knowledge, stage, since);
  return { lane, current: rest?.rest ?? stage, since: rest?.since ?? since, later };
});

/** After a trouble the stage begins anew, whatever was learned; after other scans where it was learned how long the rest takes. */
function knownRest(
  facts: ParcelFacts,
  state: ParcelState,
  knowledge: Knowledge,
  stage: TimedStage,
  since: Instant | null,
): RestOfStage | undefined {
  if (stage === 'available_for_pickup' || since === null) return undefined;
  return restsOf(state, stageOf(stage), since, null).findLast(
    ({ rest, isTrouble }) => isTrouble || knowledge.dwellOf(rest, facts).origin.level !== 'prior',
  );
}

function roadAhead(facts: ParcelFacts, state: ParcelState, lane: Lane, knowledge: Knowledge): TimedStage[] {
  const isLearned = (stage: TimedStage) => knowledge.dwellOf(stage, facts).origin.level !== 'prior';
  // A learned trunk has the stop at the hub in it.
  const hubAhead =
    facts.transitCountries.length > 0 &&
    !('departed_transit_hub' in state.reachedAt) &&
    !isLearned('trunk_line');
  const passed = new Set<TimedStage>();
  if (!hubAhead) passed.add('transshipment');
  // Most parcels come to the door: that they do not has to be learned.
  if (state.pickup === null && !isLearned('available_for_pickup')) passed.add('available_for_pickup');
  if (state.customs.export.status === 'released') passed.add('export_customs');
  if (state.customs.import.status === 'released') passed.add('import_customs');
  return (lane === 'domestic' ? domesticRoad : crossBorderRoad).filter((stage) => !passed.has(stage));
}

type CurrentStage = Pick<Road, 'since'> & { readonly stage: TimedStage };

/** Parcels have begun to arrive when so many of them have. */
const ARRIVING = 0.1;

/**
 * Customs that begin in advance do so well before the arrival. Where they begin when others have begun to arrive, so has the
 * parcel, and that is told later: a vessel's arrival by its waybill, the customs by the parcel's own number.
 */
function landedUntold(
  facts: ParcelFacts,
  { position, stretchSince, customs, reachedAt }: ParcelState,
  lane: Lane,
  knowledge: Knowledge,
): CurrentStage | null {
  const { status } = customs.import;
  const began = reachedAt.import_customs_started;
  if (stretchOf(position, lane) !== 'trunk_line' || stretchSince === null || began === undefined) return null;
  if (status !== 'in_clearance' && status !== 'held') return null;
  const travelled = workingHoursBetween(knowledge.calendarOf('trunk_line', facts), stretchSince, began);
  // Just before: the scan itself tells how long the rest of customs takes.
  const isLanded = travelled >= knowledge.dwellOf('trunk_line', facts).quantile(ARRIVING);
  return isLanded ? { stage: 'import_customs', since: began - 1 } : null;
}

function currentStage(state: ParcelState, stretch: Stretch, lane: Lane): CurrentStage {
  const since = state.stretchSince;
  switch (stretch) {
    case 'not_started':
      return { stage: 'collection', since: null };
    case 'awaiting_uplift':
      return afterCustoms('export_customs', stretch, state.customs.export, since);
    case 'awaiting_injection':
      if (lane === 'domestic') return { stage: stretch, since };
      return afterCustoms('import_customs', stretch, state.customs.import, since);
    case 'collection':
    case 'warehousing':
    case 'trunk_line':
      return { stage: stretch, since };
    case 'last_mile':
      return finalPhase(state) ?? { stage: stretch, since };
    default:
      return unknownStretch(stretch);
  }
}

function finalPhase({ pickup, outForDeliveryAt }: ParcelState): CurrentStage | null {
  if (pickup !== null) return { stage: 'available_for_pickup', since: pickup.since };
  return outForDeliveryAt === null ? null : { stage: 'out_for_delivery', since: outForDeliveryAt };
}

/** Customs counts from when the parcel got there, the wait from its release: passing on never looks like going back. */
function afterCustoms(
  customsLeg: Leg,
  wait: Wait,
  { status, closedAt }: CustomsDeclaration,
  since: Instant | null,
): CurrentStage {
  if (status !== 'released') return { stage: customsLeg, since };
  return { stage: wait, since: since === null || closedAt === null ? since : Math.max(since, closedAt) };
}

function unknownStretch(stretch: never): never {
  throw new RangeError(`unknown stretch ${String(stretch)}`);
}
