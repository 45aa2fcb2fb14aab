import { advance } from '../../workload/parcel-state.ts';
import type { ParcelState, Scan } from '../../workload/parcel-state.ts';
import type { Sending } from './shipment-of-scans.ts';

/** What must be there when everything has been applied once. */
export interface Expected {
  /** By parcel: scans applied, and the state after all of them. */
  readonly parcels: ReadonlyMap<string, Pick<ParcelState, 'version' | 'state' | 'lastEventAt'>>;
  readonly effects: number;
  readonly quarantined: number;
}

/**
 * The reference: scans folded in one process. Keeps the parcels, not the scans.
 * @param records each once, scans in the order in which they happened
 */
export function expectedOf(records: Iterable<Sending>): Expected {
  const parcels = new Map<string, ParcelState>();
  let effects = 0;
  let quarantined = 0;
  for (const record of records) {
    if (record.kind === 'malformed' || record.poison) {
      quarantined += 1;
      continue;
    }
    const scan = record.scan.scan as Scan;
    parcels.set(scan.parcelId, advance(parcels.get(scan.parcelId), record.scan.merchantId, scan));
    effects += 1;
  }
  return { parcels, effects, quarantined };
}
