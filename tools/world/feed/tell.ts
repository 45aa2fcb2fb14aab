import type { Draws } from '../../demo/random.ts';
import type { Flight } from '../life/flights.ts';
import type { Incident } from '../life/incidents.ts';
import type { Happening, Parcel } from '../life/life.ts';
import { quantile } from '../random/dwell-law.ts';
import { between, drawsOf, happens } from '../random/draws-of.ts';
import { hour, type Instant } from '../wire/instants.ts';
import type { Milestone } from '../wire/words.ts';
import { isClear } from './aggregator-codes.ts';
import type { Telling } from './telling.ts';

/** Scans that may be forgotten or blurred. Troubles, deliveries and what a consumer must do are always told. */
const movementOf: Readonly<Partial<Record<Milestone, Milestone>>> = {
  picked_up: 'in_transit',
  dropped_off: 'in_transit',
  arrived_at_warehouse: 'arrived_at_facility',
  sorted: 'in_transit',
  departed_warehouse: 'departed_facility',
  export_customs_started: 'in_transit',
  export_customs_released: 'in_transit',
  handed_to_linehaul: 'departed_facility',
  departed_origin_country: 'in_transit',
  arrived_in_destination_country: 'arrived_at_facility',
  import_customs_started: 'in_transit',
  import_customs_released: 'in_transit',
  arrived_at_transit_hub: 'arrived_at_facility',
  departed_transit_hub: 'departed_facility',
  arrived_at_delivery_depot: 'arrived_at_facility',
  out_for_delivery: 'in_transit',
};

/** A told lag is seldom much longer than its P90: companies that forget for days forget for good. */
const lagTail = 4;

/** What is told of a parcel, in the order in which it is sent. */
export function tellingsOf(parcel: Parcel, seed: number, incidents: readonly Incident[]): Telling[] {
  const draws = drawsOf(seed, 'feed', parcel.index);
  return parcel.happenings
    .map((happening) =>
      happening.unit
        ? tellOfUnit(parcel, happening, happening.unit, seed, incidents)
        : tell(parcel, happening, draws, incidents),
    )
    .filter((telling) => telling !== null)
    .sort((a, b) => a.sentAt - b.sentAt);
}

function tell(
  parcel: Parcel,
  happening: Happening,
  draws: Draws,
  incidents: readonly Incident[],
): Telling | null {
  const { route } = parcel.order;
  const { by, milestone } = happening;
  const habits = route.companies[by];
  const byLastMile = by === 'last_mile' || (by === 'transshipment' && route.hub !== 'before_import');
  const sender = byLastMile ? route.lastMile : route.provider;
  const number = parcel.numbers.find((one) => one.sender === sender) ?? parcel.numbers[0];
  if (!number) throw new Error('every parcel has a number');
  const [median, p90] = habits.lag;
  const lag = quantile({ median, p90, tail: lagTail }, draws.next() * 0.999) * hour;
  const dropped = happens(draws, habits.dropped);
  const vague = happens(draws, habits.vague);
  const again = happens(draws, habits.repeated);
  const blurred = movementOf[milestone];
  if (dropped && blurred !== undefined) return null;
  const told = vague && blurred !== undefined ? blurred : milestone;
  const usuallyAt = Math.round(happening.at + lag);
  const sentAt = heardAgainAt(usuallyAt, sender.name, incidents, draws);
  const aggregated = sender.channel === '17track';
  return {
    parcel,
    happening,
    sender,
    number: number.number,
    milestone: told,
    clear: told === milestone && (!aggregated || isClear(milestone)),
    unit: null,
    usuallyAt,
    sentAt,
    againAt: again && !aggregated ? Math.round(sentAt + between(draws, 6, 48) * hour) : null,
  };
}

/** What happened to a unit is told of it once, and never forgotten; a parcel put into it later hears it then. */
function tellOfUnit(
  parcel: Parcel,
  happening: Happening,
  flight: Flight,
  seed: number,
  incidents: readonly Incident[],
): Telling {
  const { route } = parcel.order;
  const [first] = parcel.numbers;
  if (!first) throw new Error('every parcel has a number');
  const draws = drawsOf(seed, 'feed', flight.externalId, happening.milestone);
  const [median, p90] = route.companies[happening.by].lag;
  const lag = quantile({ median, p90, tail: lagTail }, draws.next() * 0.999) * hour;
  const usually = Math.round(happening.at + lag);
  const sentAt = heardAgainAt(usually, route.provider.name, incidents, draws);
  const joined = Math.max(parcel.boarded?.toldAt ?? 0, parcel.registeredAt);
  return {
    parcel,
    happening,
    sender: route.provider,
    number: first.number,
    milestone: happening.milestone,
    clear: true,
    unit: { flight, sentAt },
    usuallyAt: Math.max(usually, joined),
    sentAt: Math.max(sentAt, joined),
    againAt: null,
  };
}

/** What falls into an outage of its sender's feed comes in the burst after it, within the hour. */
function heardAgainAt(at: Instant, sender: string, incidents: readonly Incident[], draws: Draws): Instant {
  const outage = incidents.find((one) => one.silent === sender && one.from <= at && at < one.to);
  return outage ? Math.round(outage.to + draws.next() * hour) : at;
}
