import { badInputAt } from '../feed/bad-input.ts';
import { tellingsOf } from '../feed/tell.ts';
import type { Telling } from '../feed/telling.ts';
import type { Flight } from '../life/flights.ts';
import type { Order, Parcel, TrackingNumber } from '../life/life.ts';
import type { World } from '../life/world.ts';
import { day, hour, type Instant } from '../wire/instants.ts';

/** What is done at the end of one step of the clock: what happened in it, in this order. */
export interface Step {
  readonly at: Instant;
  readonly orders: Order[];
  readonly parcels: Parcel[];
  readonly numbers: { readonly parcel: Parcel; readonly number: TrackingNumber }[];
  readonly tellings: Telling[];
  /** Units that are booked; parcels of which it is told now what they travel in; and what was told of units: one telling each. */
  readonly booked: Flight[];
  readonly boarded: Parcel[];
  readonly ofUnits: Telling[];
  /** Parcels about which nonsense is sent. */
  readonly nonsense: Parcel[];
  readonly cancelled: Order[];
}

/** Longer than any parcel waits for its departure. */
const bookedBefore = 8 * day;

/** All steps of a world in order of time. What would be told after its end is left out. */
export function scheduleOf(world: World, stepHours: number): Step[] {
  const { begins, ends, orders, parcels, incidents, plan } = world;
  const count = Math.ceil((ends - begins) / (stepHours * hour));
  const steps = Array.from({ length: count }, (_, index): Step => ({
    at: Math.min(ends, begins + (index + 1) * stepHours * hour),
    orders: [],
    parcels: [],
    numbers: [],
    tellings: [],
    booked: [],
    boarded: [],
    ofUnits: [],
    nonsense: [],
    cancelled: [],
  }));
  const ofUnits = new Set<string>();
  const stepOf = (at: Instant): Step | undefined => steps[Math.floor((at - begins) / (stepHours * hour))];
  for (const order of orders) {
    stepOf(order.placedAt)?.orders.push(order);
    if (order.cancelledAt !== null) stepOf(order.cancelledAt)?.cancelled.push(order);
  }
  for (const parcel of parcels) {
    stepOf(parcel.registeredAt)?.parcels.push(parcel);
    for (const number of parcel.numbers.slice(1)) stepOf(number.knownAt)?.numbers.push({ parcel, number });
    if (parcel.fate === 'bad_input') stepOf(badInputAt(parcel))?.nonsense.push(parcel);
    if (parcel.boarded) stepOf(Math.max(parcel.boarded.toldAt, parcel.registeredAt))?.boarded.push(parcel);
    for (const telling of tellingsOf(parcel, plan.seed, incidents)) {
      if (telling.unit) {
        const { flight, sentAt } = telling.unit;
        const key = `${flight.externalId} ${telling.milestone}`;
        if (!ofUnits.has(key)) stepOf(sentAt)?.ofUnits.push(telling);
        ofUnits.add(key);
        continue;
      }
      stepOf(telling.sentAt)?.tellings.push(telling);
      if (telling.againAt !== null) stepOf(telling.againAt)?.tellings.push(telling);
    }
  }
  for (const flight of new Set(parcels.flatMap((parcel) => parcel.boarded?.flight ?? [])))
    stepOf(Math.max(begins, flight.departs - bookedBefore))?.booked.push(flight);
  for (const step of steps) step.tellings.sort((a, b) => a.sentAt - b.sentAt);
  return steps;
}
