import type { Incident } from '../life/incidents.ts';
import { day, hour } from '../wire/instants.ts';
import type { AnsweredIncident } from './answers.ts';
import { median, rounded } from './numbers.ts';

export interface IncidentScore {
  /** Of more than 24 h, with enough members to be seen. */
  truth: number;
  found: number;
  /** Answered ones that are about nothing. */
  false: number;
  /** Of outages and slowdowns: that one unit stands still shows only when it is due. */
  detectionHoursP50: number | null;
  detectionHoursMax: number | null;
  /** Of those that can be known within twelve hours at all. */
  detectionHoursMaxOfKnowable: number | null;
  /** Each that was demanded, in the order in which they began. */
  each: {
    kind: string;
    lastsHours: number;
    members: number;
    foundAfterHours: number | null;
    /** When somebody who knows all but this could be sure of it; null: never while it matters. */
    knowableAfterHours: number | null;
  }[];
  byKind: Record<string, { truth: number; found: number }>;
}

export interface PlantedIncident {
  readonly incident: Incident;
  /** Parcels that it touched. */
  readonly members: number;
  readonly knowableAfterHours: number | null;
}

/** Within which incidents are to be found. */
export const soonHours = 12;

/** What fewer parcels meet is anecdote. */
const enoughMembers = 20;
const leastHours = 24;
/** What has piled up keeps an incident going for a while. */
const aftermath = 3 * day;

/** One cause may look like another kind: what stands still at a provider stands still on a lane. */
const sameKind = (kind: string, incident: Incident): boolean =>
  incident.kind === 'feed_silence' ? kind === 'feed_silence' : kind !== 'feed_silence';

/**
 * An answered incident is about a planted one when kind, scope and time agree; several may be about one. What is about
 * one that is too short or too small to be demanded is not false either.
 */
export function scoreIncidents(
  planted: readonly PlantedIncident[],
  answered: readonly AnsweredIncident[],
): IncidentScore {
  const demanded = planted.filter(
    ({ incident, members }) => incident.to - incident.from > leastHours * hour && members >= enoughMembers,
  );
  const about = (answer: AnsweredIncident, { incident }: PlantedIncident): boolean =>
    sameKind(answer.kind, incident) &&
    inScope(answer, incident) &&
    answer.openedAt <= incident.to + aftermath &&
    (answer.closedAt ?? Infinity) >= incident.from;
  const seen = demanded.map((one) => ({
    kind: one.incident.kind,
    lastsHours: (one.incident.to - one.incident.from) / hour,
    members: one.members,
    knowableAfterHours: one.knowableAfterHours,
    hours: answered
      .filter((answer) => about(answer, one))
      .map((answer) => (answer.foundAt - one.incident.from) / hour)
      .sort((a, b) => a - b)[0],
  }));
  const hoursOf = (some: typeof seen): number[] =>
    some
      .filter((one) => one.kind !== 'unit_stopped')
      .map((one) => one.hours)
      .filter((one) => one !== undefined);
  const hours = hoursOf(seen);
  const soon = hoursOf(seen.filter((one) => (one.knowableAfterHours ?? Infinity) <= soonHours));
  const byKind: IncidentScore['byKind'] = {};
  for (const { kind, hours: found } of seen) {
    const ofKind = (byKind[kind] ??= { truth: 0, found: 0 });
    ofKind.truth += 1;
    if (found !== undefined) ofKind.found += 1;
  }
  return {
    truth: demanded.length,
    found: seen.filter((one) => one.hours !== undefined).length,
    false: answered.filter((answer) => !planted.some((one) => about(answer, one))).length,
    detectionHoursP50: rounded(median(hours)),
    detectionHoursMax: latest(hours),
    detectionHoursMaxOfKnowable: latest(soon),
    each: seen.map(({ hours: found, lastsHours, ...one }) => ({
      ...one,
      lastsHours: Math.round(lastsHours),
      foundAfterHours: rounded(found ?? null),
    })),
    byKind,
  };
}

const latest = (hours: readonly number[]): number | null =>
  hours.length === 0 ? null : rounded(Math.max(...hours));

function inScope({ scope }: AnsweredIncident, { scope: planted }: Incident): boolean {
  const agrees = (told: string | null | undefined, known: readonly string[]): boolean =>
    told === null || told === undefined || known.length === 0 || known.includes(told);
  return (
    agrees(scope.carrier, planted.carriers) &&
    agrees(scope.leg, planted.legs) &&
    agrees(scope.originCountry, planted.originCountry === null ? [] : [planted.originCountry]) &&
    agrees(scope.destinationCountry, planted.destinationCountries) &&
    agrees(scope.routeId, planted.routeIds) &&
    agrees(scope.unitId, planted.unitIds) &&
    agrees(scope.flightOrVoyage, planted.unitIds)
  );
}
