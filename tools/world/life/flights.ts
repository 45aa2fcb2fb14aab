import type { Route } from '../geography/routes.ts';
import { stayLaw } from '../geography/stays.ts';
import { drawHealthy } from '../random/dwell-law.ts';
import { drawsOf } from '../random/draws-of.ts';
import { hour, type Instant } from '../wire/instants.ts';
import { departureAfter } from './departures.ts';
import type { Incident } from './incidents.ts';

/** What travels as one under one master waybill: a flight, a voyage, a train. */
export interface Flight {
  readonly externalId: string;
  readonly route: Route;
  readonly departs: Instant;
  readonly arrives: Instant;
  /** When what left then has arrived with a probability of 95% and 99.9%. */
  readonly p95At: Instant;
  readonly p999At: Instant;
  /** The incident that stopped it on its way, by index. */
  readonly stoppedBy: number | null;
}

/** All that depart in a world. */
export class Flights {
  readonly #seed: number;
  readonly #incidents: readonly Incident[];
  readonly #known = new Map<string, Flight>();

  constructor(seed: number, incidents: readonly Incident[]) {
    this.#seed = seed;
    this.#incidents = incidents;
  }

  /** The one that takes what is handed over at an instant. */
  boarding(route: Route, at: Instant): Flight {
    const { externalId, departs } = departureAfter(route, at);
    const flight = this.#known.get(externalId) ?? this.#made(route, externalId, departs);
    this.#known.set(externalId, flight);
    return flight;
  }

  #made(route: Route, externalId: string, departs: Instant): Flight {
    const { law, p95, p999 } = stayLaw(route, 'trunk_line', departs);
    const hours = drawHealthy(drawsOf(this.#seed, externalId), law, p999);
    const stop = this.#incidents.find((incident) => incident.scope.unitIds.includes(externalId));
    return {
      externalId,
      route,
      departs,
      arrives: Math.round(departs + hours * hour + (stop ? stop.to - stop.from : 0)),
      p95At: Math.round(departs + p95 * hour),
      p999At: Math.round(departs + p999 * hour),
      stoppedBy: stop?.index ?? null,
    };
  }
}
