import { defineAnyLeg } from '../leg.ts';

/**
 * What any company on any leg may tell. Where the sender names no leg, the country tells how far the parcel has come; it
 * never leads back, and never further than the country's border.
 */
export const anyLeg = defineAnyLeg({
  milestones: [
    { name: 'in_transit', kind: 'progress', physical: true },
    { name: 'departed_facility', kind: 'progress', physical: true },
    { name: 'arrived_at_facility', kind: 'progress', physical: true },
    { name: 'cancelled', kind: 'trouble', physical: false },
    { name: 'delayed', kind: 'trouble', physical: false },
    { name: 'damaged', kind: 'trouble', physical: true },
    { name: 'refused', kind: 'trouble', physical: true },
    { name: 'returning', kind: 'trouble', physical: true },
    { name: 'returned', kind: 'trouble', physical: true },
    { name: 'destroyed', kind: 'trouble', physical: true },
    { name: 'lost', kind: 'trouble', physical: false },
  ],
  transitions: [
    { machine: 'journey', on: ['seen_in_origin'], from: ['not_started'], to: 'collection' },
    {
      machine: 'journey',
      on: ['seen_on_the_way'],
      from: ['not_started', 'collection', 'warehousing', 'awaiting_uplift', 'hub_before_uplift'],
      to: 'trunk_line',
      lane: 'cross_border',
    },
    {
      machine: 'journey',
      on: ['seen_in_destination'],
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
      lane: 'cross_border',
    },
    {
      machine: 'handover',
      on: ['in_transit', 'departed_facility', 'arrived_at_facility'],
      from: ['out_for_delivery'],
      to: 'at_depot',
    },
    {
      machine: 'handover',
      on: ['refused'],
      from: ['out_for_delivery', 'available_for_pickup'],
      to: 'at_depot',
    },
    { machine: 'outcome', on: ['refused'], from: ['under_way', 'customs_rejected'], to: 'refused' },
    {
      machine: 'outcome',
      on: ['returning'],
      from: ['under_way', 'customs_rejected', 'refused', 'lost', 'lost_on_return', 'delivered'],
      to: 'returning',
    },
    {
      machine: 'outcome',
      on: ['returned'],
      from: ['under_way', 'customs_rejected', 'refused', 'returning', 'lost', 'lost_on_return', 'delivered'],
      to: 'returned',
    },
    { machine: 'outcome', on: ['lost'], from: ['under_way'], to: 'lost' },
    {
      machine: 'outcome',
      on: ['lost'],
      from: ['customs_rejected', 'refused', 'returning'],
      to: 'lost_on_return',
    },
    {
      machine: 'outcome',
      on: ['destroyed'],
      from: ['under_way', 'customs_rejected', 'refused', 'returning', 'lost', 'lost_on_return'],
      to: 'destroyed',
    },
    // A lost parcel that is scanned again has been found.
    { machine: 'outcome', on: ['moved'], from: ['lost'], to: 'under_way' },
    { machine: 'outcome', on: ['moved'], from: ['lost_on_return'], to: 'returning' },
  ],
  stateless: ['cancelled', 'delayed', 'damaged'],
  troubles: [
    { told: 'delayed', until: ['moved'] },
    { told: 'damaged', until: [], outlasts: true },
  ],
});
