import { everyDay } from '../../calendar/working-calendar.ts';
import { defineLeg } from '../leg.ts';

/** From the seller's door to the consolidation warehouse. */
export const collection = defineLeg({
  leg: 'collection',
  part: 'collect',
  begins: ['picked_up', 'dropped_off'],
  ends: 'arrived_at_warehouse',
  handsOverTo: ['warehousing'],
  priorDwell: { p50Hours: 18, p95Hours: 60 },
  calendar: everyDay,
  milestones: [
    { name: 'label_created', kind: 'progress', physical: false },
    { name: 'pickup_failed', kind: 'trouble', physical: false },
    { name: 'picked_up', kind: 'progress', physical: true },
    { name: 'dropped_off', kind: 'progress', physical: true },
  ],
  transitions: [
    { machine: 'journey', on: ['picked_up', 'dropped_off'], from: ['not_started'], to: 'collection' },
  ],
  stateless: ['label_created', 'pickup_failed'],
  troubles: [{ told: 'pickup_failed', until: ['picked_up', 'dropped_off', 'left'] }],
});
