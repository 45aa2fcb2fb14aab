import { everyDay } from '../../calendar/working-calendar.ts';
import { defineLeg } from '../leg.ts';

/** Between the countries: flight, truck, train or ship. It runs day and night. */
export const trunkLine = defineLeg({
  leg: 'trunk_line',
  part: 'trunk',
  begins: ['handed_to_linehaul'],
  ends: 'arrived_in_destination_country',
  handsOverTo: ['import_customs', 'transshipment', 'awaiting_injection'],
  priorDwell: {
    express: { p50Hours: 24, p95Hours: 72 },
    economy_air: { p50Hours: 60, p95Hours: 168 },
    truck: { p50Hours: 360, p95Hours: 600 },
    rail: { p50Hours: 430, p95Hours: 720 },
    ocean: { p50Hours: 530, p95Hours: 1_080 },
  },
  calendar: everyDay,
  milestones: [
    { name: 'handed_to_linehaul', kind: 'progress', physical: true },
    { name: 'security_rejected', kind: 'trouble', physical: true },
    { name: 'departed_origin_country', kind: 'progress', physical: true },
    { name: 'trunk_delayed', kind: 'trouble', physical: false },
    { name: 'arrived_in_destination_country', kind: 'progress', physical: true },
  ],
  transitions: [
    {
      machine: 'journey',
      on: ['handed_to_linehaul', 'departed_origin_country', 'security_rejected'],
      from: ['not_started', 'collection', 'warehousing', 'awaiting_uplift', 'hub_before_uplift'],
      to: 'trunk_line',
      lane: 'cross_border',
    },
    {
      machine: 'journey',
      on: ['handed_to_linehaul', 'departed_origin_country'],
      from: ['hub_en_route'],
      to: 'trunk_line',
    },
    // Within a country there is no trunk between countries: a linehaul is part of the way to the depot.
    {
      machine: 'journey',
      on: ['handed_to_linehaul', 'departed_origin_country', 'security_rejected'],
      from: ['not_started', 'collection', 'warehousing', 'hub_before_uplift'],
      to: 'awaiting_injection',
      lane: 'domestic',
    },
    {
      machine: 'journey',
      on: ['arrived_in_destination_country'],
      from: [
        'not_started',
        'collection',
        'warehousing',
        'awaiting_uplift',
        'hub_before_uplift',
        'trunk_line',
        'hub_en_route',
      ],
      to: 'awaiting_injection',
    },
  ],
  stateless: ['trunk_delayed'],
  troubles: [
    { told: 'security_rejected', until: ['departed_origin_country', 'left'] },
    { told: 'trunk_delayed', until: ['moved'] },
  ],
});
