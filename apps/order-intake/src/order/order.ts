import type { Money } from '@landfall/domain';

/** A line of an order; money in minor units of the order's currency. */
export interface OrderLine {
  /** From 0, in the order given. */
  position: number;
  /** The marketplace's own id of the line; null where the order did not come from a marketplace's webhook. */
  externalLineId: string | null;
  sku: string;
  title: string;
  quantity: number;
  unitPriceMinor: number;
  unitCostMinor: number | null;
  weightGrams: number | null;
  attributes: string[];
  hsCode: string | null;
  originCountry: string | null;
  /** For customs, in whatever currency it was declared. */
  declaredValue: Money | null;
}

export interface Destination {
  country: string;
  state: string | null;
  city: string | null;
}

/** What a buyer may be told by; undefined where nobody asked. */
export interface Consent {
  email?: boolean;
  sms?: boolean;
}

/** An order without the person who placed it. Times are ISO 8601 in UTC. */
export interface Order {
  id: string;
  externalId: string;
  marketplace: string;
  placedAt: string;
  currency: string;
  buyerId: string;
  locale: string | null;
  consent: Consent;
  destination: Destination;
  lines: OrderLine[];
  promisedAt: string | null;
  shipBy: string | null;
  routeId: string | null;
  iossNumber: string | null;
  paymentMethod: string | null;
  codAmount: Money | null;
}
