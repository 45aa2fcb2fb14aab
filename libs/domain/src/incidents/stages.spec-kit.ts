import { HOUR_MS } from '../calendar/instant.ts';
import { START } from '../parcel/story.spec-kit.ts';
import type { Feed } from './find-incidents.ts';

/** A feed that was heard in every hour of four weeks, the last of them so long ago; all of its parcels go to one country. */
export const feedOf = (
  carrier: string,
  silentHours: number,
  parcels = 100,
  country = 'DE',
  now = START,
): Feed => ({
  carrier,
  parcels,
  destinations: new Map([[country, parcels]]),
  hoursHeard: Array.from({ length: 28 * 24 }, (_, nth) => now / HOUR_MS - silentHours - 28 * 24 + nth),
});
