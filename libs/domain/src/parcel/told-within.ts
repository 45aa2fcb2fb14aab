import { HOUR_MS } from '../calendar/instant.ts';
import type { ParcelEvent } from './parcel-event.ts';

/** Of feeds that are pushed, or polled several times a day. */
export const USUALLY_TOLD_WITHIN_MS = 4 * HOUR_MS;

/** A scan that was told later than this is an accident of its own. */
const MOST_MS = 24 * HOUR_MS;

/** How much of what earlier scans showed still counts at the next. */
const KEPT = 0.9;

/**
 * Within how long (ms) what happens to a parcel is told, after one more of its scans: the delay of the slowest of its last few, as
 * older ones fade. Silence until now says that nothing had happened by so long ago.
 */
export function toldWithinAfter(before: number, { occurredAt, recordedAt }: ParcelEvent): number {
  const delay = Math.min(MOST_MS, recordedAt - occurredAt);
  return Math.max(delay, Math.round(KEPT * before));
}
