import type { Telling } from '../feed/telling.ts';
import type { Parcel } from '../life/life.ts';
import type { Instant } from '../wire/instants.ts';
import type { ExceptionCode, Milestone, Stage } from '../wire/words.ts';
import type { Planted } from './truth.ts';

const codeOf: Readonly<Partial<Record<Milestone, ExceptionCode>>> = {
  pickup_failed: 'pickup_failed',
  warehouse_rejected: 'warehouse_rejected',
  security_rejected: 'security_rejected',
  export_customs_held: 'customs_held',
  import_customs_held: 'customs_held',
  export_customs_rejected: 'customs_rejected',
  import_customs_rejected: 'customs_rejected',
  trunk_delayed: 'carrier_delay',
  delayed: 'carrier_delay',
  address_problem: 'address_problem',
  delivery_attempted: 'delivery_attempt_failed',
  refused: 'refused',
  returning: 'returning',
  returned: 'returned',
  damaged: 'damaged',
  destroyed: 'destroyed',
  lost: 'lost',
};

/** Customs are the one code that stands for two legs. */
const legOf: Readonly<Partial<Record<Milestone, Stage>>> = {
  export_customs_held: 'export_customs',
  export_customs_rejected: 'export_customs',
  import_customs_held: 'import_customs',
  import_customs_rejected: 'import_customs',
};

/**
 * Codes that the told scans bring, once each (further attempts update the first). What is told after `ends` is not
 * known to anybody. "Delivered" at the sender's depot on the way back is `returned`.
 */
export function milestoneTruths(parcel: Parcel, told: readonly Telling[], ends: Instant): Planted[] {
  const planted = new Map<string, Planted>();
  const plant = (code: ExceptionCode, { happening, sentAt }: Telling, stage?: Stage): void => {
    const key = `${code} ${stage ?? ''}`;
    if (planted.has(key)) return;
    planted.set(key, {
      code,
      stages: stage === undefined ? null : [stage],
      from: happening.at,
      until: null,
      marker: sentAt,
    });
  };
  const known = told.filter((telling) => telling.sentAt < ends);
  const arrivals = new Map<string, number>();
  for (const telling of known) {
    const { happening } = telling;
    const { milestone } = happening;
    const code = codeOf[milestone];
    if (code) plant(code, telling, legOf[milestone]);
    if (milestone === 'duty_requested' && parcel.order.route.terms === 'DDP') plant('ddp_breach', telling);
    if (milestone === 'weighed' && parcel.fate === 'weight_mismatch') plant('weight_mismatch', telling);
    if (milestone === 'delivered' && happening.country === 'CN') plant('returned', telling);
    if (milestone === 'arrived_at_facility' && happening.facility !== undefined) {
      const times = (arrivals.get(happening.facility) ?? 0) + 1;
      arrivals.set(happening.facility, times);
      if (times === 3 || parcel.fate === 'wrong_country') plant('misrouted', telling);
    }
    if (contradicts(parcel, telling)) plant('status_contradiction', telling);
  }
  return [...planted.values()];
}

/** The scan after which the story told cannot be true. */
function contradicts({ fate, deliveredAt }: Parcel, { happening }: Telling): boolean {
  switch (fate) {
    case 'moved_after_delivery':
      return deliveredAt !== null && happening.at > deliveredAt;
    case 'delivered_elsewhere':
    case 'delivered_before_pickup':
      return happening.milestone === 'delivered';
    default:
      return false;
  }
}
