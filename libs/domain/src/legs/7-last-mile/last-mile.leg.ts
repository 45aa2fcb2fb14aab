import { everyDay } from '../../calendar/working-calendar.ts';
import { defineLeg, type Dwell, type FinalPhase } from '../leg.ts';

/**
 * Prior time (working hours) from the beginning of each final phase until the delivery: the day's round, with a second attempt
 * now and then; half of the two weeks for which pick-up points usually keep a parcel.
 */
export const priorUntilDelivered: Readonly<Record<FinalPhase, Dwell>> = {
  out_for_delivery: { p50Hours: 6, p95Hours: 48 },
  available_for_pickup: { p50Hours: 36, p95Hours: 168 },
};

/** From the delivery depot to the consignee's door or pick-up point. */
export const lastMile = defineLeg({
  leg: 'last_mile',
  part: 'deliver',
  begins: ['arrived_at_delivery_depot'],
  ends: 'delivered',
  handsOverTo: [],
  priorDwell: { p50Hours: 40, p95Hours: 120 },
  calendar: everyDay,
  milestones: [
    { name: 'arrived_at_delivery_depot', kind: 'progress', physical: true },
    { name: 'out_for_delivery', kind: 'progress', physical: true },
    { name: 'address_problem', kind: 'trouble', physical: false },
    { name: 'delivery_attempted', kind: 'trouble', physical: true },
    { name: 'available_for_pickup', kind: 'progress', physical: true },
    { name: 'delivered', kind: 'progress', physical: true },
  ],
  transitions: [
    {
      machine: 'journey',
      on: ['arrived_at_delivery_depot', 'out_for_delivery', 'delivery_attempted', 'available_for_pickup'],
      from: [
        'not_started',
        'collection',
        'warehousing',
        'awaiting_uplift',
        'hub_before_uplift',
        'trunk_line',
        'hub_en_route',
        'awaiting_injection',
        'hub_after_arrival',
      ],
      to: 'last_mile',
    },
    // An address may be questioned long before the last mile: only a parcel that awaits it is thereby there.
    { machine: 'journey', on: ['address_problem'], from: ['awaiting_injection'], to: 'last_mile' },
    {
      machine: 'handover',
      on: ['out_for_delivery'],
      from: ['at_depot', 'available_for_pickup'],
      to: 'out_for_delivery',
    },
    {
      machine: 'handover',
      on: ['available_for_pickup'],
      from: ['at_depot', 'out_for_delivery'],
      to: 'available_for_pickup',
    },
    {
      machine: 'handover',
      on: ['delivery_attempted', 'address_problem'],
      from: ['out_for_delivery'],
      to: 'at_depot',
    },
    {
      machine: 'handover',
      on: ['arrived_at_delivery_depot'],
      from: ['out_for_delivery', 'available_for_pickup'],
      to: 'at_depot',
    },
    { machine: 'outcome', on: ['delivered'], from: ['under_way', 'lost', 'destroyed'], to: 'delivered' },
    // Many carriers say "delivered" when a parcel sent back reaches the sender's depot.
    {
      machine: 'outcome',
      on: ['delivered'],
      from: ['customs_rejected', 'refused', 'returning', 'lost_on_return'],
      to: 'returned',
    },
    {
      machine: 'outcome',
      on: ['delivered_proven'],
      from: ['under_way', 'customs_rejected', 'refused', 'returning', 'lost', 'lost_on_return', 'destroyed'],
      to: 'delivered',
    },
  ],
  stateless: [],
  troubles: [
    { told: 'address_problem', until: ['out_for_delivery', 'available_for_pickup'] },
    // A further attempt adds to it; at a pick-up point it is the consignee's turn.
    { told: 'delivery_attempted', until: ['available_for_pickup'] },
  ],
});
