import { between, happens } from '../random/draws-of.ts';
import { hour, type Instant } from '../wire/instants.ts';
import { comeBack } from './come-back.ts';
import type { Journey } from './journey.ts';

/** Import customs of what was not cleared on its way. */
export function clearImport(journey: Journey): void {
  const { draws, fate, route } = journey;
  journey.pass(0.5, 3);
  journey.happen('import_customs_started', 'import_customs', { begins: 'import_customs' });
  const duty = dutyOf(journey);
  const held = fate === 'import_held' ? between(draws, 60, 220) : 0;
  const extraHours = held + (duty?.paidAfterHours ?? 0);
  const stay = journey.stay('import_customs', extraHours);
  if (stay === null) return;
  if (held > 0) {
    const reason = happens(draws, 0.7) ? 'documents' : 'duty';
    journey.happenAt(stay.from + 2 * hour, 'import_customs_held', 'import_customs', { reason });
  }
  if (duty) {
    const asked: Instant = stay.from + 3 * hour;
    journey.happenAt(asked, 'duty_requested', 'import_customs', { reason: 'duty' });
    if (!duty.paid) {
      journey.now = Math.round(asked + duty.paidAfterHours * hour);
      return comeBack(journey, 'import_customs', 'duty');
    }
    journey.happenAt(asked + duty.paidAfterHours * hour, 'duty_paid', 'import_customs');
    journey.now = Math.max(journey.now, Math.round(asked + (duty.paidAfterHours + 1) * hour));
    journey.extendStay();
  }
  if (fate === 'import_rejected') {
    journey.happen('import_customs_rejected', 'import_customs', { reason: 'prohibited' });
    journey.pass(20, 60);
    return comeBack(journey, 'import_customs', 'prohibited');
  }
  if (fate === 'destroyed') {
    journey.happen('destroyed', 'import_customs', { reason: 'prohibited', country: route.destination });
    journey.ended = true;
    return;
  }
  journey.happen('import_customs_released', 'import_customs', { begins: 'awaiting_injection' });
}

/** Duty that the consumer is asked for: usual where he pays (DAP), a breach where the route promised to. */
function dutyOf({ draws, fate, route }: Journey): { paidAfterHours: number; paid: boolean } | null {
  if (fate === 'duty_unpaid') {
    const paid = happens(draws, 0.6);
    return { paid, paidAfterHours: paid ? between(draws, 90, 170) : between(draws, 240, 360) };
  }
  if (fate === 'ddp_breach') return { paid: true, paidAfterHours: between(draws, 5, 30) };
  const usual = route.terms === 'DAP' && fate === null && happens(draws, 0.3);
  return usual ? { paid: true, paidAfterHours: between(draws, 2, 28) } : null;
}
