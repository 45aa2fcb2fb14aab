import type { Instant } from '../calendar/instant.ts';
import type { Milestone } from '../chain.ts';
import type { Leg } from '../legs/leg.ts';

/** Who or what is to blame for trouble, as the sender told it. */
export const reasons = [
  'carrier',
  'merchant',
  'consignee',
  'customs',
  'weather',
  'security',
  'address',
  'duty',
  'documents',
  'prohibited',
  'other',
] as const;
export type Reason = (typeof reasons)[number];

/** Where a scan was made; `country` is ISO 3166-1 alpha-2. */
export interface Place {
  readonly country?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly facility?: string | null | undefined;
}

/** Evidence that the consignee himself received the parcel. */
export interface DeliveryProof {
  readonly type: string;
  readonly ref?: string | null | undefined;
}

/** A bag, pallet, container or master waybill; and what takes it, where its merchant says so. */
export interface ToldUnit {
  readonly unitId: string;
  readonly flightOrVoyage: string | null;
}

/** One scan of a parcel in the normalised vocabulary. A correction keeps its `eventId` and raises `revision`. */
export interface ParcelEvent {
  readonly eventId: string;
  readonly milestone: Milestone;
  /** Only with a milestone of any leg, where its sender named the leg. */
  readonly leg: Leg | null;
  readonly reason: Reason | null;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly place: Place | null;
  readonly proof?: DeliveryProof | null | undefined;
  /** Whose scan it is. */
  readonly carrier?: string | null | undefined;
  readonly weightGrams?: number | null | undefined;
  /** The transport unit of which it was told, and so of each parcel in it. */
  readonly unit?: ToldUnit | undefined;
  readonly revision?: number | undefined;
}
