import { routes, type Route } from '../geography/routes.ts';
import { worldBegins } from '../geography/places.ts';
import { between, drawsOf, happens } from '../random/draws-of.ts';
import { day, hour, type Instant } from '../wire/instants.ts';
import type { Stage } from '../wire/words.ts';
import { drawFate, type Fate, type Shares } from './fates.ts';
import { plantIncidents, type Incident, type IncidentPlan } from './incidents.ts';
import { Flights } from './flights.ts';
import { Journey } from './journey.ts';
import type { Order, Parcel, TrackingNumber } from './life.ts';
import { doomedStageOf, live } from './live.ts';
import { s10 } from './numbers.ts';

export interface WorldPlan {
  readonly seed: number;
  /** Outbound parcels; replacements of lost ones come on top. */
  readonly parcels: number;
  readonly days: number;
  readonly shares: Shares;
  readonly incidents: IncidentPlan;
  /** Whether parcels travel in units, of which the system is told. */
  readonly units: boolean;
}

export interface World {
  readonly plan: WorldPlan;
  readonly begins: Instant;
  /** When the play stops; lives go on, so that every parcel's true end is known. */
  readonly ends: Instant;
  readonly orders: readonly Order[];
  /** By their index. */
  readonly parcels: readonly Parcel[];
  readonly incidents: readonly Incident[];
}

/** The same plan makes the same world. Orders come over all days, fewer at weekends. */
export function makeWorld(plan: WorldPlan): World {
  return worldWith(plan, plantIncidents(plan.seed, worldBegins, plan.days, plan.incidents, plan.units));
}

/** The world as it would be with these incidents: all else is drawn as ever. */
export function worldWith(plan: WorldPlan, incidents: readonly Incident[]): World {
  const { seed, days } = plan;
  const flights = plan.units ? new Flights(seed, incidents) : null;
  const around = { incidents, flights };
  const orders: Order[] = [];
  const parcels: Parcel[] = [];
  let outbound = 0;
  while (outbound < plan.parcels) {
    const order = makeOrder(plan, orders.length, plan.parcels - outbound, parcels.length, around);
    outbound += order.parcels.filter((parcel) => parcel.purpose === 'outbound').length;
    orders.push(order);
    parcels.push(...order.parcels);
  }
  return { plan, begins: worldBegins, ends: worldBegins + days * day, orders, parcels, incidents };
}

/** What all parcels of a world meet. */
interface Around {
  readonly incidents: readonly Incident[];
  readonly flights: Flights | null;
}

/** What is planted on an order as a whole, not on a parcel. */
const ofOrders: ReadonlySet<Fate> = new Set<Fate>([
  'never_dispatched',
  'late_dispatch',
  'cancelled_early',
  'cancelled_in_flight',
]);
const withoutParcels: ReadonlySet<Fate> = new Set<Fate>(['never_dispatched', 'cancelled_early']);

function makeOrder(
  { seed, days, shares }: WorldPlan,
  index: number,
  mayHave: number,
  firstParcel: number,
  around: Around,
): Order {
  const draws = drawsOf(seed, 'order', index);
  const route = draws.pick(routes.map((one) => [one, one.share] as const));
  const fate = drawFate(draws, shares, route);
  const placedAt = Math.round(worldBegins + orderTime(draws, days));
  const split = mayHave > 1 && !ofOrders.has(fate) && happens(draws, 0.08);
  const price = Math.round(between(draws, 12, 120));
  const promised = happens(draws, 0.94);
  const ownShipBy = happens(draws, 0.2) ? placedAt + Math.round(between(draws, 60, 96)) * hour : null;
  const parcels: Parcel[] = [];
  const order: { -readonly [Key in keyof Order]: Order[Key] } = {
    index,
    externalId: `W${seed}-${index + 1}`,
    route,
    placedAt,
    promisedAt: promised ? placedAt + route.promisedDays * day : null,
    shipBy: ownShipBy,
    price,
    skus: split ? [`SKU-${index % 40}-A`, `SKU-${index % 40}-B`] : [`SKU-${index % 40}-A`],
    fate: ofOrders.has(fate) ? fate : null,
    cancelledAt: fate === 'cancelled_early' ? placedAt + Math.round(between(draws, 1, 5) * hour) : null,
    parcels,
  };
  if (withoutParcels.has(fate)) return order;
  for (const [place, sku] of order.skus.entries()) {
    const own = place === 0 ? fate : drawFate(drawsOf(seed, 'fate', firstParcel + place), shares, route);
    parcels.push(
      makeParcel(seed, order, firstParcel + place, sku, ofOrders.has(own) && place > 0 ? null : own, around),
    );
  }
  const replaced = replacementOf(seed, order, firstParcel + parcels.length, around);
  if (replaced) parcels.push(replaced);
  order.cancelledAt ??= cancelledInFlight(draws, order);
  return order;
}

/** Hours of a week are weighed: an order placed at the weekend is kept with 70%. */
function orderTime(draws: ReturnType<typeof drawsOf>, days: number): number {
  for (;;) {
    const at = draws.next() * days * day;
    const weekday = new Date(worldBegins + at).getUTCDay();
    if ((weekday !== 0 && weekday !== 6) || happens(draws, 0.7)) return at;
  }
}

function cancelledInFlight(draws: ReturnType<typeof drawsOf>, order: Order): Instant | null {
  const [parcel] = order.parcels;
  const moves = parcel?.happenings.find((one) => one.begins === 'collection');
  if (order.fate !== 'cancelled_in_flight' || !parcel || !moves) return null;
  const last = parcel.happenings.at(-1)?.at ?? moves.at;
  return Math.round(moves.at + between(draws, 0.1, 0.6) * (last - moves.at));
}

/** A lost parcel whose loss was told is sent again for half of the orders. */
function replacementOf(seed: number, order: Order, index: number, around: Around): Parcel | null {
  const lost = order.parcels.find((parcel) => parcel.happenings.at(-1)?.milestone === 'lost');
  const draws = drawsOf(seed, 'replacement', order.index);
  if (!lost || !happens(draws, 0.5)) return null;
  return makeParcel(seed, order, index, lost.sku, null, around, lost);
}

function makeParcel(
  seed: number,
  order: Order,
  index: number,
  sku: string,
  fate: Fate,
  around: Around,
  replaces: Parcel | null = null,
): Parcel {
  const draws = drawsOf(seed, 'parcel', index);
  const { route } = order;
  const begun = (replaces?.happenings.at(-1)?.at ?? order.placedAt) + (replaces ? day : 0);
  const labelled = begun + between(draws, 2, 14) * hour;
  const waited = fate === 'late_dispatch' ? between(draws, 80, 200) * hour : 0;
  const handedOver = Math.round(labelled + waited + between(draws, 2, 10) * hour);
  // Some merchants register only when the carrier has long had the parcel.
  const registeredLate = fate === null && happens(draws, 0.02);
  const registeredAt = Math.round(
    registeredLate ? handedOver + between(draws, 20, 50) * hour : labelled + waited,
  );
  const declaredWeightGrams = Math.round(between(draws, 150, 2_500));
  const doomed = fate === 'stopped' || fate === 'lost_untold' || fate === 'lost_told';
  const doomedStage: Stage | null = doomed ? doomedStageOf(draws, route) : null;
  const journey = new Journey(route, handedOver, fate, draws, around.incidents, doomedStage, around.flights);
  live(journey, declaredWeightGrams);
  return {
    index,
    order,
    purpose: replaces ? 'replacement' : 'outbound',
    replaces,
    registeredAt,
    shippedAt: happens(draws, 0.8) ? handedOver : null,
    numbers: numbersOf(route, index, journey, registeredAt),
    declaredWeightGrams,
    sku,
    fate,
    happenings: journey.happenings,
    stays: journey.stays,
    deliveredAt: journey.deliveredAt,
    lostAt: journey.lostAt,
    boarded: journey.boarded,
  };
}

/**
 * The provider's number, and the last mile's: its own one, or the same under another carrier. Aggregators find a
 * parcel by its number alone.
 */
function numbersOf(
  route: Route,
  index: number,
  journey: Journey,
  registeredAt: Instant,
): readonly TrackingNumber[] {
  const first = { number: s10('LW', index, 'CN'), sender: route.provider, knownAt: registeredAt };
  const flight = journey.happenings.find((one) => one.milestone === 'handed_to_linehaul');
  if (!flight || (!route.ownLastMileNumber && route.lastMile.channel === '17track')) return [first];
  const number = route.ownLastMileNumber ? s10('CW', index, route.destination) : first.number;
  const knownAt = Math.max(flight.at + 2 * hour, registeredAt);
  return [first, { number, sender: route.lastMile, knownAt }];
}
