import { routes, type Route } from '../geography/routes.ts';
import { between, drawsOf } from '../random/draws-of.ts';
import { day, hour, type Instant } from '../wire/instants.ts';
import type { IncidentKind, Stage } from '../wire/words.ts';
import { departureAfter } from './departures.ts';
import type { Slowdown } from './pace.ts';

/** What one cause does to many parcels. */
export interface Incident extends Slowdown {
  readonly index: number;
  readonly kind: IncidentKind;
  /** What an answer's scope may say of it; what it does not say is not compared. */
  readonly scope: {
    readonly carriers: readonly string[];
    readonly legs: readonly Stage[];
    readonly originCountry: 'CN' | null;
    readonly destinationCountries: readonly string[];
    readonly routeIds: readonly string[];
    readonly unitIds: readonly string[];
  };
  /** The sender of whom nothing is heard. */
  readonly silent: string | null;
  slows(route: Route, stage: Stage): boolean;
}

export interface IncidentPlan {
  /** Of a sender's feed. */
  readonly outages: number;
  /** Of customs and of last miles in turn. */
  readonly slowdowns: number;
  /** Of a provider as a whole. */
  readonly failures: number;
  /** Units that stop on their way, where the world has units. */
  readonly stops: number;
}

/** In 120 days; shorter worlds have their share of each, at least one where any is asked for. */
export const defaultIncidents: IncidentPlan = { outages: 4, slowdowns: 4, failures: 1, stops: 2 };

/** Busy enough that a stand-still shows within hours: an eighth of all parcels. */
const busy = 0.12;

const beforeTrunk: readonly Stage[] = ['collection', 'warehousing', 'export_customs', 'awaiting_uplift'];

/**
 * Plants incidents of 30 to 96 hours, one after the other in slots of equal length so that no two overlap: the first
 * fifth of the world is left alone, and each ends a week before the world does.
 */
export function plantIncidents(
  seed: number,
  begins: Instant,
  days: number,
  plan: IncidentPlan,
  units: boolean,
): Incident[] {
  const draws = drawsOf(seed, 'incidents');
  const part = (count: number): number => (count === 0 ? 0 : Math.max(1, Math.round((count * days) / 120)));
  const kinds = [
    ...Array<'outage'>(part(plan.outages)).fill('outage'),
    ...Array.from({ length: part(plan.slowdowns) }, (_, index) =>
      index % 2 === 0 ? ('customs' as const) : ('lane' as const),
    ),
    ...Array<'failure'>(part(plan.failures)).fill('failure'),
    ...Array<'stop'>(units ? part(plan.stops) : 0).fill('stop'),
  ];
  // Any order: each draws its place among those that are left.
  const shuffled = kinds
    .map((kind) => ({ kind, rank: draws.next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ kind }) => kind);
  const first = begins + 0.2 * days * day;
  const slot = (begins + (days - 7) * day - first) / Math.max(1, shuffled.length);
  return shuffled.map((kind, index) => {
    const lasts = Math.min(between(draws, 30, 96) * hour, slot * 0.8);
    const opens = first + index * slot;
    const from = onWorkingDay(opens + draws.next() * (slot - lasts), opens, opens + slot - lasts);
    const window = { index, from, to: Math.round(from + lasts) };
    const pick = <T>(values: readonly T[]): T => draws.pick(values.map((value) => [value, 1] as const));
    if (kind === 'outage') return feedOutage(window, pick(busySenders()));
    if (kind === 'failure') return providerFailure(window, pick(busyProviders()), between(draws, 0.02, 0.08));
    if (kind === 'stop') return stoppedUnit(window, pick(busyFlights()), lasts);
    const slowdown = kind === 'customs' ? customsSlowdown : laneSlowdown;
    return slowdown(window, pick(busyDestinations()), between(draws, 0.04, 0.12));
  });
}

/**
 * Monday to Wednesday, later or else earlier within its slot: what stands still at a weekend anyway cannot be seen to
 * stand still.
 */
function onWorkingDay(from: Instant, earliest: Instant, latest: Instant): Instant {
  const weekday = new Date(from).getUTCDay();
  const late = weekday === 0 ? 1 : weekday > 3 ? 8 - weekday : 0;
  const [later, earlier] = [from + late * day, from - ((weekday + 4) % 7) * day];
  if (later <= latest) return Math.round(later);
  return Math.round(earlier >= earliest ? earlier : from);
}

type Window = Pick<Incident, 'index' | 'from' | 'to'>;

const routesWhere = (test: (route: Route) => boolean): Route[] => routes.filter(test);
const shareOf = (some: readonly Route[]): number => some.reduce((sum, route) => sum + route.share, 0);
const names = (some: readonly Route[]): string[] => some.map((route) => route.id);
const busyOnes = (keys: readonly string[], routesOf: (key: string) => Route[]): string[] =>
  [...new Set(keys)].filter((key) => shareOf(routesOf(key)) >= busy);

const ofProvider = (name: string) => routesWhere((route) => route.provider.name === name);
const toDestination = (country: string) => routesWhere((route) => route.destination === country);
const bySender = (name: string) =>
  routesWhere((route) => route.provider.name === name || route.lastMile.name === name);

const busyProviders = () =>
  busyOnes(
    routes.map((route) => route.provider.name),
    ofProvider,
  );
const busyDestinations = () =>
  busyOnes(
    routes.map((route) => route.destination),
    toDestination,
  );
const busyFlights = () => routesWhere((route) => route.mode === 'economy_air' && route.share >= busy);
const busySenders = () =>
  busyOnes(
    routes.flatMap((route) => [route.provider.name, route.lastMile.name]),
    bySender,
  );

const feedOutage = (window: Window, sender: string): Incident => ({
  ...window,
  kind: 'feed_silence',
  speed: 1,
  silent: sender,
  scope: {
    carriers: [sender],
    legs: [],
    originCountry: 'CN',
    destinationCountries: bySender(sender).map((route) => route.destination),
    routeIds: names(bySender(sender)),
    unitIds: [],
  },
  slows: () => false,
});

const customsSlowdown = (window: Window, country: string, speed: number): Incident => ({
  ...window,
  kind: 'customs_slowdown',
  speed,
  silent: null,
  scope: {
    carriers: toDestination(country).flatMap((route) => [
      route.provider.name,
      route.lastMile.name,
      route.companies.import_customs.name,
    ]),
    legs: ['import_customs'],
    originCountry: 'CN',
    destinationCountries: [country],
    routeIds: names(toDestination(country)),
    unitIds: [],
  },
  slows: (route, stage) => route.destination === country && stage === 'import_customs',
});

/** The last mile of a country: strikes, snow. */
const laneSlowdown = (window: Window, country: string, speed: number): Incident => ({
  ...window,
  kind: 'lane_slowdown',
  speed,
  silent: null,
  scope: {
    carriers: toDestination(country).map((route) => route.lastMile.name),
    legs: ['last_mile'],
    originCountry: 'CN',
    destinationCountries: [country],
    routeIds: names(toDestination(country)),
    unitIds: [],
  },
  slows: (route, stage) => route.destination === country && stage === 'last_mile',
});

/** A provider stands still before the trunk line, on all its routes. */
const providerFailure = (window: Window, provider: string, speed: number): Incident => ({
  ...window,
  kind: 'provider_failure',
  speed,
  silent: null,
  scope: {
    carriers: [
      provider,
      ...ofProvider(provider).flatMap((route) =>
        Object.values(route.companies).map((company) => company.name),
      ),
    ],
    // A wait is told as the leg that takes over.
    legs: beforeTrunk.map((stage) => (stage === 'awaiting_uplift' ? 'trunk_line' : stage)),
    originCountry: 'CN',
    destinationCountries: ofProvider(provider).map((route) => route.destination),
    routeIds: names(ofProvider(provider)),
    unitIds: [],
  },
  slows: (route, stage) => route.provider.name === provider && beforeTrunk.includes(stage),
});

/** The next of a route's flights stands still somewhere on its way, with all that is on board. */
function stoppedUnit({ index, from }: Window, route: Route, lasts: number): Incident {
  const { externalId, departs } = departureAfter(route, from);
  const stops = departs + 10 * hour;
  return {
    index,
    kind: 'unit_stopped',
    from: stops,
    to: Math.round(stops + lasts),
    speed: 1,
    silent: null,
    scope: {
      carriers: [route.provider.name, route.companies.trunk_line.name],
      legs: ['trunk_line'],
      originCountry: 'CN',
      destinationCountries: [route.destination],
      routeIds: [route.id],
      unitIds: [externalId],
    },
    slows: () => false,
  };
}
