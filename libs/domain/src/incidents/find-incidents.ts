import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { officeCalendar, type CalendarOf } from '../calendar/stage-calendar.ts';
import { silentFrom } from './feed-silence.ts';
import { everywhere, type Incident } from './incident.ts';

/** How a carrier has been heard, and how many parcels he has that somebody waits for. */
export interface Feed {
  readonly carrier: string;
  readonly hoursHeard: readonly number[];
  readonly parcels: number;
  /** How many of them go to each country. */
  readonly destinations: ReadonlyMap<string, number>;
}

/** From when on a feed's silence is an incident; null while too little is known of it. */
export function feedSilentFrom({ hoursHeard, destinations }: Feed, calendarOf: CalendarOf): Instant | null {
  const [most] = [...destinations].sort(([, a], [, b]) => b - a);
  return silentFrom(hoursHeard, officeCalendar(most?.[0] ?? '', calendarOf));
}

/** An incident that goes on at this instant, and how many parcels it hits. */
export interface FoundIncident extends Incident {
  /** When it began, as far as that shows: a feed's silence with its last word, a slowdown with the first sign of it. */
  readonly since: Instant;
  readonly parcels: number;
}

/** What hits fewer is no incident, and the silence of a feed for which fewer wait is none. */
export const LEAST_PARCELS = 20;

/** Feeds that are silent for longer than they ever are. */
export function silentFeeds(feeds: readonly Feed[], calendarOf: CalendarOf, now: Instant): FoundIncident[] {
  return feeds.flatMap((feed) => {
    const { carrier, hoursHeard, parcels } = feed;
    const from = feedSilentFrom(feed, calendarOf);
    if (from === null || now < from || parcels < LEAST_PARCELS) return [];
    const since = ((hoursHeard.at(-1) ?? 0) + 1) * HOUR_MS;
    return [{ kind: 'feed_silence' as const, scope: { ...everywhere, carrier }, since, parcels }];
  });
}
