import { toldTrouble } from './told-trouble.rule.ts';

/** `damaged`: somebody on the way says so. No later scan mends it; only a correction ends it. */
export const damaged = toldTrouble({
  code: 'damaged',
  told: ['damaged'],
  reason: 'carrier',
  severities: ['high'],
  ended: 'the scan was corrected',
  failsUntouched: 0.5,
  actions: [{ name: 'contact_consumer', failsAfter: 0.4, costShare: 0 }],
});
