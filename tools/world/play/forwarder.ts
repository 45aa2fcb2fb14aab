import type { Telling } from '../feed/telling.ts';
import type { Flight } from '../life/flights.ts';
import type { Parcel } from '../life/life.ts';
import { rfc3339 } from '../wire/instants.ts';
import type { Edges } from './edges.ts';
import { created } from './open-pool.ts';

/** Who puts parcels under master waybills and tells what becomes of these, once each. */
export class Forwarder {
  readonly #client: Edges;
  readonly #parcelIds: ReadonlyMap<Parcel, string>;
  readonly #unitIds = new Map<Flight, string>();
  /** Our names of the units by the system's ids. */
  readonly names = new Map<string, string>();
  eventsSent = 0;

  constructor(client: Edges, parcelIds: ReadonlyMap<Parcel, string>) {
    this.#client = client;
    this.#parcelIds = parcelIds;
  }

  async book(flights: readonly Flight[]): Promise<void> {
    for (const flight of flights) {
      const { externalId, route, departs, p95At } = flight;
      const id = await created(this.#client, '/v1/units', {
        externalId,
        type: 'mawb',
        mode: route.mode,
        flightOrVoyage: externalId,
        etd: rfc3339(departs),
        eta: rfc3339(p95At),
      });
      this.#unitIds.set(flight, id);
      this.names.set(id, externalId);
    }
  }

  /** Some are put under their waybill when it has long departed. */
  async load(parcels: readonly Parcel[]): Promise<void> {
    const byFlight = Map.groupBy(parcels, (parcel) => parcel.boarded?.flight);
    for (const [flight, members] of byFlight) {
      if (!flight) continue;
      const parcelIds = members.flatMap((parcel) => this.#parcelIds.get(parcel) ?? []);
      const path = `/v1/units/${this.#unitIds.get(flight)}/contents`;
      const { status, body } = await this.#client.post(path, { parcelIds });
      if (status >= 300) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(body)}`);
    }
  }

  /** @throws Error where an event of a unit is not taken */
  async tell(tellings: readonly Telling[]): Promise<void> {
    if (tellings.length === 0) return;
    const events = tellings.map(({ unit, sender, milestone, happening }) => ({
      unitId: unit && this.#unitIds.get(unit.flight),
      carrier: sender.name,
      milestone,
      occurredAt: rfc3339(happening.at),
      place: { country: happening.country },
    }));
    const { status, body } = await this.#client.post('/v1/tracking-events/batch', events);
    if (status !== 202)
      throw new Error(`Events of units were answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
    this.eventsSent += events.length;
  }
}
