import { ownerOf } from '../chain.ts';
import { transportModes, type Stage, type TransportMode } from '../legs/leg.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
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

/** The lane of a parcel: `CN>DE express`. An unknown origin or mode is a lane of its own. */
export function laneKeyOf({ originCountry, destinationCountry, mode }: ParcelFacts): string {
  const from = originCountry === null ? '?' : gatewayOf(originCountry);
  return `${from}>${gatewayOf(destinationCountry)} ${mode ?? '?'}`;
}

/** The mode that a lane's key ends with; null where it is not known. */
export function modeOfLane(lane: string): TransportMode | null {
  return transportModes.find((mode) => lane.endsWith(` ${mode}`)) ?? null;
}

/** Whose stays a parcel's stay in a stage belongs to. */
export function dwellKeyOf(stage: Stage, facts: ParcelFacts): DwellKey {
  return {
    lane: laneKeyOf(facts),
    provider: facts.carriers[ownerOf(stage)] ?? facts.carrier ?? '',
    route: facts.routeKey ?? '',
  };
}
