import { places } from '../geography/places.ts';
import { rfc3339 } from '../wire/instants.ts';
import type { Telling } from './telling.ts';

/** A telling as an item of `POST /v1/tracking-events/batch`. */
export function ownShapeOf({ happening, milestone, number, sender, clear }: Telling): object {
  const { at, saidAt, country, facility, reason, weightGrams, proof } = happening;
  const city = Object.entries(places).find(([known]) => known === country)?.[1].city;
  return {
    trackingNumber: number,
    carrier: sender.name,
    milestone,
    occurredAt: rfc3339(saidAt ?? at),
    place: { country, ...(city && { city }), ...(clear && facility && { facility }) },
    ...(reason && { reason }),
    ...(weightGrams !== undefined && { weightGrams }),
    ...(proof && { proof }),
  };
}
