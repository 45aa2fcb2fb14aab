import type { Route } from '../geography/routes.ts';
import type { Sender } from '../geography/companies.ts';
import type { Instant } from '../wire/instants.ts';
import type { Leg, Milestone, Reason, Stage } from '../wire/words.ts';
import type { Fate } from './fates.ts';
import type { Flight } from './flights.ts';

/** Something that really happened to a parcel, whether anybody tells it or not. */
export interface Happening {
  readonly at: Instant;
  /** What its teller's clock said instead. */
  readonly saidAt?: Instant;
  readonly milestone: Milestone;
  /** Whose company saw it. */
  readonly by: Leg;
  /** ISO 3166-1 alpha-2; of misrouted parcels any country. */
  readonly country: string;
  readonly facility?: string;
  readonly reason?: Reason;
  readonly weightGrams?: number;
  /** Only on the last delivery to the consignee. */
  readonly proof?: { readonly type: string };
  /** It happened to the whole unit that the parcel travels in. */
  readonly unit?: Flight;
  /** The stage that it begins, where it does. */
  readonly begins?: Stage;
}

/** A stay on a leg or in a wait. */
export interface Stay {
  readonly stage: Stage;
  readonly from: Instant;
  /** Null when it never left. */
  readonly to: Instant | null;
  /** When a parcel that nothing ails has left with a probability of 95% and 99.9%. */
  readonly p95At: Instant;
  readonly p999At: Instant;
  /** A stoppage was planted that takes it beyond the P99.9. */
  readonly stopped: boolean;
  /** A slowdown held it back: the incident's index. */
  readonly slowedBy: number | null;
}

export interface TrackingNumber {
  readonly number: string;
  readonly sender: Sender;
  /** When the merchant tells it. */
  readonly knownAt: Instant;
}

export interface Parcel {
  /** From 0, over the whole world. */
  readonly index: number;
  readonly order: Order;
  readonly purpose: 'outbound' | 'replacement';
  readonly replaces: Parcel | null;
  readonly registeredAt: Instant;
  readonly shippedAt: Instant | null;
  readonly numbers: readonly TrackingNumber[];
  readonly declaredWeightGrams: number;
  readonly sku: string;
  readonly fate: Fate;
  /** In the order of time. */
  readonly happenings: readonly Happening[];
  readonly stays: readonly Stay[];
  /** What it travels in, and since when the system is told so. */
  readonly boarded: { readonly flight: Flight; readonly toldAt: Instant } | null;
  readonly deliveredAt: Instant | null;
  /** It is lost; when it was last where it should be. */
  readonly lostAt: Instant | null;
}

export interface Order {
  readonly index: number;
  readonly externalId: string;
  readonly route: Route;
  readonly placedAt: Instant;
  readonly promisedAt: Instant | null;
  readonly shipBy: Instant | null;
  /** Unit price in whole US dollars; one unit of each sku. */
  readonly price: number;
  readonly skus: readonly string[];
  readonly fate: Fate;
  readonly cancelledAt: Instant | null;
  readonly parcels: readonly Parcel[];
}
