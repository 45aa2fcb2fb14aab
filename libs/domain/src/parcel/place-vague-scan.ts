import type { DerivedTrigger } from '../legs/leg.ts';
import { laneOf, sameGateway } from '../routing/gateway.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import type { ParcelState } from './parcel-state.ts';
import { isVagueProgress } from './transition.ts';

/**
 * What a vague scan without a leg says of where the parcel is: by its country, and without one by customs: a parcel that moves
 * after its import release is no longer on the trunk line. Null where nothing follows from it.
 */
export function placeVagueScan(
  { customs }: ParcelState,
  event: ParcelEvent,
  facts: ParcelFacts | null,
): DerivedTrigger | null {
  if (facts === null || event.leg !== null || !isVagueProgress(event)) return null;
  const { originCountry, destinationCountry } = facts;
  if (laneOf(originCountry, destinationCountry) === 'domestic') return 'seen_in_origin';
  const country = event.place?.country;
  if (country == null) return customs.import.status === 'released' ? 'seen_in_destination' : null;
  if (sameGateway(country, destinationCountry)) return 'seen_in_destination';
  if (originCountry === null) return null;
  return sameGateway(country, originCountry) ? 'seen_in_origin' : 'seen_on_the_way';
}
