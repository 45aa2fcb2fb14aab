import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { laneFactsOf } from '../dwell/dwell-keys.ts';
import type { Stage } from '../legs/leg.ts';
import { gatewayOf } from '../routing/gateway.ts';
import { LEAST_PARCELS, type Feed } from './find-incidents.ts';
import { sideOf } from './place.ts';

/** A stage of a lane, and who tells of it. */
interface Told {
  readonly lane: string;
  readonly stage: Stage;
  readonly provider: string;
}

/**
 * Until when a stage has been heard of: until its provider's last word; and where parcels arrive, until that of each carrier with
 * many parcels to that country, since he tells when they go on.
 */
export function lastWords(feeds: readonly Feed[], now: Instant): (told: Told) => Instant {
  const ofCarrier = new Map<string, Instant>();
  const atDestination = new Map<string, Instant>();
  for (const { carrier, hoursHeard, destinations } of feeds) {
    const until = Math.min(now, ((hoursHeard.at(-1) ?? Infinity) + 1) * HOUR_MS);
    ofCarrier.set(carrier, until);
    for (const [country, parcels] of destinations) {
      if (parcels < LEAST_PARCELS) continue;
      const gateway = gatewayOf(country);
      atDestination.set(gateway, Math.min(until, atDestination.get(gateway) ?? now));
    }
  }
  return ({ lane, stage, provider }) => {
    const ofProvider = ofCarrier.get(provider) ?? now;
    if (sideOf(stage) !== 'destination') return ofProvider;
    return Math.min(ofProvider, atDestination.get(laneFactsOf(lane).destinationCountry) ?? now);
  };
}
