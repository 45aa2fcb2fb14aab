import { DAY_MS, HOUR_MS, type Instant } from '../calendar/instant.ts';

/** No parcel is mature before this age (days since dispatch). */
export const MINIMUM_MATURITY_DAYS = 30;

/**
 * Whether a parcel is old enough to be judged: its age since dispatch is at least the larger of the lane's P99 (hours,
 * null while unknown) and 30 days. A delivered parcel does not mature earlier, or slow failures would vanish.
 */
export function isMature(dispatchedAt: Instant, laneP99Hours: number | null, now: Instant): boolean {
  return now - dispatchedAt >= Math.max((laneP99Hours ?? 0) * HOUR_MS, MINIMUM_MATURITY_DAYS * DAY_MS);
}
