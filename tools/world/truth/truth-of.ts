import type { Telling } from '../feed/telling.ts';
import type { Incident } from '../life/incidents.ts';
import type { Order, Parcel } from '../life/life.ts';
import type { Fate } from '../life/fates.ts';
import type { Instant } from '../wire/instants.ts';
import { collectionTruth, dispatchTruth, dutyTruth, lossTruth, onlineTruth } from './absences.ts';
import { milestoneTruths } from './milestones.ts';
import { promiseTruths } from './promises.ts';
import { stallTruths } from './stays.ts';
import type { Planted, Truth } from './truth.ts';

const impossible: ReadonlySet<Fate> = new Set<Fate>([
  'moved_after_delivery',
  'delivered_elsewhere',
  'delivered_before_pickup',
]);

/** All that is true of a parcel, as far as it can be known by `ends`. */
export function truthOfParcel(parcel: Parcel, told: readonly Telling[], ends: Instant): Truth {
  const found = [
    stallTruths(parcel, told, ends),
    onlineTruth(parcel, told, ends),
    dutyTruth(parcel, told, ends),
    collectionTruth(parcel, told, ends),
    lossTruth(parcel, told, ends),
    promiseTruths(parcel, told, ends),
  ];
  return {
    healthy: isHealthy(parcel, told),
    planted: [
      ...milestoneTruths(parcel, told, ends),
      ...found.flatMap((one) => one.planted),
      ...cancelledTruth(parcel, told, ends),
    ],
    excused: found.flatMap((one) => one.excused),
    judgedBy:
      parcel.fate === 'bad_input' ? [] : impossible.has(parcel.fate) ? ['status_contradiction'] : null,
  };
}

/** What is true of an order as such. */
export function truthOfOrder(order: Order, told: readonly Telling[], ends: Instant): Truth {
  const first = order.parcels[0];
  return {
    ...dispatchTruth(order, told, ends),
    healthy: false,
    judgedBy: first?.fate === 'bad_input' ? [] : null,
  };
}

function isHealthy({ fate, order, stays }: Parcel, told: readonly Telling[]): boolean {
  return (
    fate === null &&
    order.fate === null &&
    stays.every((stay) => stay.slowedBy === null) &&
    told.every((telling) => telling.sentAt === telling.usuallyAt)
  );
}

/** `cancelled_in_flight`: from the cancellation on, where a scan had shown by then that the parcel moves. */
function cancelledTruth({ order }: Parcel, told: readonly Telling[], ends: Instant): Planted[] {
  const { cancelledAt } = order;
  if (cancelledAt === null || cancelledAt >= ends || order.fate !== 'cancelled_in_flight') return [];
  const moving = told.some(
    ({ happening, sentAt }) => happening.milestone !== 'label_created' && sentAt < ends,
  );
  return moving
    ? [{ code: 'cancelled_in_flight', stages: null, from: cancelledAt, until: null, marker: null }]
    : [];
}

/** Incidents that enough parcels meet for anybody to see them, and their members. */
export interface IncidentTruth {
  readonly incident: Incident;
  readonly members: number;
}

/** The parcels that an incident holds back, or of which nothing is heard, while it lasts. */
export function membersOf(incident: Incident, parcel: Parcel, told: readonly Telling[]): boolean {
  if (incident.silent === null) return parcel.stays.some((stay) => stay.slowedBy === incident.index);
  return told.some(
    ({ sender, usuallyAt, sentAt }) =>
      sender.name === incident.silent &&
      sentAt !== usuallyAt &&
      incident.from <= usuallyAt &&
      usuallyAt < incident.to,
  );
}
