import type {
  DataOf,
  MessageNode,
  ParcelStateName,
  parcelsTopic,
  parcelStatesTopic,
} from '@landfall/contracts';

type Registered = DataOf<typeof parcelsTopic, 'parcel.registered'>;
export type Estimate = NonNullable<DataOf<typeof parcelStatesTopic, 'parcel.state_changed'>['estimate']>;

/** What the parcel's registration says, at the version seen last. */
export interface Registration {
  version: number;
  orderId: string;
  externalOrderId: string;
  buyerReference: string;
  purpose: Registered['purpose'];
  destinationCountry: string;
  registeredAt: Date;
  promisedAt: Date | null;
}

/** How far the parcel is, at the version seen last. */
export interface Tracking {
  version: number;
  state: ParcelStateName;
  reached: Readonly<Record<MessageNode, Date | null>>;
  estimate: Estimate | null;
  /** W3C trace headers of the event that told of it. */
  trace: Readonly<Record<string, string>>;
}

/** A parcel as this service follows it; either half may come first. */
export interface Parcel {
  merchantId: string;
  parcelId: string;
  /** Raised with every event told of the parcel. */
  version: number;
  /** When its held message is due, by the injected clock. */
  dueAt: Date | null;
  registration: Registration | null;
  tracking: Tracking | null;
}

export type RegisteredParcel = Parcel & { registration: Registration };

export const isRegistered = (parcel: Parcel): parcel is RegisteredParcel => parcel.registration !== null;
