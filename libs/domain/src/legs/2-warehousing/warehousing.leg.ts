import { everyDay } from '../../calendar/working-calendar.ts';
import { defineLeg } from '../leg.ts';

/** In the consolidation warehouse: weighed, sorted, bagged. */
export const warehousing = defineLeg({
  leg: 'warehousing',
  part: 'store',
  begins: ['arrived_at_warehouse'],
  ends: 'departed_warehouse',
  handsOverTo: ['export_customs', 'awaiting_uplift', 'awaiting_injection'],
  priorDwell: { p50Hours: 14, p95Hours: 60 },
  calendar: everyDay,
  milestones: [
    { name: 'arrived_at_warehouse', kind: 'progress', physical: true },
    { name: 'weighed', kind: 'progress', physical: true },
    { name: 'warehouse_rejected', kind: 'trouble', physical: true },
    { name: 'sorted', kind: 'progress', physical: true },
    { name: 'departed_warehouse', kind: 'progress', physical: true },
  ],
  transitions: [
    {
      machine: 'journey',
      on: ['arrived_at_warehouse', 'weighed', 'sorted', 'warehouse_rejected'],
      from: ['not_started', 'collection'],
      to: 'warehousing',
    },
    {
      machine: 'journey',
      on: ['departed_warehouse'],
      from: ['not_started', 'collection', 'warehousing'],
      to: 'awaiting_uplift',
      lane: 'cross_border',
    },
    {
      machine: 'journey',
      on: ['departed_warehouse'],
      from: ['not_started', 'collection', 'warehousing'],
      to: 'awaiting_injection',
      lane: 'domestic',
    },
  ],
  stateless: [],
  troubles: [{ told: 'warehouse_rejected', until: ['departed_warehouse', 'left'] }],
});
