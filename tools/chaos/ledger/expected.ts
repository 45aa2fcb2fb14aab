import { advance } from '../../workload/parcel-state.ts';
import type { ParcelState, Scan } from '../../workload/parcel-state.ts';
import type { Sending } from './shipment-of-scans.ts';

/** What must be there when everything has been applied once. */
export interface Expected {
  /** By parcel: scans applied, and the state after all of them. */
  readonly parcels: ReadonlyMap<string, Pick<ParcelState, 'version' | 'state' | 'lastEventAt'>>;
  /** Scans by milestone. */
  readonly counts: ReadonlyMap<string, number>;
  readonly effects: number;
  readonly quarantined: number;
}

/**
 * The reference: scans folded in one process. Keeps the parcels, not the scans.
 * @param records each once, scans in the order in which they happened
 */
export function expectedOf(records: Iterable<Sending>): Expected {
  const parcels = new Map<string, ParcelState>();
  const counts = new Map<string, number>();
  let effects = 0;
  let quarantined = 0;
  for (const record of records) {
    if (record.kind === 'malformed' || record.poison) {
      quarantined += 1;
      continue;
    }
    const { merchantId } = record.scan;
    const scan = record.scan.scan as Scan;
    parcels.set(scan.parcelId, advance(parcels.get(scan.parcelId), merchantId, scan));
    counts.set(scan.milestone, (counts.get(scan.milestone) ?? 0) + 1);
    effects += 1;
  }
  return { parcels, counts, effects, quarantined };
}
