import { explains, type HolderOf, type ParcelView } from '@landfall/domain';
import type { OpenIncident } from '../persistence/incident.store.ts';
import type { Registration } from '../track-parcel/parcel-record.ts';

/** Which of a merchant's open incidents explains what is found on a parcel: of several the one that opened first. */
export const holderOf = (
  view: ParcelView,
  { trackingNumbers }: Pick<Registration, 'trackingNumbers'>,
  incidents: readonly OpenIncident[],
  now: Date,
): HolderOf => {
  const carriers = trackingNumbers.map(({ carrier }) => carrier);
  return (finding) =>
    incidents.find((incident) => explains(incident, finding, view, carriers, now.getTime()))?.id ?? null;
};
