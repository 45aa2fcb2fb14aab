import { DAY_MS, HOUR_MS, type Instant } from '../calendar/instant.ts';
import { isAsEver, isDoubtful, isSlowdown, type Deficit } from './deficit.ts';
import { type Feed, type FoundIncident } from './find-incidents.ts';
import { everywhere, incidentName, placeName, type Incident } from './incident.ts';
import { lastWords } from './last-words.ts';
import { isCustoms, sideOf } from './place.ts';
import { backlogOf, isSlow } from './slowdown.ts';
import {
  stillIn,
  watchStages,
  type Group,
  type Place,
  type Provider,
  type StageDayCount,
  type StageKnowledge,
  type StageMemory,
} from './watch-stages.ts';

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
  const { places, originOf, memory: next } = watchStages(memory, days, knowledge, lastWords(feeds, now), now);
  const isSlowAtOrigin = (carrier: string, country: string | null): boolean => {
    const deficit = originOf(carrier, country);
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
  return { found, memory: next };
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
  const all = places.flatMap(({ stage, providers }) =>
    stage === 'trunk_line' ? [] : providers.map((provider) => ({ ...provider, stage })),
  );
  return [...Map.groupBy(all, ({ carrier }) => carrier)].flatMap(([carrier, of]): FoundIncident[] => {
    const incident = { kind: 'feed_silence' as const, scope: { ...everywhere, carrier } };
    const stopped = of.filter(({ deficit }) => isDoubtful(deficit));
    if (stopped.length === 0) return [];
    const at = (side: string): number => stopped.filter(({ stage }) => sideOf(stage) === side).length;
    const since = Math.min(...stopped.map(({ deficit }) => deficit.since ?? now));
    const isAtOnce = stopped.every(({ deficit }) => (deficit.since ?? now) - since <= AT_ONCE_MS);
    const isAllOver = at('origin') >= 2 && at('destination') >= 1 && stopped.length >= 4;
    // Where something of his moves as ever, he is heard; but those who deliver tell of the wait for them and of the last mile themselves.
    const isHeard = of.some(
      ({ stage, deficit }) => (sideOf(stage) === 'origin' || isCustoms(stage)) && isAsEver(deficit, since),
    );
    if (!isOpen(incidentName(incident)) && !(isAtOnce && isAllOver && !isHeard)) return [];
    return [{ ...incident, since, parcels: stopped.reduce((sum, { groups }) => sum + stillIn(groups), 0) }];
  });
}

/** The incident of a place, or of each provider of it who is slow while another is as ever. */
function slowPlace(
  place: Place,
  now: Instant,
  isOpen: (name: string) => boolean,
  isQuiet: (provider: string) => boolean,
  isSlowAtOrigin: (carrier: string, country: string | null) => boolean,
): FoundIncident[] {
  const { stage, scope, groups, deficit, providers } = place;
  const incident = (one: Incident, its: Deficit, of: readonly Group[]): FoundIncident => ({
    ...one,
    since: its.since ?? now,
    parcels: stillIn(of),
  });
  const heard = providers.filter(({ carrier }) => !isQuiet(carrier));
  const isDoubted = heard.length === providers.length || heard.some((one) => isDoubtful(one.deficit));
  const kind = isCustoms(stage) ? 'customs_slowdown' : 'lane_slowdown';
  const isWholeOpen = isOpen(incidentName({ kind, scope }));
  const isWholeSlow = isDoubted && isSlowdown(deficit, isWholeOpen);
  const whole = [incident({ kind, scope }, deficit, groups)];
  if (isCustoms(stage)) return isWholeSlow ? whole : [];
  if (isWholeOpen && isWholeSlow) return whole;

  const slow = slowProviders(heard, place, isOpen, isSlowAtOrigin);
  const since = Math.min(now, ...[place, ...slow].map((one) => one.deficit.since ?? now));
  // How the others did before says nothing of whether the same has come over them.
  if (!providers.some((one) => isAsEver(one.deficit, since))) {
    const theirs = slow.filter(({ failure }) => isOpen(incidentName(failure)));
    const hasReachedOthers = theirs.length < slow.length;
    // Where it is theirs alone the others tell against it, and there is less evidence of the whole than of them.
    const isMoreThanTheirs = theirs.every((one) => one.deficit.score <= deficit.score);
    if (isWholeSlow && (hasReachedOthers || isMoreThanTheirs)) return whole;
    if (theirs.length === 0) return slow.length > 0 && !isWholeOpen ? whole : [];
  }
  return slow.map((one) => incident(one.failure, one.deficit, one.groups));
}

/** Those who are slow by themselves; at the origin what a provider does there in all its stages tells sooner. */
function slowProviders(
  heard: readonly Provider[],
  { stage, scope }: Place,
  isOpen: (name: string) => boolean,
  isSlowAtOrigin: (carrier: string, country: string | null) => boolean,
): (Provider & { readonly failure: Incident })[] {
  return heard
    .map((one) => ({
      ...one,
      failure: { kind: 'provider_failure' as const, scope: { ...scope, carrier: one.carrier } },
    }))
    .filter(
      ({ carrier, deficit, failure }) =>
        isSlowdown(deficit, isOpen(incidentName(failure))) ||
        (isDoubtful(deficit) && sideOf(stage) === 'origin' && isSlowAtOrigin(carrier, scope.originCountry)),
    );
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
