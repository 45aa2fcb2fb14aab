import { DAY_MS, gatewayOf, type Instant } from '@landfall/domain';

/** What a scorecard needs to know of one registered parcel. Instants are epoch milliseconds. */
export interface ParcelFact {
  /** ISO 3166-1 alpha-2; null while nobody has told. */
  originCountry: string | null;
  destinationCountry: string;
  /** Whatever the parcel carried: our id of the route or the merchant's own name of it. */
  routeId: string | null;
  purpose: 'outbound' | 'replacement' | 'return';
  registeredAt: Instant;
  /** The first physical scan: the hand-over to the provider. */
  dispatchedAt: Instant | null;
  deliveredAt: Instant | null;
  promisedAt: Instant | null;
  cancelledAt: Instant | null;
}

/**
 * Whether the parcel is judged at all: returns are the merchant's affair, and a parcel cancelled before any scan was
 * never handed over. A parcel that is registered and never scanned is judged.
 */
export const isJudged = (fact: ParcelFact): boolean =>
  fact.purpose !== 'return' &&
  (fact.cancelledAt === null || fact.dispatchedAt !== null || fact.deliveredAt !== null);

/** The instant from which a parcel's age counts: its hand-over, or its registration while it was never scanned. */
export const ageFrom = (fact: ParcelFact): Instant => fact.dispatchedAt ?? fact.registeredAt;

/**
 * Transit from hand-over to delivery: days; Infinity while undelivered; null where it was delivered but the hand-over
 * is unknown or later than the delivery, so that no duration can be told.
 */
export const transitDays = ({ dispatchedAt, deliveredAt }: ParcelFact): number | null => {
  if (deliveredAt === null) return Infinity;
  if (dispatchedAt === null || deliveredAt < dispatchedAt) return null;
  return (deliveredAt - dispatchedAt) / DAY_MS;
};

/** A lane by the gateways of its two ends. */
export interface Lane {
  /** `CN-US`; `ZZ`, the code of an unknown region, stands for an origin nobody has told. */
  subject: string;
  originCountry: string | null;
  destinationCountry: string;
}

/** The lane of a parcel: HK ships by CN's gateway, PR is served by US's. */
export const laneOfParcel = ({
  originCountry,
  destinationCountry,
}: Pick<ParcelFact, 'originCountry' | 'destinationCountry'>): Lane => {
  const origin = originCountry === null ? null : gatewayOf(originCountry);
  const destination = gatewayOf(destinationCountry);
  return {
    subject: `${origin ?? 'ZZ'}-${destination}`,
    originCountry: origin,
    destinationCountry: destination,
  };
};
