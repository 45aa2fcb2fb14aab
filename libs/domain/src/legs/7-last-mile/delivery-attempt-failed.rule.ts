import { toldTrouble } from '../../exceptions/told-trouble.rule.ts';

/**
 * `delivery_attempt_failed`: the courier stood at the door in vain. Carriers return a parcel after the third attempt, so that
 * severity rises with each. It ends at a pick-up point or with the delivery.
 */
export const deliveryAttemptFailed = toldTrouble({
  code: 'delivery_attempt_failed',
  told: ['delivery_attempted'],
  leg: 'last_mile',
  reason: 'carrier',
  severities: ['medium', 'high', 'critical'],
  ended: 'the parcel awaits its consignee',
  failsUntouched: 0.2,
  actions: [{ name: 'contact_consumer', failsAfter: 0.08, costShare: 0 }],
});
