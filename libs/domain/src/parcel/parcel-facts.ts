import type { Instant } from '../calendar/working-hours.ts';
import type { TransportMode } from '../legs/leg.ts';
import type { OrderValue } from '../money/profit.ts';

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
  readonly value: OrderValue;
}
