import type { Telling } from '../feed/telling.ts';
import type { Parcel } from '../life/life.ts';
import type { Instant } from '../wire/instants.ts';
import type { ExceptionCode } from '../wire/words.ts';
import type { Truth } from './truth.ts';

const endings: ReadonlySet<string> = new Set(['lost', 'destroyed', 'returned', 'refused', 'returning']);

/**
 * `promise_at_risk` and `promise_broken`: the parcel does come after its promise, or never. Where the order was
 * cancelled, or the parcel's failure told before, the promise has nothing more to say and both count for nobody; so
 * does what is told after the promise of a parcel that came in time.
 */
export function promiseTruths(
  parcel: Parcel,
  told: readonly Telling[],
  ends: Instant,
): Pick<Truth, 'planted' | 'excused'> {
  const { promisedAt, cancelledAt, placedAt } = parcel.order;
  const zone = (code: ExceptionCode, from: Instant, until: Instant | null) => ({
    code,
    stages: null,
    from,
    until,
  });
  const whole = [zone('promise_at_risk', placedAt, null), zone('promise_broken', placedAt, null)];
  if (promisedAt === null || promisedAt >= ends || parcel.purpose === 'replacement')
    return { planted: [], excused: whole };
  const failureTold = told.find((telling) => endings.has(telling.milestone))?.sentAt ?? Infinity;
  if (Math.min(cancelledAt ?? Infinity, failureTold) <= promisedAt) return { planted: [], excused: whole };

  const { deliveredAt } = parcel;
  const delivery = told.find((telling) => telling.happening.milestone === 'delivered');
  if (deliveredAt !== null && deliveredAt <= promisedAt) {
    const usually = delivery?.usuallyAt ?? null;
    const toldLate = usually === null || usually > promisedAt;
    return { planted: [], excused: toldLate ? [zone('promise_broken', promisedAt, usually)] : [] };
  }
  const heard = delivery?.sentAt ?? null;
  return {
    planted: [
      { ...zone('promise_at_risk', placedAt, heard), marker: promisedAt },
      { ...zone('promise_broken', promisedAt, heard), marker: promisedAt },
    ],
    excused: [],
  };
}
