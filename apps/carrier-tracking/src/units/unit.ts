import type { transportModes } from '@landfall/contracts';

export const unitTypes = ['bag', 'pallet', 'container', 'mawb'] as const;
export type UnitType = (typeof unitTypes)[number];

/** What parcels travel in as one; it may travel in another. */
export interface Unit {
  /** UUID. */
  id: string;
  /** The merchant's own name of it, unique to the merchant. */
  externalId: string;
  type: UnitType;
  /** The unit that it is in; one at most. */
  parentUnitId: string | null;
  mode: (typeof transportModes)[number] | null;
  flightOrVoyage: string | null;
  etd: Date | null;
  eta: Date | null;
  createdAt: Date;
}

/** How much is in a unit itself, not counting what is in the units inside it. */
export interface UnitLoad {
  parcels: number;
  /** What manifests say that these weigh together; null where they say nothing. */
  weightGrams: number | null;
  units: number;
}
