import type { Milestone } from '../chain.ts';
import type { Leg } from '../legs/leg.ts';
import type { Place, Reason } from '../parcel/parcel-event.ts';

/** A scan as documents tell it. */
export interface EpcisScan {
  readonly eventId: string;
  /** 0, raised where a known scan is read in another way. */
  readonly revision: number;
  readonly milestone: Milestone;
  readonly leg: Leg | null;
  readonly reason: Reason | null;
  /** RFC 3339 with the offset of the place. */
  readonly occurredAt: string;
  /** How the offset is known: `given` by the sender, or taken instead. */
  readonly offsetSource: string;
  /** RFC 3339. */
  readonly recordedAt: string;
  readonly place: Place | null;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly weightGrams: number | null;
  readonly proof: { readonly type: string } | null;
  /** The transport unit of which it was told, and so of the parcel. */
  readonly unitId?: string | undefined;
}

/** What is written and read of an event of EPCIS 2.0; a reader meets more than that. */
export interface EpcisEvent {
  readonly type: string;
  readonly eventID?: string | undefined;
  /** RFC 3339 with any offset. */
  readonly eventTime: string;
  /** That of the place, such as `+08:00`. */
  readonly eventTimeZoneOffset: string;
  readonly recordTime?: string | undefined;
  readonly action?: string | undefined;
  readonly epcList?: readonly string[] | undefined;
  readonly parentID?: string | undefined;
  readonly childEPCs?: readonly string[] | undefined;
  readonly bizStep?: string | undefined;
  readonly disposition?: string | undefined;
  readonly readPoint?: { readonly id: string } | undefined;
  readonly bizLocation?: { readonly id: string } | undefined;
  readonly bizTransactionList?:
    readonly { readonly type?: string; readonly bizTransaction: string }[] | undefined;
  readonly sensorElementList?: readonly unknown[] | undefined;
  readonly errorDeclaration?:
    | {
        readonly declarationTime: string;
        readonly reason?: string;
        readonly correctiveEventIDs?: readonly string[];
      }
    | undefined;
  /** Extensions: names with the prefix of their namespace. */
  readonly [extension: `${string}:${string}`]: unknown;
}
