import { between, happens } from '../random/draws-of.ts';
import { hour } from '../wire/instants.ts';
import type { Journey } from './journey.ts';

const wrongCountries = ['AE', 'KR', 'TR', 'NL'] as const;

/** From the warehouse's door to the destination country, by a hub abroad where the route has one. */
export function fly(journey: Journey): void {
  const { draws, fate, route } = journey;
  if (journey.stay('awaiting_uplift') === null) return;
  const handedOver = journey.now;
  journey.happen('handed_to_linehaul', 'trunk_line', { begins: 'trunk_line' });
  if (fate === 'security_rejected' && !passesSecurity(journey)) {
    journey.linger('trunk_line', handedOver);
    return;
  }

  const delayed = fate === 'carrier_delay' && happens(draws, 0.6);
  const astray = fate === 'wrong_country';
  const boarded = journey.board();
  const stay = boarded ?? journey.stay('trunk_line', delayed || astray ? between(draws, 24, 72) : 0);
  if (stay === null) return;
  const unit = boarded ? { unit: boarded.flight } : {};
  if (fate === 'security_rejected') journey.linger('trunk_line', handedOver);
  const at = (part: number) => stay.from + part * (stay.to - stay.from);
  const departs = boarded ? boarded.flight.departs + 3 * hour : at(0.15);
  journey.happenAt(departs, 'departed_origin_country', 'trunk_line', unit);
  if (delayed) journey.happenAt(at(0.4), 'trunk_delayed', 'trunk_line', { reason: 'weather' });
  if (astray) {
    const country = draws.pick(wrongCountries.map((one) => [one, 1] as const));
    journey.happenAt(at(0.6), 'arrived_at_facility', 'trunk_line', { country, facility: `${country} hub` });
  }
  if (route.hub === 'before_import') {
    const hub = { facility: journey.facility('transshipment') };
    journey.happen('arrived_at_transit_hub', 'transshipment', {
      ...hub,
      ...unit,
      begins: 'transshipment',
    });
    if (journey.stay('transshipment') === null) return;
    journey.happen('departed_transit_hub', 'transshipment', { ...hub, begins: 'awaiting_injection' });
    journey.pass(6, 14);
  }
  journey.happen('arrived_in_destination_country', 'trunk_line', {
    country: route.destination,
    begins: 'awaiting_injection',
    ...(route.hub !== 'before_import' && unit),
  });
}

/** Half of those that security takes out fly some days later; the others go back to the merchant. */
function passesSecurity(journey: Journey): boolean {
  const { draws } = journey;
  journey.pass(2, 6);
  journey.happen('security_rejected', 'trunk_line', { reason: 'security' });
  if (happens(draws, 0.5)) {
    journey.pass(40, 90);
    journey.happen('handed_to_linehaul', 'trunk_line', { begins: 'trunk_line' });
    return true;
  }
  journey.pass(12, 36);
  journey.happen('returning', 'warehousing', { reason: 'security' });
  journey.pass(48, 120);
  journey.happen('returned', 'warehousing');
  journey.ended = true;
  return false;
}

/** Whether a parcel's import was cleared before it arrived; what was cleared is written into its flight. */
export function precleared(journey: Journey): boolean {
  const { draws, fate, route, stays } = journey;
  const mustStay =
    journey.doomedStage === 'import_customs' ||
    ['import_held', 'import_rejected', 'duty_unpaid', 'ddp_breach', 'destroyed'].includes(fate ?? '');
  if (mustStay || !happens(draws, route.precleared.import)) return false;
  const flight = stays.findLast((stay) => stay.stage === 'trunk_line');
  if (!flight?.to) throw new Error('only what has flown has arrived');
  const length = flight.to - flight.from;
  journey.happenAt(flight.from + 0.6 * length, 'import_customs_started', 'import_customs');
  journey.happenAt(
    Math.max(flight.from + 0.6 * length + hour / 2, flight.to - 6 * hour),
    'import_customs_released',
    'import_customs',
  );
  return true;
}
