import { Injectable } from '@nestjs/common';
import { laneKeyOf, type Knowledge } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import { LearnedLanes } from '../learn-dwell/learned-lanes.ts';
import { loadRoutes } from '../persistence/route.store.ts';
import { factsOf, type KnownRoute, type Registration } from './parcel-record.ts';

/** What is known around a parcel beside its own scans; another answer later changes nothing that was folded. */
export interface Surroundings {
  /** That its registration names; null where it names none, or nothing is known of it. */
  readonly route: KnownRoute | null;
  readonly knowledge: Knowledge;
}

/** Reads what is known around the parcels of a batch: a statement for their routes, if they name any, and one for their lanes. */
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
        registration
          ? [{ merchantId, lane: laneKeyOf(factsOf(registration, routeOf(merchantId, registration))) }]
          : [],
      ),
    );
    return (merchantId, registration) => ({
      route: routeOf(merchantId, registration),
      knowledge: knowledgeOf(merchantId),
    });
  }
}
