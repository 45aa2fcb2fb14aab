import { ownerOf, stageOf } from '../chain.ts';
import type { ExceptionCode, Finding } from '../exceptions/exception.ts';
import { remainingRoad } from '../estimate/remaining-road.ts';
import type { Instant } from '../calendar/instant.ts';
import type { Stage, TransportMode } from '../legs/leg.ts';
import { hasGoneOn } from '../parcel/aboard.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { gatewayOf } from '../routing/gateway.ts';

/** One cause that hits many parcels. */
export const incidentKinds = [
  'feed_silence',
  'lane_slowdown',
  'customs_slowdown',
  'unit_stopped',
  'provider_failure',
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** Whom it hits: all parcels that fit every field that is not null. Countries are those of the gateways. */
export interface IncidentScope {
  readonly carrier: string | null;
  readonly stage: Stage | null;
  readonly originCountry: string | null;
  readonly destinationCountry: string | null;
  /** Of a trunk line. */
  readonly mode: TransportMode | null;
  /** Of a stopped unit, and what it travels with. */
  readonly unitId: string | null;
  readonly flightOrVoyage: string | null;
}

/** Fits all parcels. */
export const everywhere: IncidentScope = {
  carrier: null,
  stage: null,
  originCountry: null,
  destinationCountry: null,
  mode: null,
  unitId: null,
  flightOrVoyage: null,
};

export interface Incident {
  readonly kind: IncidentKind;
  readonly scope: IncidentScope;
}

/** Tells incidents apart. */
export const incidentName = ({ kind, scope }: Incident): string =>
  [kind, scope.carrier, placeName(scope), ...(kind === 'unit_stopped' ? [scope.unitId] : [])].join('/');

/** Tells the places of incidents apart. */
export const placeName = ({ stage, originCountry, destinationCountry, mode }: IncidentScope): string =>
  [stage, originCountry, destinationCountry, mode].join('/');

/**
 * Alarms that an incident explains: that something did not happen, or will not in time. Milestones, requests for documents and
 * deadlines are news of the parcel itself and are never held back.
 */
export const heldCodes: ReadonlySet<ExceptionCode> = new Set([
  'not_online',
  'leg_stalled',
  'suspected_lost',
  'promise_at_risk',
  'promise_broken',
]);

/**
 * Whether an incident explains a finding on a parcel.
 * @param carriers who gave it its tracking numbers
 */
export function explains(
  { kind, scope }: Incident,
  finding: Finding,
  view: ParcelView,
  carriers: readonly string[],
  now: Instant,
): boolean {
  if (!heldCodes.has(finding.code)) return false;
  if (kind === 'feed_silence') return scope.carrier !== null && carriers.includes(scope.carrier);
  const { facts, state } = view;
  if (kind === 'unit_stopped')
    return state.aboard?.unitId === scope.unitId && !hasGoneOn(state.aboard, facts, state);
  if (
    !fits(scope.originCountry, facts.originCountry) ||
    !fits(scope.destinationCountry, facts.destinationCountry) ||
    (scope.mode !== null && scope.mode !== facts.mode)
  )
    return false;
  const { stage } = scope;
  if (stage === null) return false;
  if (scope.carrier !== null && (facts.carriers[ownerOf(stage)] ?? facts.carrier) !== scope.carrier)
    return false;
  return state.stretchSince !== null && stageOf(remainingRoad(view, now).current) === stage;
}

function fits(asked: string | null, country: string | null): boolean {
  return asked === null || (country !== null && gatewayOf(country) === asked);
}
