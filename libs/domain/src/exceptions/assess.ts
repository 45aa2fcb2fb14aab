import type { Instant } from '../calendar/working-hours.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { Finding } from './exception.ts';
import { rules } from './rules.ts';

/** All conditions of the catalogue that hold for a parcel at `now`. */
export function assess(view: ParcelView, now: Instant): Finding[] {
  return rules.flatMap((rule) => rule.find(view, now));
}

/** The next instant after `now` at which {@link assess} may change without a new scan, or null if there is none. */
export function nextDueAt(view: ParcelView, now: Instant): Instant | null {
  const toCome = rules.flatMap((rule) => rule.dueTimes(view)).filter((due) => due > now);
  return toCome.length === 0 ? null : Math.min(...toCome);
}
