import { chain, type Milestone } from '../chain.ts';
import { positions, type TroubleDefinition } from '../legs/leg.ts';
import type { ParcelEvent } from './parcel-event.ts';
import { isOutbound, type ParcelState, type StandingTrouble, type Told } from './parcel-state.ts';
import { isMovement } from './transition.ts';

/** Tellings of one trouble whose ids are kept as evidence, the last one among them. */
const evidenceKept = 5;

const definitions = new Map<Milestone, TroubleDefinition>(
  [...chain.legs, chain.anyLeg].flatMap(({ troubles }) =>
    (troubles ?? []).map((trouble) => [trouble.told as Milestone, trouble] as const),
  ),
);

/** What a milestone that tells a trouble tells. */
export const troubleDefinition = (told: Milestone): TroubleDefinition | undefined => definitions.get(told);

/** The troubles that stand after a scan, which led from `before` to `after`. */
export function troublesAfter(
  before: ParcelState,
  after: ParcelState,
  event: ParcelEvent,
): ParcelState['troubles'] {
  const standing = Object.entries(before.troubles) as [Milestone, StandingTrouble][];
  const left = standing.filter(([told]) => !isEnded(definitions.get(told), before, after, event));
  if (definitions.has(event.milestone)) {
    const known = left.find(([told]) => told === event.milestone)?.[1];
    return { ...Object.fromEntries(left), [event.milestone]: toldAgain(known, after, event) };
  }
  return left.length === standing.length ? before.troubles : Object.fromEntries(left);
}

/** Who told of what a scan says. */
export const toldBy = ({ eventId, occurredAt, reason }: ParcelEvent): Told => ({
  eventId,
  at: occurredAt,
  reason,
});

function isEnded(
  definition: TroubleDefinition | undefined,
  before: ParcelState,
  after: ParcelState,
  event: ParcelEvent,
): boolean {
  if (definition === undefined) return true;
  const { until, outlasts = false } = definition;
  return (
    (!outlasts && !isOutbound(after)) ||
    until.includes(event.milestone) ||
    (until.includes('moved') && isMovement(event)) ||
    (until.includes('left') && positions.indexOf(after.position) > positions.indexOf(before.position))
  );
}

function toldAgain(
  known: StandingTrouble | undefined,
  { currentLeg, currentWait }: ParcelState,
  event: ParcelEvent,
): StandingTrouble {
  const last = toldBy(event);
  if (known === undefined) {
    const leg = currentLeg ?? currentWait;
    return { since: event.occurredAt, times: 1, eventIds: [event.eventId], last, leg };
  }
  const eventIds = [...known.eventIds.slice(0, evidenceKept - 1), event.eventId];
  return { ...known, times: known.times + 1, eventIds, last };
}
