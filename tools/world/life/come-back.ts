import type { Leg, Reason } from '../wire/words.ts';
import { happens } from '../random/draws-of.ts';
import type { Journey } from './journey.ts';

/** A parcel goes back to its sender, which many carriers tell as "delivered", at the sender's depot. */
export function comeBack(journey: Journey, by: Leg, reason: Reason): void {
  journey.extendStay();
  journey.happen('returning', by, { reason });
  journey.pass(8 * 24, 18 * 24);
  const asDelivered = happens(journey.draws, 0.5);
  journey.happen(asDelivered ? 'delivered' : 'returned', by, { country: 'CN' });
  journey.ended = true;
}
