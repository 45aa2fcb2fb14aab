import { toldTrouble } from '../../exceptions/told-trouble.rule.ts';

/**
 * `warehouse_rejected`: the warehouse does not take the parcel on: an undeclared battery, its packaging, prohibited goods.
 * It ends when the parcel leaves the warehouse on its way.
 */
export const warehouseRejected = toldTrouble({
  code: 'warehouse_rejected',
  told: ['warehouse_rejected'],
  leg: 'warehousing',
  reason: 'merchant',
  severities: ['high'],
  ended: 'the parcel went on',
  failsUntouched: 0.6,
  actions: [{ name: 'contact_merchant', failsAfter: 0.25, costShare: 0.1 }],
});
