import { DAY_MS, HOUR_MS, type Instant } from '../calendar/instant.ts';
import type { CalendarOf } from '../calendar/stage-calendar.ts';
import { LEAST_PARCELS, feedSilentFrom, type Feed } from './find-incidents.ts';

/** While nothing is heard, only silences change. */
const SLOWDOWNS_EVERY_MS = 3 * HOUR_MS;
/** What it holds back is let go, or stays, by what the next hour brings. */
const OPEN_EVERY_MS = HOUR_MS;

/**
 * When a merchant is to be looked at again, given what a look at `now` saw: when the first of his feeds would be silent, if nothing
 * is heard of it until then; every few hours, on the hour; the next day while he has too few parcels under way for any
 * incident, who is then not looked at sooner when something is heard; null where he has none and nothing to end: the next scan is what there is to wait for.
 */
export function nextLook(
  feeds: readonly Feed[],
  parcelsUnderWay: number,
  hasOpenIncident: boolean,
  calendarOf: CalendarOf,
  now: Instant,
): Instant | null {
  if (hasOpenIncident) return nextMultiple(OPEN_EVERY_MS, now);
  if (parcelsUnderWay === 0) return null;
  if (parcelsUnderWay < LEAST_PARCELS) return nextMultiple(DAY_MS, now);
  const silences = feeds
    .map((feed) => feedSilentFrom(feed, calendarOf))
    .filter((from): from is Instant => from !== null && from > now);
  return Math.min(nextMultiple(SLOWDOWNS_EVERY_MS, now), ...silences);
}

const nextMultiple = (ms: number, instant: Instant): Instant => (Math.floor(instant / ms) + 1) * ms;
