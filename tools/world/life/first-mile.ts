import { quantile, type DwellLaw } from '../random/dwell-law.ts';
import { between, happens } from '../random/draws-of.ts';
import { hour } from '../wire/instants.ts';
import type { Journey } from './journey.ts';

/** Hours from the announced hand-over to the first scan. */
const untilPickup: DwellLaw = { median: 7, p90: 18, tail: 5 };

/** From the label to the warehouse. */
export function collect(journey: Journey): void {
  const { draws, fate } = journey;
  if (happens(draws, 0.7)) journey.happen('label_created', 'collection');
  if (fate === 'never_scanned') {
    journey.ended = true;
    return;
  }
  if (fate === 'late_first_scan') journey.pass(60, 140);
  else journey.now += Math.round(quantile(untilPickup, draws.next()) * hour);
  if (fate === 'pickup_failed') {
    journey.happen('pickup_failed', 'collection', { reason: 'merchant' });
    journey.pass(18, 30);
  }
  const droppedOff = happens(draws, 0.2);
  journey.happen(droppedOff ? 'dropped_off' : 'picked_up', 'collection', { begins: 'collection' });
  if (journey.stay('collection') === null) return;
  journey.happen('arrived_at_warehouse', 'warehousing', { begins: 'warehousing' });
}

/** In the warehouse: weighed, sorted, and customs where they are done from here. */
export function store(journey: Journey, declaredWeightGrams: number): void {
  const { draws, fate, route } = journey;
  const rejected = fate === 'warehouse_rejected';
  const stay = journey.stay('warehousing', rejected ? between(draws, 50, 110) : 0);
  if (stay === null) return;
  const at = (part: number) => stay.from + part * (stay.to - stay.from);
  const wrong = fate === 'weight_mismatch' ? between(draws, 1.5, 2.5) : between(draws, 0.97, 1.03);
  const weightGrams = Math.round(declaredWeightGrams * wrong + (fate === 'weight_mismatch' ? 120 : 0));
  journey.happenAt(at(0.1), 'weighed', 'warehousing', { weightGrams });
  journey.happenAt(at(0.4), 'sorted', 'warehousing');
  if (rejected) {
    journey.happenAt(at(0.15), 'warehouse_rejected', 'warehousing', { reason: 'prohibited' });
    if (happens(draws, 0.5)) {
      journey.happen('returning', 'warehousing', { reason: 'prohibited' });
      journey.pass(24, 72);
      journey.extendStay();
      journey.happen('returned', 'warehousing');
      journey.ended = true;
      return;
    }
  }
  const mustStayInCustoms =
    fate === 'export_held' || fate === 'export_rejected' || journey.doomedStage === 'export_customs';
  const precleared = happens(draws, route.precleared.export) && !mustStayInCustoms;
  if (precleared) {
    journey.happenAt(at(0.5), 'export_customs_started', 'export_customs');
    journey.happenAt(at(0.8), 'export_customs_released', 'export_customs');
  }
  journey.happen('departed_warehouse', 'warehousing', { begins: 'awaiting_uplift' });
  if (!precleared) clearExport(journey);
}

function clearExport(journey: Journey): void {
  const { draws, fate } = journey;
  journey.pass(0.5, 2);
  journey.happen('export_customs_started', 'export_customs', { begins: 'export_customs' });
  const held = fate === 'export_held';
  const stay = journey.stay('export_customs', held ? between(draws, 48, 170) : 0);
  if (stay === null) return;
  if (held)
    journey.happenAt(stay.from + hour, 'export_customs_held', 'export_customs', { reason: 'documents' });
  if (fate === 'export_rejected') {
    journey.happen('export_customs_rejected', 'export_customs', { reason: 'prohibited' });
    journey.pass(24, 90);
    journey.extendStay();
    journey.happen('returned', 'warehousing');
    journey.ended = true;
    return;
  }
  journey.happen('export_customs_released', 'export_customs', { begins: 'awaiting_uplift' });
}
