import { toldTrouble } from '../../exceptions/told-trouble.rule.ts';

/** `pickup_failed`: the carrier came and did not get the parcel. It ends when somebody has it. */
export const pickupFailed = toldTrouble({
  code: 'pickup_failed',
  told: ['pickup_failed'],
  leg: 'collection',
  reason: 'carrier',
  severities: ['medium'],
  ended: 'the parcel was picked up',
  failsUntouched: 0.1,
  actions: [{ name: 'contact_merchant', failsAfter: 0.03, costShare: 0 }],
});
