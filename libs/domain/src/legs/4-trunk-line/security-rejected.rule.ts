import { toldTrouble } from '../../exceptions/told-trouble.rule.ts';

/** `security_rejected`: airline or carrier security refuses to load the parcel. It ends when the parcel leaves the country. */
export const securityRejected = toldTrouble({
  code: 'security_rejected',
  told: ['security_rejected'],
  leg: 'trunk_line',
  reason: 'security',
  severities: ['high'],
  ended: 'the parcel left the country',
  failsUntouched: 0.6,
  actions: [{ name: 'contact_merchant', failsAfter: 0.3, costShare: 0.1 }],
});
