import { ownerOf, stageOf } from '../chain.ts';
import { transportModes, type TimedStage, type TransportMode } from '../legs/leg.ts';
import { clearanceKinds, type ClearanceKind, type ParcelFacts } from '../parcel/parcel-facts.ts';
import { gatewayOf } from '../routing/gateway.ts';

/** Whose parcels a stay is counted among. Keys are told apart by their text alone. */
export interface DwellKey {
  /** From gateway to gateway by mode: the widest circle that is learned from. */
  readonly lane: string;
  /** The company that answers for the stage; empty where nobody named one. */
  readonly provider: string;
  /** The merchant's route; empty where the parcel has none. */
  readonly route: string;
}

/**
 * The lane of a parcel: `CN>DE express/postal`, by gateways, mode and clearance, on which calendars depend. What is not known is
 * a kind of its own.
 */
export function laneKeyOf({ originCountry, destinationCountry, mode, clearance }: LaneFacts): string {
  const from = originCountry === null ? '?' : gatewayOf(originCountry);
  return `${from}>${gatewayOf(destinationCountry)} ${mode ?? '?'}/${clearance ?? '?'}`;
}

/** What a lane's key says of all its parcels; null where it is not known. */
export interface LaneFacts {
  readonly originCountry: string | null;
  readonly destinationCountry: string;
  readonly mode: TransportMode | null;
  readonly clearance: ClearanceKind | null;
}

/** Reads a lane's key. */
export function laneFactsOf(lane: string): LaneFacts {
  const [, from = '?', to = '', mode, clearance] = /^([^>]+)>(\S+) ([^/]+)\/(.+)$/.exec(lane) ?? [];
  return {
    originCountry: from === '?' ? null : from,
    destinationCountry: to,
    mode: transportModes.find((one) => one === mode) ?? null,
    clearance: clearanceKinds.find((one) => one === clearance) ?? null,
  };
}

/** The company that answers for a parcel's stay; empty where nobody named one. */
export function providerOf(timed: TimedStage, { carriers, carrier }: ParcelFacts): string {
  return carriers[ownerOf(stageOf(timed))] ?? carrier ?? '';
}
