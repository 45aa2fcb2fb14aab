import type { Draws } from '../../demo/random.ts';
import type { Route } from '../geography/routes.ts';

/** What is planted on a parcel, and on how many of those that it can happen to. */
export const defaultShares = {
  never_dispatched: 0.006,
  late_dispatch: 0.006,
  cancelled_early: 0.006,
  cancelled_in_flight: 0.01,
  never_scanned: 0.01,
  late_first_scan: 0.008,
  pickup_failed: 0.01,
  warehouse_rejected: 0.005,
  security_rejected: 0.005,
  weight_mismatch: 0.01,
  export_held: 0.006,
  import_held: 0.012,
  export_rejected: 0.003,
  import_rejected: 0.004,
  duty_unpaid: 0.05,
  ddp_breach: 0.008,
  carrier_delay: 0.01,
  wrong_country: 0.006,
  third_arrival: 0.006,
  address_problem: 0.01,
  failed_attempts: 0.025,
  uncollected: 0.015,
  refused: 0.008,
  returned_undeliverable: 0.006,
  damaged: 0.006,
  destroyed: 0.004,
  lost_untold: 0.012,
  lost_told: 0.006,
  stopped: 0.045,
  moved_after_delivery: 0.004,
  delivered_elsewhere: 0.004,
  delivered_before_pickup: 0.004,
  bad_input: 0.002,
} as const;

export type Trouble = keyof typeof defaultShares;
/** Null: nothing is planted. */
export type Fate = Trouble | null;
export type Shares = Readonly<Record<Trouble, number>>;

const onlyWhere: Partial<Record<Trouble, (route: Route) => boolean>> = {
  duty_unpaid: (route) => route.terms === 'DAP',
  ddp_breach: (route) => route.terms === 'DDP',
  uncollected: (route) => route.lastMile.storageDays !== undefined,
  // An aggregator tells no facility.
  third_arrival: (route) => route.lastMile.channel === 'own_shape',
};

/** The fate of one parcel on a route; at most one trouble is planted on each. */
export function drawFate(draws: Draws, shares: Shares, route: Route): Fate {
  let left = draws.next();
  for (const [trouble, share] of Object.entries(shares) as [Trouble, number][]) {
    if (onlyWhere[trouble]?.(route) === false) continue;
    left -= share;
    if (left < 0) return trouble;
  }
  return null;
}
