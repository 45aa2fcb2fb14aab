import { Injectable } from '@nestjs/common';
import { laneKeyOf, type Knowledge } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import { LearnedLanes } from '../learn-dwell/learned-lanes.ts';
import { openIncidents, type OpenIncident } from '../persistence/incident.store.ts';
import { loadRoutes } from '../persistence/route.store.ts';
import type { KnownRoute, Registration } from './parcel-record.ts';

/** What is known around a parcel beside its own scans; another answer later changes nothing that was folded. */
export interface Surroundings {
  /** That its registration names; null where it names none, or nothing is known of it. */
  readonly route: KnownRoute | null;
  readonly knowledge: Knowledge;
  /** Those of its merchant that go on. */
  readonly incidents: readonly OpenIncident[];
}

/** Reads what is known around the parcels of a batch: a statement for their routes, if they name any, one for their lanes and one for incidents. */
@Injectable()
export class SurroundingsReader {
  constructor(private readonly lanes: LearnedLanes) {}

  async read(
    tx: Transaction,
    parcels: readonly { merchantId: string; registration: Registration | null }[],
  ): Promise<(merchantId: string, registration: Registration | null) => Surroundings> {
    const routeOf = await loadRoutes(tx, parcels);
    const knowledgeOf = await this.lanes.knowledgeOf(
      tx,
      parcels.flatMap(({ merchantId, registration }) =>
        registration ? [{ merchantId, lane: laneOf(registration, routeOf(merchantId, registration)) }] : [],
      ),
    );
    const incidentsOf = Map.groupBy(
      await openIncidents(tx, [...new Set(parcels.map(({ merchantId }) => merchantId))]),
      ({ merchantId }) => merchantId,
    );
    return (merchantId, registration) => ({
      incidents: incidentsOf.get(merchantId) ?? [],
      route: routeOf(merchantId, registration),
      knowledge: knowledgeOf(merchantId),
    });
  }
}

const laneOf = ({ originCountry, destination }: Registration, route: KnownRoute | null): string =>
  laneKeyOf({
    originCountry,
    destinationCountry: destination.country,
    mode: route?.mode ?? null,
    clearance: route?.clearance ?? null,
  });
