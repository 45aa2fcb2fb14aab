import type { Person } from '../encryption/vault.ts';
import type { StatusMeaning } from '../marketplaces/marketplace-file.ts';
import type { Order } from '../order/order.ts';

/**
 * When the marketplace made what it tells, never when it came. Two tellings of one second are ordered by when they were
 * triggered, then by rank, then by their content, so that everyone puts them in the same order.
 */
export interface Version {
  /** ISO 8601 in UTC. */
  at: string;
  /** ISO 8601 in UTC; '' where the marketplace does not say. */
  triggeredAt: string;
  rank: number;
  hash: string;
}

/** Units of a line, by the marketplace's id of the line. */
export interface LineUnits {
  line: string;
  quantity: number;
}

/** An order as a marketplace tells it: no person, no ids of ours. */
export interface ToldOrder {
  order: Omit<Order, 'id' | 'buyerId'>;
  /** What of each line is left after changes, by its id; absent where the marketplace does not say. */
  left: Record<string, number>;
  /** The order's whole list of shipments; null where each is told by itself. */
  shipments: ToldShipment[] | null;
}

export interface ToldShipment {
  id: string;
  live: boolean;
  carrier: string;
  numbers: string[];
  /** Null where the marketplace does not say which items it holds. */
  lines: LineUnits[] | null;
  shippedAt: string | null;
  originCountry: string | null;
}

export interface ToldRefund {
  id: string;
  at: string;
  /** Decimal numbers as text, not negative; in the order's currency. */
  amounts: string[];
  lines: LineUnits[];
}

/** One thing that a webhook tells of an order. */
export type Fact =
  | { kind: 'order'; version: Version; status: StatusMeaning; told: ToldOrder | null }
  | { kind: 'shipment'; version: Version; shipment: ToldShipment }
  | { kind: 'refund'; version: Version; refund: ToldRefund }
  | { kind: 'deletion' | 'restoration'; delivery: string };

/** What a webhook tells, and of which order. */
export interface Telling {
  /** The marketplace's id of the order. */
  orderId: string;
  facts: Fact[];
  /** Who placed the order; null where the webhook does not say, or tells no order that can be placed. */
  person: Person | null;
}
