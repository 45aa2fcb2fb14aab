import { toldTrouble } from './told-trouble.rule.ts';

/** `carrier_delay`: the carrier itself announces that it will take longer. It ends when the parcel is seen to move again. */
export const carrierDelay = toldTrouble({
  code: 'carrier_delay',
  told: ['trunk_delayed', 'delayed'],
  reason: 'carrier',
  severities: ['low'],
  ended: 'the parcel moves again',
  failsUntouched: 0.06,
  actions: [{ name: 'inform_consumer', failsAfter: 0.05, costShare: 0 }],
});
