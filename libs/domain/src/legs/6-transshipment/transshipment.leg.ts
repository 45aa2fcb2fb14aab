import { everyDay } from '../../calendar/working-calendar.ts';
import { defineLeg } from '../leg.ts';

/**
 * Through a transit hub. A hub may lie before the uplift (South China by Hong Kong), on the way (Liege, then France)
 * or behind the destination's border: each place has its own position, so that leaving it leads to the right next one.
 */
export const transshipment = defineLeg({
  leg: 'transshipment',
  part: 'deliver',
  begins: ['arrived_at_transit_hub'],
  ends: 'departed_transit_hub',
  handsOverTo: ['awaiting_uplift', 'trunk_line', 'awaiting_injection'],
  priorDwell: { p50Hours: 20, p95Hours: 72 },
  calendar: everyDay,
  milestones: [
    { name: 'arrived_at_transit_hub', kind: 'progress', physical: true },
    { name: 'departed_transit_hub', kind: 'progress', physical: true },
  ],
  transitions: [
    {
      machine: 'journey',
      on: ['arrived_at_transit_hub'],
      from: ['not_started', 'collection', 'warehousing', 'awaiting_uplift'],
      to: 'hub_before_uplift',
    },
    { machine: 'journey', on: ['arrived_at_transit_hub'], from: ['trunk_line'], to: 'hub_en_route' },
    {
      machine: 'journey',
      on: ['arrived_at_transit_hub'],
      from: ['awaiting_injection'],
      to: 'hub_after_arrival',
    },
    {
      machine: 'journey',
      on: ['departed_transit_hub'],
      from: ['not_started', 'collection', 'warehousing', 'hub_before_uplift'],
      to: 'awaiting_uplift',
      lane: 'cross_border',
    },
    {
      machine: 'journey',
      on: ['departed_transit_hub'],
      from: ['not_started', 'collection', 'warehousing', 'hub_before_uplift'],
      to: 'awaiting_injection',
      lane: 'domestic',
    },
    { machine: 'journey', on: ['departed_transit_hub'], from: ['hub_en_route'], to: 'trunk_line' },
    {
      machine: 'journey',
      on: ['departed_transit_hub'],
      from: ['hub_after_arrival'],
      to: 'awaiting_injection',
    },
  ],
  stateless: [],
});
