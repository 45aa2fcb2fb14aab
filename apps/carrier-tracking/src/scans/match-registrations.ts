import type { Addressing } from './scan.ts';

/** A parcel's claim to a tracking number. */
export interface Registration {
  merchantId: string;
  parcelId: string;
  /** Normalised. */
  number: string;
  /** As the merchant wrote them: what is told of the parcel names its number so. */
  trackingNumber: string;
  carrier: string;
  carrierKey: string;
  /** Since when it is claimed (`claimedAt`). */
  registeredAt: Date;
}

/** What matching needs to know of a scan. */
export interface MatchableScan extends Addressing {
  occurredAt: Date;
  /** The only merchant whom it may reach; null: every merchant who registered the number. */
  onlyMerchant: string | null;
}

/** Carriers reuse numbers after months: what happened earlier than this before a registration is of another parcel. */
export const lookBackMs = 120 * 24 * 60 * 60 * 1000;

/** Clocks and time zones of shops and carriers differ. */
const slackMs = 2 * 24 * 60 * 60 * 1000;

/**
 * Since when a parcel claims a number: since it was registered, or, where its order is so old that the look-back would not reach
 * it, so long ago that it does. A merchant who brings his past registers parcels long after their last scan.
 * @param placedAt of the order; null where the parcel is none that went out with it, or it is not known
 */
export const claimedAt = (registeredAt: Date, placedAt: Date | null): Date =>
  placedAt === null
    ? registeredAt
    : new Date(Math.min(registeredAt.getTime(), placedAt.getTime() - slackMs + lookBackMs));

/**
 * The registrations that a scan belongs to, one a parcel.
 * Those with the scan's carrier, else, where the sender is an aggregator, all; of one merchant's registrations of the
 * same number and carrier the latest whose look-back the scan is in: a reused number belongs to its newest parcel.
 * @param registrations all of the scan's number, of every merchant
 */
export const matchRegistrations = (
  scan: MatchableScan,
  registrations: readonly Registration[],
): Registration[] => {
  const open = registrations.filter(
    ({ merchantId, registeredAt }) =>
      (scan.onlyMerchant === null || scan.onlyMerchant === merchantId) &&
      registeredAt.getTime() - lookBackMs <= scan.occurredAt.getTime(),
  );
  const named = open.filter(({ carrierKey }) => scan.carriers.includes(carrierKey));
  const candidates = named.length > 0 || !scan.byAggregator ? named : open;

  const latest = new Map<string, Registration>();
  for (const candidate of candidates) {
    const claim = `${candidate.merchantId} ${candidate.carrierKey}`;
    const known = latest.get(claim);
    if (!known || isLater(candidate, known)) latest.set(claim, candidate);
  }
  const byParcel = new Map<string, Registration>();
  for (const registration of [...latest.values()].sort((a, b) => (isLater(a, b) ? 1 : -1)))
    if (!byParcel.has(registration.parcelId)) byParcel.set(registration.parcelId, registration);
  return [...byParcel.values()];
};

const isLater = (a: Registration, b: Registration): boolean =>
  a.registeredAt.getTime() - b.registeredAt.getTime() === 0
    ? `${a.parcelId} ${a.carrierKey}` > `${b.parcelId} ${b.carrierKey}`
    : a.registeredAt > b.registeredAt;
