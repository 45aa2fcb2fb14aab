import type {
  DataOf,
  Milestone,
  ParcelStateName,
  parcelStatesTopic,
  trackingEventsTopic,
} from '@landfall/contracts';

/** What is known of one scan: the data of `tracking.milestone_reached`. */
export type Scan = DataOf<typeof trackingEventsTopic, 'tracking.milestone_reached'>;

/** What is told after each scan: the data of `parcel.state_changed`. */
export type StateChanged = DataOf<typeof parcelStatesTopic, 'parcel.state_changed'>;

/** The row that the benchmark keeps of a parcel. */
export interface ParcelState {
  parcelId: string;
  merchantId: string;
  state: ParcelStateName;
  lastMilestone: Milestone;
  lastEventAt: Date;
  dispatchedAt: Date | null;
  outForDeliveryAt: Date | null;
  deliveredAt: Date | null;
  /** Scans applied. */
  version: number;
}

const stateAfter = (milestone: Milestone): ParcelStateName => {
  switch (milestone) {
    case 'out_for_delivery':
    case 'delivered':
      return milestone;
    default:
      return 'in_transit';
  }
};

/** The parcel after one more scan; a scan that is older than the last one changes only the version. */
export function advance(before: ParcelState | undefined, merchantId: string, scan: Scan): ParcelState {
  const at = new Date(scan.occurredAt);
  const parcel: ParcelState = before
    ? { ...before, version: before.version + 1 }
    : {
        parcelId: scan.parcelId,
        merchantId,
        state: 'registered',
        lastMilestone: scan.milestone,
        lastEventAt: at,
        dispatchedAt: null,
        outForDeliveryAt: null,
        deliveredAt: null,
        version: 1,
      };
  if (at < parcel.lastEventAt) return parcel;
  parcel.state = stateAfter(scan.milestone);
  parcel.lastMilestone = scan.milestone;
  parcel.lastEventAt = at;
  parcel.dispatchedAt ??= at;
  if (scan.milestone === 'out_for_delivery') parcel.outForDeliveryAt ??= at;
  if (scan.milestone === 'delivered') parcel.deliveredAt ??= at;
  return parcel;
}

/** What is told of a parcel; each order of the benchmark is one parcel and has its id. */
export const stateChanged = (parcel: ParcelState): StateChanged => ({
  parcelId: parcel.parcelId,
  orderId: parcel.parcelId,
  state: parcel.state,
  currentLeg: null,
  currentWait: null,
  lastMilestone: parcel.lastMilestone,
  lastEventAt: parcel.lastEventAt.toISOString(),
  dispatchedAt: parcel.dispatchedAt?.toISOString() ?? null,
  outForDeliveryAt: parcel.outForDeliveryAt?.toISOString() ?? null,
  deliveredAt: parcel.deliveredAt?.toISOString() ?? null,
  originCountry: 'CN',
  destinationCountry: 'DE',
  routeId: null,
  promisedAt: null,
  estimate: null,
});
