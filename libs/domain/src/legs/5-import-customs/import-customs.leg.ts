import { everyDay } from '../../calendar/working-calendar.ts';
import { defineLeg } from '../leg.ts';

/** The import declaration and its duty. Cleared before landing, it costs the parcel no time at all. */
export const importCustoms = defineLeg({
  leg: 'import_customs',
  part: 'customs',
  begins: ['import_customs_started'],
  ends: 'import_customs_released',
  handsOverTo: ['transshipment', 'awaiting_injection'],
  priorDwell: { p50Hours: 14, p95Hours: 72 },
  calendar: everyDay,
  milestones: [
    { name: 'import_customs_started', kind: 'progress', physical: false },
    { name: 'duty_requested', kind: 'trouble', physical: false },
    { name: 'import_customs_held', kind: 'trouble', physical: false },
    { name: 'duty_paid', kind: 'progress', physical: false },
    { name: 'import_customs_released', kind: 'progress', physical: false },
    { name: 'import_customs_rejected', kind: 'trouble', physical: false },
  ],
  transitions: [
    {
      machine: 'import_clearance',
      on: ['import_customs_started'],
      from: ['not_started', 'rejected'],
      to: 'in_clearance',
    },
    { machine: 'import_clearance', on: ['duty_requested'], from: ['not_started'], to: 'in_clearance' },
    {
      machine: 'import_clearance',
      on: ['import_customs_held'],
      from: ['not_started', 'in_clearance', 'released', 'rejected'],
      to: 'held',
    },
    {
      machine: 'import_clearance',
      on: ['import_customs_released'],
      from: ['not_started', 'in_clearance', 'held', 'rejected'],
      to: 'released',
    },
    {
      machine: 'import_clearance',
      on: ['import_customs_rejected'],
      from: ['not_started', 'in_clearance', 'held', 'released'],
      to: 'rejected',
    },
    { machine: 'duty', on: ['duty_requested'], from: ['none', 'paid'], to: 'requested' },
    { machine: 'duty', on: ['duty_paid'], from: ['none', 'requested'], to: 'paid' },
    { machine: 'outcome', on: ['import_customs_rejected'], from: ['under_way'], to: 'customs_rejected' },
    { machine: 'outcome', on: ['import_customs_released'], from: ['customs_rejected'], to: 'under_way' },
  ],
  stateless: [],
});
