import type { Edges } from './edges.ts';
import type { Parcel } from '../life/life.ts';
import type { World } from '../life/world.ts';
import { drawsOf, happens } from '../random/draws-of.ts';
import type { Alarm, AnsweredIncident, Reading } from '../score/answers.ts';
import { day, hour, rfc3339, type Instant } from '../wire/instants.ts';
import { Carriers } from './carriers.ts';
import { Forwarder } from './forwarder.ts';
import { Merchant } from './merchant.ts';
import { Observer } from './observer.ts';
import { openPool } from './open-pool.ts';
import { scheduleOf, type Step } from './schedule.ts';

/** What the system answered in the course of a world, by our parcels and orders. */
export interface Played {
  readonly alarmsOfParcel: (parcel: Parcel) => readonly Alarm[];
  readonly alarmsOfOrder: (order: Parcel['order']) => readonly Alarm[];
  readonly incidents: readonly AnsweredIncident[];
  readonly readings: readonly Reading[];
  readonly eventsSent: number;
  readonly badInput: { planted: number; refused: number; unanswered: number };
}

/** Parcels whose estimate is read once a day. */
const sampledADay = 480;
/** Of the estimates at hand-over, about so many are read. */
const handOversRead = 5_000;

/**
 * Plays a world through the public edges. The clock goes to the end of each step; estimates and incidents are read
 * there, before what happened in the step is told: a system that is to be surprised learns at most one step late.
 */
export async function playWorld(
  client: Edges,
  world: World,
  stepHours: number,
  progress: (done: number, of: number, detail: string) => void,
  signal: AbortSignal,
): Promise<Played> {
  const { plan } = world;
  await client.putClock(rfc3339(world.begins));
  const routes = await openPool(client);
  const merchant = new Merchant(client);
  const forwarder = new Forwarder(client, merchant.parcelIds);
  const observer = new Observer(client, (id) => routes.get(id) ?? forwarder.names.get(id) ?? id);
  const carriers = new Carriers(client, world);
  const steps = scheduleOf(world, stepHours);
  const idsOf = (parcels: readonly Parcel[]): (readonly [Parcel, string])[] =>
    parcels.flatMap((parcel) => {
      const id = merchant.parcelIds.get(parcel);
      return id === undefined ? [] : [[parcel, id] as const];
    });

  let handedOver: Parcel[] = [];
  for (const [index, step] of steps.entries()) {
    signal.throwIfAborted();
    await client.putClock(rfc3339(step.at));
    await observer.readEstimates(idsOf(handedOver), step.at, true);
    if (Math.floor(step.at / day) > Math.floor((step.at - stepHours * hour) / day))
      await observer.readEstimates(idsOf(sampleOf(world, step.at)), step.at, false);
    await observer.lookAtIncidents(step.at);
    handedOver = handOversIn(step, plan.seed, handOversRead / plan.parcels);

    await merchant.placeOrders(step.orders);
    await merchant.registerParcels(step.parcels);
    await merchant.addNumbers(step.numbers);
    await forwarder.book(step.booked);
    await forwarder.load(step.boarded);
    await carriers.tell(step.tellings, step.at);
    await forwarder.tell(step.ofUnits);
    await carriers.tellNonsense(step.nonsense);
    await merchant.cancel(step.cancelled);
    // Told and done: a long world must not be kept twice.
    step.tellings.length = 0;
    progress(index + 1, steps.length, `${rfc3339(step.at).slice(0, 10)}  ${carriers.eventsSent} scans`);
  }
  await client.putClock(rfc3339(world.ends));

  const alarms = await observer.alarms();
  const mistreated = idsOf(world.parcels.filter((parcel) => parcel.fate === 'bad_input'));
  return {
    alarmsOfParcel: (parcel) => alarms.get(merchant.parcelIds.get(parcel) ?? '') ?? [],
    alarmsOfOrder: (order) => alarms.get(merchant.orderIds.get(order) ?? '') ?? [],
    incidents: observer.incidents,
    readings: observer.readings,
    eventsSent: carriers.eventsSent + forwarder.eventsSent,
    badInput: {
      planted: mistreated.length,
      refused: carriers.refused,
      unanswered: await observer.unreadable(mistreated.map(([, id]) => id)),
    },
  };
}

/** Some parcels that are on their way at an instant, and will arrive. */
function sampleOf({ plan, parcels }: World, at: Instant): Parcel[] {
  const draws = drawsOf(plan.seed, 'sample', at);
  const moving = parcels.filter(
    (parcel) =>
      parcel.registeredAt < at &&
      parcel.deliveredAt !== null &&
      parcel.deliveredAt > at &&
      parcel.fate !== 'bad_input' &&
      parcel.fate !== 'delivered_before_pickup',
  );
  return moving.filter(() => happens(draws, sampledADay / moving.length));
}

/** Parcels of which the hand-over to the trunk line is told in this step. */
function handOversIn(step: Step, seed: number, part: number): Parcel[] {
  return step.tellings
    .filter(
      ({ milestone, parcel, happening }) =>
        milestone === 'handed_to_linehaul' &&
        happening.begins === 'trunk_line' &&
        parcel.deliveredAt !== null &&
        parcel.fate !== 'bad_input' &&
        happens(drawsOf(seed, 'hand-over', parcel.index), part),
    )
    .map((telling) => telling.parcel);
}
