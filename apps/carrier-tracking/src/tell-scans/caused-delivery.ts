import type { Envelope } from '@landfall/messaging';
import type { Delivery } from '../scans/kept-scan.ts';

/** A delivery and the event that brought it about, where it was one. */
export interface CausedDelivery {
  delivery: Delivery;
  cause?: Envelope;
}
