import { everyDay } from '../../calendar/working-calendar.ts';
import { defineLeg } from '../leg.ts';

/** The export declaration. It never moves the parcel: it becomes the current leg only of a parcel that waits for it. */
export const exportCustoms = defineLeg({
  leg: 'export_customs',
  part: 'customs',
  begins: ['export_customs_started'],
  ends: 'export_customs_released',
  handsOverTo: ['awaiting_uplift'],
  priorDwell: { p50Hours: 10, p95Hours: 48 },
  calendar: everyDay,
  milestones: [
    { name: 'export_customs_started', kind: 'progress', physical: false },
    { name: 'export_customs_held', kind: 'trouble', physical: false },
    { name: 'export_customs_released', kind: 'progress', physical: false },
    { name: 'export_customs_rejected', kind: 'trouble', physical: false },
  ],
  transitions: [
    {
      machine: 'export_clearance',
      on: ['export_customs_started'],
      from: ['not_started', 'rejected'],
      to: 'in_clearance',
    },
    {
      machine: 'export_clearance',
      on: ['export_customs_held'],
      from: ['not_started', 'in_clearance', 'released', 'rejected'],
      to: 'held',
    },
    {
      machine: 'export_clearance',
      on: ['export_customs_released'],
      from: ['not_started', 'in_clearance', 'held', 'rejected'],
      to: 'released',
    },
    {
      machine: 'export_clearance',
      on: ['export_customs_rejected'],
      from: ['not_started', 'in_clearance', 'held', 'released'],
      to: 'rejected',
    },
    { machine: 'outcome', on: ['export_customs_rejected'], from: ['under_way'], to: 'customs_rejected' },
    { machine: 'outcome', on: ['export_customs_released'], from: ['customs_rejected'], to: 'under_way' },
  ],
  stateless: [],
});
