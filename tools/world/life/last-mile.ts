import { between, happens } from '../random/draws-of.ts';
import { day, hour, type Instant } from '../wire/instants.ts';
import { comeBack } from './come-back.ts';
import type { Journey } from './journey.ts';

/** Where "delivered" is told by mistake. */
const elsewhere = { US: 'CA', DE: 'AT', FR: 'ES', GB: 'IE', BR: 'AR', SA: 'AE' } as const;

/** From the release to the last depot, by a hub where the parcel needs one. */
export function inject(journey: Journey): void {
  const { draws, fate, route } = journey;
  if (journey.stay('awaiting_injection') === null) return;
  const byHub = happens(draws, 0.6) || journey.doomedStage === 'transshipment';
  if (route.hub === 'after_import' && byHub) {
    journey.happen('arrived_at_transit_hub', 'transshipment', { begins: 'transshipment' });
    if (journey.stay('transshipment') === null) return;
    journey.happen('departed_transit_hub', 'transshipment', { begins: 'awaiting_injection' });
    journey.pass(3, 10);
  }
  if (fate === 'damaged') journey.happen('damaged', 'transshipment', { country: route.destination });
  journey.happen('arrived_at_delivery_depot', 'last_mile', { begins: 'last_mile' });
}

/** From the depot to the door, or wherever it ends. */
export function deliver(journey: Journey): void {
  const { draws, fate, route } = journey;
  const delayed = fate === 'carrier_delay' && !journey.happenings.some(isDelay);
  const stay = journey.stay('last_mile', delayed ? between(draws, 20, 60) : 0);
  if (stay === null) return;
  const outAt: Instant = Math.max(
    stay.from + 0.5 * (stay.to - stay.from),
    stay.to - between(draws, 2, 8) * hour,
  );
  if (delayed)
    journey.happenAt(stay.from + 0.3 * (stay.to - stay.from), 'delayed', 'last_mile', { reason: 'carrier' });
  if (fate === 'third_arrival') goRoundInCircles(journey);
  if (fate === 'uncollected') return waitForConsignee(journey, outAt);
  journey.happenAt(fate === 'third_arrival' ? journey.now - hour : outAt, 'out_for_delivery', 'last_mile');
  switch (fate) {
    case 'address_problem':
      journey.happen('address_problem', 'last_mile', { reason: 'address' });
      goOutAgain(journey, 24, 72);
      break;
    case 'failed_attempts':
      for (
        let attempts = draws.pick([[1, 5] as const, [2, 3] as const, [3, 2] as const]);
        attempts > 0;
        attempts--
      ) {
        journey.happen('delivery_attempted', 'last_mile', { reason: 'consignee' });
        goOutAgain(journey, 20, 44);
      }
      break;
    case 'refused':
      journey.happen('refused', 'last_mile', { reason: 'consignee' });
      journey.pass(10, 40);
      return comeBack(journey, 'last_mile', 'consignee');
    case 'returned_undeliverable':
      journey.happen('delivery_attempted', 'last_mile', { reason: 'consignee' });
      journey.pass(40, 120);
      return comeBack(journey, 'last_mile', 'consignee');
    default:
      if (route.lastMile.storageDays !== undefined && fate === null && happens(draws, 0.06))
        collectSoon(journey, route.lastMile.storageDays);
  }
  handOver(journey);
}

const isDelay = ({ milestone }: { milestone: string }): boolean => milestone === 'trunk_delayed';

function goOutAgain(journey: Journey, least: number, most: number): void {
  journey.pass(least, most);
  journey.happenAt(journey.now - 3 * hour, 'out_for_delivery', 'last_mile');
}

/** Arrives at one facility three times before it goes out. */
function goRoundInCircles(journey: Journey): void {
  const facility = journey.facility('last_mile');
  for (let round = 0; round < 3; round++) {
    journey.happen('arrived_at_facility', 'last_mile', { facility });
    journey.pass(10, 24);
    journey.happen('departed_facility', 'last_mile', { facility });
    journey.pass(6, 14);
  }
}

/** A consignee whom nothing ails fetches his parcel well within half of the storage time. */
function collectSoon(journey: Journey, storageDays: number): void {
  journey.happen('available_for_pickup', 'last_mile');
  journey.pass(3, 0.35 * storageDays * 24);
}

/** Left for more than three quarters of the storage time, then fetched or sent back. */
function waitForConsignee(journey: Journey, from: Instant): void {
  const { draws, route } = journey;
  const storageDays = route.lastMile.storageDays ?? 7;
  journey.happenAt(from, 'available_for_pickup', 'last_mile');
  if (happens(draws, 0.5)) {
    journey.now = Math.round(from + between(draws, 0.75, 0.98) * storageDays * day);
    return handOver(journey);
  }
  journey.now = from + storageDays * day;
  comeBack(journey, 'last_mile', 'consignee');
}

function handOver(journey: Journey): void {
  const { draws, fate, route } = journey;
  const proof = { type: happens(draws, 0.5) ? 'signature' : 'photo' };
  journey.extendStay();
  journey.deliveredAt = Math.round(journey.now);
  journey.ended = true;
  switch (fate) {
    case 'delivered_elsewhere':
      journey.happen('delivered', 'last_mile', { country: elsewhere[route.destination] });
      journey.deliveredAt = null;
      return;
    case 'delivered_before_pickup': {
      const pickedUp = journey.happenings.find((one) => one.begins === 'collection')?.at ?? journey.now;
      journey.happen('delivered', 'last_mile', { saidAt: pickedUp - 20 * hour });
      return;
    }
    case 'moved_after_delivery':
      journey.happen('delivered', 'last_mile', { proof });
      journey.pass(20, 70);
      journey.happen('arrived_at_facility', 'last_mile', { facility: journey.facility('last_mile') });
      return;
    default:
      journey.happen('delivered', 'last_mile', { proof });
  }
}
