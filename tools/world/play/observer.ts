import type { Edges } from './edges.ts';
import type { Parcel } from '../life/life.ts';
import type { Alarm, AnsweredIncident, Reading } from '../score/answers.ts';
import { day, type Instant } from '../wire/instants.ts';
import { inParallel } from './in-parallel.ts';

const readsAtOnce = 8;

interface ParcelAnswer {
  currentLeg: string | null;
  currentWait?: string | null;
  estimate: { p10: string; p50: string; p90: string } | null;
}

interface ExceptionAnswer {
  code: string;
  leg: string | null;
  parcelId: string | null;
  orderId: string;
  state: string;
  openedAt: string;
  detectedAt: string;
  clearedAt: string | null;
  incidentId: string | null;
}

interface IncidentAnswer {
  id: string;
  kind: string;
  scope: AnsweredIncident['scope'];
  openedAt: string;
  detectedAt?: string | null;
  closedAt?: string | null;
  parcelCount: number;
}

/** Reads what the system answers, as any user of its API would. */
export class Observer {
  readonly #client: Edges;
  readonly #nameOf: (id: string) => string;
  readonly readings: Reading[] = [];
  readonly #incidents = new Map<string, AnsweredIncident>();
  #listsIncidents = true;
  #lookedAt: Instant = -Infinity;

  /** @param nameOf our name of a route or unit by the system's id */
  constructor(client: Edges, nameOf: (id: string) => string) {
    this.#client = client;
    this.#nameOf = nameOf;
  }

  get incidents(): AnsweredIncident[] {
    return [...this.#incidents.values()];
  }

  /** Reads the estimates of some parcels; those that the system thinks have ended have none. */
  async readEstimates(
    parcels: readonly (readonly [parcel: Parcel, id: string])[],
    readAt: Instant,
    atHandOver: boolean,
  ): Promise<void> {
    await inParallel(parcels, readsAtOnce, async ([parcel, id]) => {
      const { deliveredAt } = parcel;
      const handedOver = parcel.happenings.find((one) => one.begins === 'collection')?.at;
      const { status, body } = await this.#client.get<ParcelAnswer>(`/v1/parcels/${id}`);
      if (status !== 200) throw new Error(`GET of parcel ${id} answered ${status}`);
      if (!body.estimate || deliveredAt === null || handedOver === undefined) return;
      this.readings.push({
        readAt,
        p10: Date.parse(body.estimate.p10),
        p50: Date.parse(body.estimate.p50),
        p90: Date.parse(body.estimate.p90),
        stage: body.currentLeg ?? body.currentWait ?? 'not yet scanned',
        deliveredAt,
        claimedAt: handedOver + parcel.order.route.claimedDays * day,
        atHandOver,
      });
    });
  }

  /** Looks at the list of incidents; a system that has none yet answers 404 and is not asked again. */
  async lookAtIncidents(now: Instant): Promise<void> {
    if (!this.#listsIncidents) return;
    const { status } = await this.#client.get('/v1/incidents?limit=1');
    this.#listsIncidents = status === 200;
    if (!this.#listsIncidents) return;
    for await (const one of this.#client.all<IncidentAnswer>('/v1/incidents')) {
      const { routeId, unitId } = one.scope;
      this.#incidents.set(one.id, {
        kind: one.kind,
        scope: {
          ...one.scope,
          ...(routeId && { routeId: this.#nameOf(routeId) }),
          ...(unitId && { unitId: this.#nameOf(unitId) }),
        },
        foundAt: this.#incidents.get(one.id)?.foundAt ?? this.#foundAt(one, now),
        openedAt: Date.parse(one.openedAt),
        closedAt: one.closedAt ? Date.parse(one.closedAt) : null,
        parcelCount: one.parcelCount,
      });
    }
    this.#lookedAt = now;
  }

  #foundAt({ detectedAt }: IncidentAnswer, now: Instant): Instant {
    const told = detectedAt ? Date.parse(detectedAt) : now;
    return told > this.#lookedAt && told <= now ? told : now;
  }

  /** Every exception ever opened, by the id of its parcel, or of its order where it has no parcel. */
  async alarms(): Promise<Map<string, Alarm[]>> {
    const bySubject = new Map<string, Alarm[]>();
    for await (const one of this.#client.all<ExceptionAnswer>('/v1/exceptions')) {
      const subject = one.parcelId ?? one.orderId;
      const alarms = bySubject.get(subject) ?? [];
      alarms.push(alarmOf(one));
      bySubject.set(subject, alarms);
    }
    return bySubject;
  }

  /** How many of some parcels cannot be read. */
  async unreadable(ids: readonly string[]): Promise<number> {
    let count = 0;
    await inParallel(ids, readsAtOnce, async (id) => {
      const { status } = await this.#client.get(`/v1/parcels/${id}`);
      if (status !== 200) count += 1;
    });
    return count;
  }
}

/** One that cleared while an incident held it never alarmed anybody: the hold is taken away when the incident ends. */
const alarmOf = (one: ExceptionAnswer): Alarm => ({
  code: one.code,
  leg: one.leg,
  openedAt: Date.parse(one.openedAt),
  detectedAt: Date.parse(one.detectedAt),
  endedAt: one.clearedAt === null ? null : Date.parse(one.clearedAt),
  held: one.state === 'held' || (one.state === 'cleared' && one.incidentId !== null),
});
