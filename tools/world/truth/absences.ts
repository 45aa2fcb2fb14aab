import type { Telling } from '../feed/telling.ts';
import type { Order, Parcel } from '../life/life.ts';
import { day, hour, type Instant } from '../wire/instants.ts';
import type { ExceptionCode } from '../wire/words.ts';
import type { Excused, Planted, Truth } from './truth.ts';

type Found = Pick<Truth, 'planted' | 'excused'>;

const nothing: Found = { planted: [], excused: [] };
const planted = (one: Planted): Found => ({ planted: [one], excused: [] });
const excused = (one: Excused): Found => ({ planted: [], excused: [one] });

/** What ended before its due time and is told after it, feeds being as usual, counts for nobody. */
function toldLate(code: ExceptionCode, from: Instant, end: Telling | undefined): Found {
  const usually = end?.usuallyAt ?? from;
  return usually > from ? excused({ code, stages: null, from, until: usually }) : nothing;
}

/** The first thing that shows a parcel with a carrier: a label is none. */
const firstScan = (told: readonly Telling[]): Telling | undefined =>
  told
    .filter((telling) => telling.happening.milestone !== 'label_created')
    .sort((a, b) => a.happening.at - b.happening.at)[0];

/**
 * `not_online`: nothing happened that anybody told within 48 h of the announced hand-over, else 72 h of registration.
 * What happened in time and was told late counts for nobody, but for a silent feed.
 */
export function onlineTruth(parcel: Parcel, told: readonly Telling[], ends: Instant): Found {
  const due = parcel.shippedAt === null ? parcel.registeredAt + 72 * hour : parcel.shippedAt + 48 * hour;
  const first = firstScan(told);
  const zone = { code: 'not_online' as const, stages: null, from: due };
  const heard = first ? Math.min(...told.filter(isScan).map((telling) => telling.sentAt)) : null;
  if (first && first.happening.at <= due) {
    const usually = Math.min(...told.filter(isScan).map((telling) => telling.usuallyAt));
    return usually <= due ? nothing : excused({ ...zone, until: usually });
  }
  // What is seen a moment after its due time is a matter of minutes.
  const soon = first !== undefined && first.happening.at <= due + 2 * hour;
  if (due >= ends || soon) return excused({ ...zone, until: heard });
  return planted({ ...zone, until: heard, marker: null });
}

const isScan = (telling: Telling): boolean => telling.happening.milestone !== 'label_created';

/** `not_dispatched`, of an order: no parcel of it was with a carrier by the time it should have been. */
export function dispatchTruth(order: Order, told: readonly Telling[], ends: Instant): Found {
  const due = order.shipBy ?? order.placedAt + 72 * hour;
  const zone = { code: 'not_dispatched' as const, stages: null, from: due };
  if (order.cancelledAt !== null && order.cancelledAt <= due) return nothing;
  const first = firstScan(told);
  const heard = first?.sentAt ?? null;
  const inTime = first !== undefined && first.happening.at <= due + 2 * hour;
  if (inTime) return heard !== null && heard <= due ? nothing : excused({ ...zone, until: heard });
  return due < ends ? planted({ ...zone, until: heard, marker: null }) : nothing;
}

/**
 * `duty_unpaid`, where the consumer pays: asked, and not paid for 80 h. Between half of a holding time of 72 h and
 * that counts for nobody: holding times differ.
 */
export function dutyTruth(parcel: Parcel, told: readonly Telling[], ends: Instant): Found {
  const asked = told.find((telling) => telling.happening.milestone === 'duty_requested');
  if (!asked || parcel.order.route.terms !== 'DAP') return nothing;
  const from = asked.happening.at + 36 * hour;
  const end = told.find(({ happening }) => ['duty_paid', 'returning'].includes(happening.milestone));
  const zone = { code: 'duty_unpaid' as const, stages: null, from, until: end?.sentAt ?? null };
  const over = end?.happening.at ?? Infinity;
  const clearlyLate = asked.happening.at + 80 * hour;
  if (over >= clearlyLate && clearlyLate < ends) return planted({ ...zone, marker: null });
  return over <= from ? toldLate('duty_unpaid', from, end) : excused(zone);
}

/** `uncollected`: left at the pick-up point for more than half of the time that it is kept there. */
export function collectionTruth(parcel: Parcel, told: readonly Telling[], ends: Instant): Found {
  const ready = told.find((telling) => telling.happening.milestone === 'available_for_pickup');
  const { storageDays } = parcel.order.route.lastMile;
  if (!ready || storageDays === undefined) return nothing;
  const from = ready.happening.at + (storageDays / 2) * day;
  const end = told.find(
    ({ happening }) =>
      happening.at > ready.happening.at && ['delivered', 'returning'].includes(happening.milestone),
  );
  if (end && end.happening.at <= from) return toldLate('uncollected', from, end);
  const zone = { code: 'uncollected' as const, stages: null, from, until: end?.sentAt ?? null };
  return from + 12 * hour < ends
    ? planted({ ...zone, marker: ready.happening.at + storageDays * day })
    : excused(zone);
}

/**
 * `suspected_lost`: truly lost, and silent for longer than any parcel is on that leg (10 days, or its P99.9) before the
 * play ends. A silence of 10 days of anything else that something was planted on counts for nobody; that of a parcel
 * which nothing ails, on a long trunk line, is no loss.
 */
export function lossTruth(parcel: Parcel, told: readonly Telling[], ends: Instant): Found {
  const code = 'suspected_lost' as const;
  const { lostAt, fate } = parcel;
  if (lostAt === null) {
    if (fate === null) return nothing;
    return { planted: [], excused: silences(told, ends).map((gap) => ({ code, stages: null, ...gap })) };
  }
  const admitted = told.find((telling) => telling.milestone === 'lost')?.sentAt ?? null;
  const before = told.filter((telling) => telling.milestone !== 'lost').map((telling) => telling.sentAt);
  const from = Math.max(...before, parcel.registeredAt);
  const last = parcel.stays.at(-1);
  const longest = Math.max(10 * day, last ? last.p999At - last.from : 0) + 2 * day;
  const zone = { code, stages: null, from, until: admitted };
  const found = from + longest < Math.min(ends, admitted ?? ends);
  return found ? planted({ ...zone, marker: from + 6 * day }) : excused(zone);
}

/** Stretches of 10 days and more in which nothing was told. */
function silences(told: readonly Telling[], ends: Instant): { from: Instant; until: Instant }[] {
  const times = told.map((telling) => telling.sentAt).filter((at) => at < ends);
  const edges = [...times.sort((a, b) => a - b), ends];
  let from = -Infinity;
  return edges.flatMap((until) => {
    const gap = { from, until };
    from = until;
    return gap.until - gap.from >= 10 * day ? [gap] : [];
  });
}
