import type { Instant } from '../calendar/instant.ts';
import type { Leg, TransportMode } from '../legs/leg.ts';
import type { OrderValue } from '../money/profit.ts';

/** Incoterms of a route: delivered duty paid, delivered at place. */
export const deliveryTerms = ['DDP', 'DAP'] as const;
export type DeliveryTerms = (typeof deliveryTerms)[number];

/** Who clears a parcel, and by which procedure. */
export const clearanceKinds = ['postal', 'express', 'formal'] as const;
export type ClearanceKind = (typeof clearanceKinds)[number];

/** What is known of a parcel from its order and route, beside its scans. Countries are ISO 3166-1 alpha-2. */
export interface ParcelFacts {
  readonly registeredAt: Instant;
  readonly shippedAt: Instant | null;
  readonly promisedAt: Instant | null;
  readonly cancelledAt: Instant | null;
  readonly originCountry: string | null;
  readonly destinationCountry: string;
  readonly transitCountries: readonly string[];
  readonly mode: TransportMode | null;
  /** Whether the route's countries are known, so that another country is a wrong way. */
  readonly routeKnown: boolean;
  /** Who pays duty: the route (DDP) or the consignee (DAP); null where nobody said. */
  readonly terms: DeliveryTerms | null;
  /** How the route clears imports; null where nobody said. */
  readonly clearance: ClearanceKind | null;
  readonly declaredWeightGrams: number | null;
  /** What tells the parcel's route from all others; null without one. */
  readonly routeKey: string | null;
  /** Who carries it on each leg, as the route says. */
  readonly carriers: Readonly<Partial<Record<Leg, string>>>;
  /** Who gave it its first tracking number; for legs of which the route says nothing. */
  readonly carrier: string | null;
  readonly value: OrderValue;
}
