import { DAY_MS, type Instant } from '../calendar/instant.ts';
import { officeCalendar, type CalendarOf } from '../calendar/stage-calendar.ts';
import { workedOn } from '../calendar/working-calendar.ts';
import { isoWeekday } from '../calendar/working-days.ts';
import { isPublicHoliday, workingHoursBetween } from '../calendar/working-hours.ts';
import { NO_DWELL_HOURS } from '../dwell/dwell-bins.ts';
import { laneFactsOf } from '../dwell/dwell-keys.ts';
import type { LaneModel } from '../dwell/dwell-model.ts';
import type { Stage } from '../legs/leg.ts';
import { noDeficit, withLeavings, type Deficit } from './deficit.ts';
import { placeName, type IncidentScope } from './incident.ts';
import { leavingsOf, type Cohort, type Leavings, type StayChance } from './leavings.ts';
import { placeOf, sideOf } from './place.ts';

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

/** What a look sees of a merchant's stages. */
export interface WatchedStages {
  readonly places: readonly Place[];
  /** How parcels leave all that a provider does where they come from; undefined where he does nothing. */
  readonly originOf: (carrier: string, country: string | null) => Deficit | undefined;
  /** For the next look. */
  readonly memory: StageMemory;
}

/**
 * How parcels leave each place, and each provider of it, by what was seen at the look before.
 * @param heardUntil when a stage with its provider was last heard of
 */
export function watchStages(
  memory: StageMemory,
  days: readonly StageDayCount[],
  knowledge: StageKnowledge,
  heardUntil: (of: StageDayCount) => Instant,
  now: Instant,
): WatchedStages {
  const groups = [...Map.groupBy(days, groupName)].map(([name, of]): Group => {
    const [first] = of as [StageDayCount];
    return { name, of: first, days: of, until: heardUntil(first), chance: stayChance(first, knowledge) };
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
  const deficits = places.flatMap(({ name, deficit, providers }): [string, Deficit][] => [
    [name, deficit],
    ...providers.map(({ carrier, deficit: its }): [string, Deficit] => [`${name}/${carrier}`, its]),
  ]);
  const all = Object.fromEntries([...deficits, ...origins]);
  return {
    places,
    originOf: (carrier, country) => origins.get(originName(carrier, country)),
    memory: { seen, deficits: { ...memory.deficits, ...all } },
  };
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
export interface Group {
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
export interface Place {
  readonly name: string;
  readonly stage: Stage;
  readonly scope: IncidentScope;
  readonly groups: readonly Group[];
  readonly deficit: Deficit;
  readonly providers: readonly Provider[];
}

export interface Provider {
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

/** How many parcels are still there. */
export const stillIn = (groups: readonly Group[]): number =>
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
