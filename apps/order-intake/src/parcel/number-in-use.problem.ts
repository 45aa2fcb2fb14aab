import { conflict, type ProblemError } from '@landfall/service-kit';
import type { TrackingNumber } from '../persistence/parcels.store.ts';

/** 409 `tracking_number_in_use`: an active parcel of the merchant has this carrier's number. */
export const numberInUse = ({ trackingNumber, carrier }: TrackingNumber): ProblemError =>
  conflict('tracking_number_in_use', `An active parcel has the number ${trackingNumber} of ${carrier}.`);
