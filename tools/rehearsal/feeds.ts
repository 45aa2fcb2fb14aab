import { FEED_MEMORY_DAYS, HOUR_MS, type Feed } from '@landfall/domain';
import type { ParcelRecord } from '../../apps/exception-detection/src/track-parcel/parcel-record.ts';

/** In which hours each carrier was heard. */
export class Feeds {
  readonly #hours = new Map<string, Set<number>>();

  heard(carrier: string, recordedAt: string): void {
    const hours = this.#hours.get(carrier) ?? new Set();
    this.#hours.set(carrier, hours.add(Math.floor(Date.parse(recordedAt) / HOUR_MS)));
  }

  /** All feeds, with what is under way of them; and how many parcels that are in all. */
  among(
    records: Iterable<Pick<ParcelRecord, 'registration' | 'state'>>,
    now: number,
  ): { readonly feeds: Feed[]; readonly parcels: number } {
    const byCarrier = new Map<string, Map<string, number>>();
    let parcels = 0;
    for (const { registration, state } of records) {
      if (!registration || (state?.status !== 'in_transit' && state?.status !== 'out_for_delivery')) continue;
      parcels += 1;
      const { country } = registration.destination;
      for (const carrier of new Set(registration.trackingNumbers.map((number) => number.carrier))) {
        const countries = byCarrier.get(carrier) ?? new Map<string, number>();
        byCarrier.set(carrier, countries.set(country, (countries.get(country) ?? 0) + 1));
      }
    }
    const firstHour = Math.floor(now / HOUR_MS) - FEED_MEMORY_DAYS * 24;
    const feeds = [...this.#hours].map(([carrier, hours]): Feed => {
      for (const hour of hours) if (hour < firstHour) hours.delete(hour);
      const destinations = byCarrier.get(carrier) ?? new Map<string, number>();
      return {
        carrier,
        hoursHeard: [...hours].sort((a, b) => a - b),
        parcels: [...destinations.values()].reduce((sum, count) => sum + count, 0),
        destinations,
      };
    });
    return { feeds, parcels };
  }
}
