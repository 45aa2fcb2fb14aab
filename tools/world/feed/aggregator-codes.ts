import type { Milestone } from '../wire/words.ts';

/** What the aggregator's sub-status of a happening is, by its public list; arrivals and departures lose their leg. */
export const subStatusOf: Readonly<Partial<Record<Milestone, string>>> = {
  label_created: 'InfoReceived',
  picked_up: 'InTransit_PickedUp',
  dropped_off: 'InTransit_PickedUp',
  arrived_at_transit_hub: 'InTransit_Arrival',
  departed_transit_hub: 'InTransit_Departure',
  arrived_at_delivery_depot: 'InTransit_Arrival',
  arrived_at_facility: 'InTransit_Arrival',
  departed_facility: 'InTransit_Departure',
  in_transit: 'InTransit_Other',
  out_for_delivery: 'OutForDelivery_Other',
  available_for_pickup: 'AvailableForPickup_Other',
  delivered: 'Delivered_Other',
  delivery_attempted: 'DeliveryFailure_NoBody',
  refused: 'DeliveryFailure_Rejected',
  address_problem: 'DeliveryFailure_InvalidAddress',
  delayed: 'Exception_Delayed',
  damaged: 'Exception_Damage',
  lost: 'Exception_Lost',
  destroyed: 'Exception_Destroyed',
  returning: 'Exception_Returning',
  returned: 'Exception_Returned',
};

const unclear = new Set(['InTransit_Arrival', 'InTransit_Departure', 'InTransit_Other']);

/** Whether the sub-status still says which leg a parcel is on. */
export const isClear = (milestone: Milestone): boolean => !unclear.has(subStatusOf[milestone] ?? '');
