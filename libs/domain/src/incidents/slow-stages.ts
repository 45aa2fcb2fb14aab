import { DAY_MS, HOUR_MS, type Instant } from '../calendar/instant.ts';
import { officeCalendar, type CalendarOf } from '../calendar/stage-calendar.ts';
import { workedOn } from '../calendar/working-calendar.ts';
import { isoWeekday } from '../calendar/working-days.ts';
import { isPublicHoliday, workingHoursBetween } from '../calendar/working-hours.ts';
import { NO_DWELL_HOURS } from '../dwell/dwell-bins.ts';
import type { LaneModel } from '../dwell/dwell-model.ts';
import type { Stage } from '../legs/leg.ts';
import { laneFactsOf } from '../dwell/dwell-keys.ts';
import { isAsEver, isDoubtful, isSlowdown, noDeficit, withLeavings, type Deficit } from './deficit.ts';
import { type Feed, type FoundIncident } from './find-incidents.ts';
import { everywhere, incidentName, placeName, type Incident, type IncidentScope } from './incident.ts';
import { leavingsOf, type Cohort, type Leavings, type StayChance } from './leavings.ts';
import { lastWords } from './last-words.ts';
import { isCustoms, placeOf, sideOf } from './place.ts';
import { backlogOf, isSlow } from './slowdown.ts';

/** The parcels that stay in a stage of a lane with one provider since one day, and those of them that are still there. */
export interface StageDayCount extends Cohort {
  readonly lane: string;
  readonly stage: Stage;
  readonly provider: string;
}

/** What a look at a merchant's stages remembers until the next. JSON. */
export interface StageMemory {
  /** The cohorts of each stage with each provider of a lane, as of when they were last heard of. */
  readonly seen: Readonly<Record<string, { readonly until: Instant; readonly days: readonly Cohort[] }>>;
  /** By place, and by place and provider. */
  readonly deficits: Readonly<Record<string, Deficit>>;
}

export const nothingSeen: StageMemory = { seen: {}, deficits: {} };

/** What has been learned of a lane, undefined where nothing has; and when stages are worked, until their weekdays are learned. */
export interface StageKnowledge {
  readonly modelOf: (lane: string) => LaneModel | undefined;
  readonly calendarOf: CalendarOf;
}

/**
 * Stages that parcels leave more slowly than they do, by the country in which they are worked at, a trunk line by its lane and mode;
 * where other providers of the same place are as fast as ever, of the provider.
 * @param feeds while one says nothing, what its stages hold is known as of its last word
 * @param isOpen whether an incident of that name goes on: it ends later than it begins
 * @param stopped units that have stopped: a trunk line is slow by what else is on it
 */
export function slowStages(
  memory: StageMemory,
  days: readonly StageDayCount[],
  knowledge: StageKnowledge,
  feeds: readonly Feed[],
  now: Instant,
  isOpen: (name: string) => boolean,
  stopped: readonly FoundIncident[] = [],
): { readonly found: FoundIncident[]; readonly memory: StageMemory } {
  const heardUntil = lastWords(feeds, now);
  const groups = [...Map.groupBy(days, groupName)].map(([name, of]): Group => {
    const [first] = of as [StageDayCount];
    const until = heardUntil(first);
    return { name, of: first, days: of, until, chance: stayChance(first, knowledge) };
  });
  const seen = Object.fromEntries(
    groups.map(({ name, until, days: of }) => [
      name,
      { until, days: of.map(({ day, entered, still }) => ({ day, entered, still })) },
    ]),
  );
  const places = [...Map.groupBy(groups, ({ of }) => placeName(placeOf(of)))].flatMap(([name, of]) => {
    const [first] = of;
    return first === undefined ? [] : [placeAt(name, first.of, of, memory, knowledge.calendarOf, now)];
  });
  const origins = originsOf(groups, memory, knowledge.calendarOf, now);
  const isSlowAtOrigin = (carrier: string, country: string | null): boolean => {
    const deficit = origins.get(originName(carrier, country));
    return deficit !== undefined && isSlowdown(deficit, false);
  };
  const quiet = quietFeeds(places, now, isOpen);
  const isQuiet = (provider: string) => quiet.some(({ scope }) => scope.carrier === provider);
  const found = [
    ...quiet,
    ...places.flatMap((place) =>
      place.stage === 'trunk_line'
        ? slowTrunk(place, now, isOpen, stopped)
        : slowPlace(place, now, isOpen, isQuiet, isSlowAtOrigin),
    ),
  ];
  const deficits = places.flatMap(({ name, deficit, providers }): [string, Deficit][] => [
    [name, deficit],
    ...providers.map(({ carrier, deficit: its }): [string, Deficit] => [`${name}/${carrier}`, its]),
  ]);
  const all = Object.fromEntries([...deficits, ...origins]);
  return { found, memory: { seen, deficits: { ...memory.deficits, ...all } } };
}

const originName = (carrier: string, country: string | null): string => `origin/${country}/${carrier}`;

/**
 * How parcels leave all that each provider does where they come from, taken together: one who stands still there does so in several
 * stages at once, of which each alone takes longer to tell.
 */
function originsOf(
  groups: readonly Group[],
  { seen, deficits }: StageMemory,
  calendarOf: CalendarOf,
  now: Instant,
): ReadonlyMap<string, Deficit> {
  const atOrigin = groups.filter(({ of }) => sideOf(of.stage) === 'origin');
  const nameOf = ({ of }: Group): string => originName(of.provider, placeOf(of).originCountry);
  return new Map(
    [...Map.groupBy(atOrigin, nameOf)].flatMap(([name, of]): [string, Deficit][] => {
      const [first] = of;
      if (first === undefined) return [];
      const isUsual = isUsualDay(placeOf(first.of), calendarOf, now);
      return [[name, deficitAfter(deficits[name], of, seen, isUsual, now)]];
    }),
  );
}

/** The cohorts of a stage with one provider of a lane. */
interface Group {
  readonly name: string;
  readonly of: StageDayCount;
  readonly days: readonly StageDayCount[];
  /** When they were last heard of. */
  readonly until: Instant;
  /** Null where nothing has been learned. */
  readonly chance: StayChance | null;
}

const groupName = ({ lane, stage, provider }: StageDayCount): string => [lane, stage, provider].join('|');

/** One place with all that is there, and how parcels leave it. */
interface Place {
  readonly name: string;
  readonly stage: Stage;
  readonly scope: IncidentScope;
  readonly groups: readonly Group[];
  readonly deficit: Deficit;
  readonly providers: readonly Provider[];
}

interface Provider {
  readonly carrier: string;
  readonly groups: readonly Group[];
  readonly deficit: Deficit;
}

function placeAt(
  name: string,
  first: StageDayCount,
  groups: readonly Group[],
  { seen, deficits }: StageMemory,
  calendarOf: CalendarOf,
  now: Instant,
): Place {
  const { stage } = first;
  const scope = placeOf(first);
  const isUsual = isUsualDay(scope, calendarOf, now);
  const deficitOf = (key: string, of: readonly Group[]): Deficit =>
    deficitAfter(deficits[key], of, seen, isUsual, now);
  const providers = [...Map.groupBy(groups, ({ of }) => of.provider)].map(([carrier, of]) => ({
    carrier,
    groups: of,
    deficit: deficitOf(`${name}/${carrier}`, of),
  }));
  return { name, stage, scope, groups, deficit: deficitOf(name, groups), providers };
}

const deficitAfter = (
  before: Deficit | undefined,
  groups: readonly Group[],
  seen: StageMemory['seen'],
  isUsual: boolean,
  now: Instant,
): Deficit =>
  withLeavings(before ?? noDeficit(now), leavingsSince(groups, seen), isUsual, heardOver(groups, seen), now);

/** Whether it is no public holiday where a stage is worked at, nor was one the day before. */
const isUsualDay = (scope: IncidentScope, calendarOf: CalendarOf, now: Instant): boolean =>
  !isHolidayAt(scope, calendarOf, now) && !isHolidayAt(scope, calendarOf, now - DAY_MS);

/** Whether it is a public holiday where a stage is worked at. */
function isHolidayAt(scope: IncidentScope, calendarOf: CalendarOf, at: Instant): boolean {
  const country = scope.destinationCountry ?? scope.originCountry;
  return country !== null && isPublicHoliday(officeCalendar(country, calendarOf), at);
}

/** What a feed no longer tells begins to be missed everywhere within this time. */
const AT_ONCE_MS = 12 * HOUR_MS;

/**
 * Providers of whom it seems that nothing moves, neither where parcels come from nor where they go: they are not heard, although
 * others tell something of their parcels.
 */
function quietFeeds(
  places: readonly Place[],
  now: Instant,
  isOpen: (name: string) => boolean,
): FoundIncident[] {
  const stopped = places.flatMap(({ stage, providers }) =>
    stage === 'trunk_line'
      ? []
      : providers
          .filter(({ deficit }) => isDoubtful(deficit))
          .map((provider) => ({ ...provider, side: sideOf(stage) })),
  );
  return [...Map.groupBy(stopped, ({ carrier }) => carrier)].flatMap(([carrier, of]): FoundIncident[] => {
    const incident = { kind: 'feed_silence' as const, scope: { ...everywhere, carrier } };
    const at = (side: string): number => of.filter((one) => one.side === side).length;
    const since = Math.min(...of.map(({ deficit }) => deficit.since ?? now));
    const isAtOnce = of.every(({ deficit }) => (deficit.since ?? now) - since <= AT_ONCE_MS);
    const isAllOver = at('origin') >= 2 && at('destination') >= 1 && of.length >= 4;
    if (!isOpen(incidentName(incident)) && !(isAtOnce && isAllOver)) return [];
    return [{ ...incident, since, parcels: of.reduce((sum, { groups }) => sum + stillIn(groups), 0) }];
  });
}

function slowPlace(
  { stage, scope, groups, deficit, providers }: Place,
  now: Instant,
  isOpen: (name: string) => boolean,
  isQuiet: (provider: string) => boolean,
  isSlowAtOrigin: (carrier: string, country: string | null) => boolean,
): FoundIncident[] {
  const incident = (one: Incident, its: Deficit, of: readonly Group[]): FoundIncident => ({
    ...one,
    since: its.since ?? now,
    parcels: stillIn(of),
  });
  const heard = providers.filter(({ carrier }) => !isQuiet(carrier));
  const isDoubted = heard.length === providers.length || heard.some((one) => isDoubtful(one.deficit));
  const whole = {
    kind: isCustoms(stage) ? ('customs_slowdown' as const) : ('lane_slowdown' as const),
    scope,
  };
  const isWholeOpen = isOpen(incidentName(whole));
  const isWholeSlow = isDoubted && isSlowdown(deficit, isWholeOpen);
  if (isCustoms(stage) || (isWholeOpen && isWholeSlow))
    return isWholeSlow ? [incident(whole, deficit, groups)] : [];
  const slow = heard
    .map((one) => ({
      ...one,
      failure: { kind: 'provider_failure' as const, scope: { ...scope, carrier: one.carrier } },
    }))
    .filter(
      ({ carrier, deficit: its, failure }) =>
        isSlowdown(its, isOpen(incidentName(failure))) ||
        (isDoubtful(its) && sideOf(stage) === 'origin' && isSlowAtOrigin(carrier, scope.originCountry)),
    );
  const since = Math.min(now, ...[deficit, ...slow.map((one) => one.deficit)].map((its) => its.since ?? now));
  // How the others did before says nothing of whether the same has come over them.
  const isAlone = providers.every((one) => !isAsEver(one.deficit, since));
  if (isAlone && isWholeSlow) return [incident(whole, deficit, groups)];
  const areOpen = slow.some(({ failure }) => isOpen(incidentName(failure)));
  if (isAlone && !areOpen) return slow.length > 0 && !isWholeOpen ? [incident(whole, deficit, groups)] : [];
  return slow.map((one) => incident(one.failure, one.deficit, one.groups));
}

/** Within how long (ms) has happened what one of them tells since the last look. */
const heardOver = (groups: readonly Group[], seen: StageMemory['seen']): number =>
  groups.reduce((most, { name, until }) => Math.max(most, until - (seen[name]?.until ?? until)), 0);

function leavingsSince(groups: readonly Group[], seen: StageMemory['seen']): Leavings {
  let [observed, expected] = [0, 0];
  for (const { name, days, until, chance } of groups) {
    const last = seen[name];
    if (last === undefined || chance === null) continue;
    const before = new Map(last.days.map((cohort) => [cohort.day, cohort]));
    for (const cohort of days) {
      const { day } = cohort;
      const one = leavingsOf(
        before.get(day) ?? { day, entered: 0, still: 0 },
        cohort,
        last.until,
        until,
        chance,
      );
      observed += one.observed;
      expected += one.expected;
    }
  }
  return { observed, expected };
}

/** A day's parcels are looked at once all of them have been there for a while. */
const SETTLED_MS = 12 * HOUR_MS;

/** A day's parcels come and go as one, so that nothing but a backlog of several days shows. */
function slowTrunk(
  { name, groups, scope }: Place,
  now: Instant,
  isOpen: (name: string) => boolean,
  stopped: readonly FoundIncident[],
): FoundIncident[] {
  const known = groups.flatMap(({ days, until, chance }) =>
    days.flatMap(({ day, entered, still }) => {
      const middle = (day + 0.5) * DAY_MS;
      if (chance === null || until - middle < SETTLED_MS || entered <= 0) return [];
      return [{ entered, still, expectedShare: chance(middle, until) }];
    }),
  );
  const lane = { kind: 'lane_slowdown' as const, scope };
  const inUnits = stopped.filter((unit) => placeName(unit.scope) === name);
  const backlog = backlogOf(known, parcelsOf(inUnits));
  return isSlow(backlog, isOpen(incidentName(lane))) ? [{ ...lane, since: now, parcels: backlog.still }] : [];
}

const parcelsOf = (some: readonly FoundIncident[]): number =>
  some.reduce((sum, { parcels }) => sum + parcels, 0);

const stillIn = (groups: readonly Group[]): number =>
  groups.reduce((sum, { days }) => sum + days.reduce((all, { still }) => all + still, 0), 0);

/** P(still there) of a parcel that stays at all, by what has been learned of a stage with a provider; null where nothing has. */
function stayChance(
  { lane, stage, provider }: StageDayCount,
  { modelOf, calendarOf }: StageKnowledge,
): StayChance | null {
  const model = modelOf(lane);
  const dwell = model?.dwellOf(stage, { provider, route: '' });
  if (model === undefined || dwell === undefined || dwell.origin.level === 'prior') return null;
  const usual = calendarOf(stage, laneFactsOf(lane));
  const calendar = workedOn(usual, model.weekdaysOf(stage, null) ?? usual.weekdays);
  const staying = dwell.survival(NO_DWELL_HOURS);
  return (cameAt, at) => {
    const pace = model.paceOf(stage, isoWeekday(Math.floor(cameAt / DAY_MS)));
    const stayed = workingHoursBetween(calendar, cameAt, at) * Math.exp(-pace);
    return dwell.survival(Math.max(NO_DWELL_HOURS, stayed)) / staying;
  };
}
