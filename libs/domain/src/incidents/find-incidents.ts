import { DAY_MS, HOUR_MS, type Instant } from '../calendar/instant.ts';
import type { CalendarOf } from '../calendar/stage-calendar.ts';
import { workedOn } from '../calendar/working-calendar.ts';
import { isoWeekday } from '../calendar/working-days.ts';
import { workingHoursBetween } from '../calendar/working-hours.ts';
import type { LaneModel } from '../dwell/dwell-model.ts';
import { legDefinition, ownerOf } from '../chain.ts';
import type { Stage } from '../legs/leg.ts';
import { laneFactsOf } from '../dwell/dwell-keys.ts';
import { gatewayOf } from '../routing/gateway.ts';
import { silentFrom } from './feed-silence.ts';
import type { Incident, IncidentScope } from './incident.ts';
import { backlogOf, isSlow, type DayStill } from './slowdown.ts';

/** How a carrier has been heard, and how many parcels he has that somebody waits for. */
export interface Feed {
  readonly carrier: string;
  readonly hoursHeard: readonly number[];
  readonly parcels: number;
  /** How many of them go to each country. */
  readonly destinations: ReadonlyMap<string, number>;
}

/** The parcels that entered a stage of a lane with one provider on one day, and those that are still there. */
export interface StageDayCount {
  readonly lane: string;
  readonly stage: Stage;
  readonly provider: string;
  /** UTC day number. */
  readonly day: number;
  readonly entered: number;
  readonly still: number;
}

/** An incident that goes on at this instant, and how many parcels it hits. */
export interface FoundIncident extends Incident {
  /** When it began, as far as that shows: a feed's silence with its last word, a slowdown when it is seen. */
  readonly since: Instant;
  readonly parcels: number;
}

/** The silence of a feed that hardly anybody waits for is no incident. */
export const LEAST_PARCELS = 20;
/** A day's parcels are looked at once all of them have been there for a while. */
const SETTLED_MS = 12 * HOUR_MS;

/** Tells incidents apart. */
export const incidentName = ({ kind, scope }: Incident): string =>
  [kind, scope.carrier, nameOfPlace(scope)].join('/');

const everywhere: IncidentScope = {
  carrier: null,
  stage: null,
  originCountry: null,
  destinationCountry: null,
  mode: null,
};

/** Feeds that are silent for longer than they ever are. */
export function silentFeeds(feeds: readonly Feed[], now: Instant): FoundIncident[] {
  return feeds.flatMap(({ carrier, hoursHeard, parcels }) => {
    const from = silentFrom(hoursHeard);
    if (from === null || now < from || parcels < LEAST_PARCELS) return [];
    const since = ((hoursHeard.at(-1) ?? 0) + 1) * HOUR_MS;
    return [{ kind: 'feed_silence' as const, scope: { ...everywhere, carrier }, since, parcels }];
  });
}

/**
 * Stages that hold more parcels than they should, by the country in which they are worked at, a trunk line by its lane and mode; where
 * other providers of the same place are as fast as ever, of the provider.
 * @param modelOf what has been learned of a lane; undefined where nothing has
 * @param calendarOf when a stage is worked, until its own weekdays are learned
 * @param feeds while one says nothing, what its stages hold is known as of its last word
 * @param isOpen whether an incident of that name goes on: it ends later than it begins
 */
export function slowStages(
  days: readonly StageDayCount[],
  modelOf: (lane: string) => LaneModel | undefined,
  calendarOf: CalendarOf,
  feeds: readonly Feed[],
  now: Instant,
  isOpen: (name: string) => boolean,
): FoundIncident[] {
  const heardUntil = lastWords(feeds, now);
  const known = days.flatMap((count): (StageDayCount & DayStill)[] => {
    const until = heardUntil(count);
    if (until - (count.day + 0.5) * DAY_MS < SETTLED_MS || count.entered <= 0) return [];
    const expectedShare = shareStillThere(count, modelOf(count.lane), calendarOf, until);
    return expectedShare === null ? [] : [{ ...count, expectedShare }];
  });
  return [...Map.groupBy(known, (count) => nameOfPlace(placeOf(count)))].flatMap(([, ofPlace]) =>
    slowAt(ofPlace, now, isOpen),
  );
}

/** P(still there) of a parcel that came to a stage on a day; null where nothing has been learned. */
function shareStillThere(
  { lane, stage, provider, day }: StageDayCount,
  model: LaneModel | undefined,
  calendarOf: CalendarOf,
  now: Instant,
): number | null {
  const dwell = model?.dwellOf(stage, { provider, route: '' });
  if (model === undefined || dwell === undefined || dwell.origin.level === 'prior') return null;
  const usual = calendarOf(stage, laneFactsOf(lane));
  const calendar = workedOn(usual, model.weekdaysOf(stage, null) ?? usual.weekdays);
  const hours = workingHoursBetween(calendar, (day + 0.5) * DAY_MS, now);
  return dwell.survival(hours * Math.exp(-model.paceOf(stage, isoWeekday(day))));
}

/**
 * Until when a stage has been heard of: until its provider's last word; and where parcels arrive, until that of each carrier with
 * many parcels to that country, since he tells when they go on.
 */
function lastWords(feeds: readonly Feed[], now: Instant): (count: StageDayCount) => Instant {
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

const isCustoms = (stage: Stage): boolean => legDefinition(ownerOf(stage)).part === 'customs';

/** Whether a stage is worked at where parcels come from, where they go, or on the way between. */
function sideOf(stage: Stage): 'origin' | 'between' | 'destination' {
  if (stage === 'trunk_line') return 'between';
  return originStages.has(stage) ? 'origin' : 'destination';
}

const originStages: ReadonlySet<Stage> = new Set([
  'collection',
  'warehousing',
  'export_customs',
  'awaiting_uplift',
]);

/** Where a stage lies: a warehouse, an office or a last mile serves all lanes of its country, a trunk line one mode of one lane. */
function placeOf({ lane, stage }: StageDayCount): IncidentScope {
  const { originCountry, destinationCountry, mode } = laneFactsOf(lane);
  const side = sideOf(stage);
  return {
    ...everywhere,
    stage,
    originCountry: side === 'destination' ? null : originCountry,
    destinationCountry: side === 'origin' ? null : destinationCountry,
    mode: side === 'between' ? mode : null,
  };
}

const nameOfPlace = (scope: IncidentScope): string =>
  [scope.stage, scope.originCountry, scope.destinationCountry, scope.mode].join('/');

function slowAt(
  days: readonly (StageDayCount & DayStill)[],
  now: Instant,
  isOpen: (name: string) => boolean,
): FoundIncident[] {
  const [first] = days;
  if (first === undefined) return [];
  const scope = placeOf(first);
  if (isCustoms(first.stage)) return ifSlow({ kind: 'customs_slowdown', scope }, days, now, isOpen);
  const byProvider = [...Map.groupBy(days, ({ provider }) => provider)].map(([carrier, ofCarrier]) => ({
    slow: ifSlow({ kind: 'provider_failure', scope: { ...scope, carrier } }, ofCarrier, now, isOpen),
    isMany: parcelsIn(ofCarrier) >= LEAST_PARCELS,
  }));
  const others = byProvider.filter(({ slow, isMany }) => slow.length === 0 && isMany);
  if (others.length > 0) return byProvider.flatMap(({ slow }) => slow);
  return ifSlow({ kind: 'lane_slowdown', scope }, days, now, isOpen);
}

const parcelsIn = (days: readonly DayStill[]): number => days.reduce((sum, { entered }) => sum + entered, 0);

function ifSlow(
  incident: Incident,
  days: readonly DayStill[],
  now: Instant,
  isOpen: (name: string) => boolean,
): FoundIncident[] {
  const backlog = backlogOf(days, incident.scope.stage === 'trunk_line');
  return isSlow(backlog, isOpen(incidentName(incident)))
    ? [{ ...incident, since: now, parcels: backlog.still }]
    : [];
}
