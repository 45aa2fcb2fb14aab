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

/** The reference: the same scans, each once, folded in one process in the order in which they happened. */
export function expectedOf(sendings: readonly Sending[]): Expected {
  const scans = new Map<string, { merchantId: string; scan: Scan }>();
  const quarantined = new Set<string>();
  for (const sending of sendings) {
    if (sending.kind === 'malformed') quarantined.add(sending.key);
    else if (sending.poison) quarantined.add(sending.scan.eventId);
    else
      scans.set(sending.scan.eventId, {
        merchantId: sending.scan.merchantId,
        scan: sending.scan.scan as Scan,
      });
  }
  const inTime = [...scans.values()].sort((a, b) => (a.scan.occurredAt < b.scan.occurredAt ? -1 : 1));
  const parcels = new Map<string, ParcelState>();
  for (const { merchantId, scan } of inTime)
    parcels.set(scan.parcelId, advance(parcels.get(scan.parcelId), merchantId, scan));
  return { parcels, effects: scans.size, quarantined: quarantined.size };
}
