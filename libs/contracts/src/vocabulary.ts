/** The seven legs in physical order. */
export const legs = [
  'collection',
  'warehousing',
  'export_customs',
  'trunk_line',
  'import_customs',
  'transshipment',
  'last_mile',
] as const;

/** The named waits between legs, owned by the next company. */
export const waits = ['awaiting_uplift', 'awaiting_injection'] as const;

/** The normalised vocabulary of tracking, by leg, then the milestones of any leg. */
export const milestones = [
  'label_created',
  'picked_up',
  'dropped_off',
  'pickup_failed',
  'arrived_at_warehouse',
  'weighed',
  'sorted',
  'departed_warehouse',
  'warehouse_rejected',
  'export_customs_started',
  'export_customs_released',
  'export_customs_held',
  'export_customs_rejected',
  'handed_to_linehaul',
  'departed_origin_country',
  'arrived_in_destination_country',
  'trunk_delayed',
  'security_rejected',
  'import_customs_started',
  'import_customs_released',
  'duty_paid',
  'import_customs_held',
  'duty_requested',
  'import_customs_rejected',
  'arrived_at_transit_hub',
  'departed_transit_hub',
  'arrived_at_delivery_depot',
  'out_for_delivery',
  'available_for_pickup',
  'delivered',
  'delivery_attempted',
  'address_problem',
  'in_transit',
  'departed_facility',
  'arrived_at_facility',
  'delayed',
  'damaged',
  'lost',
  'destroyed',
  'refused',
  'returning',
  'returned',
  'cancelled',
] as const;

/** Milestones that any leg may have; only these may come with a leg of the sender's own. */
export const anyLegMilestones = [
  'in_transit',
  'departed_facility',
  'arrived_at_facility',
  'delayed',
  'damaged',
  'lost',
  'destroyed',
  'refused',
  'returning',
  'returned',
  'cancelled',
] as const;

/** Who or what is to blame for trouble. */
export const reasons = [
  'carrier',
  'merchant',
  'consignee',
  'customs',
  'weather',
  'security',
  'address',
  'duty',
  'documents',
  'prohibited',
  'other',
] as const;

export const parcelStates = [
  'registered',
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
  'delivered',
  'returning',
  'returned',
  'lost',
  'destroyed',
  'cancelled',
] as const;

export const exceptionCodes = [
  'not_dispatched',
  'not_online',
  'pickup_failed',
  'leg_stalled',
  'warehouse_rejected',
  'security_rejected',
  'weight_mismatch',
  'customs_held',
  'customs_rejected',
  'duty_unpaid',
  'ddp_breach',
  'carrier_delay',
  'misrouted',
  'address_problem',
  'delivery_attempt_failed',
  'uncollected',
  'refused',
  'returning',
  'returned',
  'damaged',
  'destroyed',
  'lost',
  'suspected_lost',
  'status_contradiction',
  'consumer_report',
  'promise_at_risk',
  'promise_broken',
  'cancelled_in_flight',
] as const;

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export const incidentKinds = [
  'feed_silence',
  'lane_slowdown',
  'customs_slowdown',
  'unit_stopped',
  'provider_failure',
] as const;
export const transportModes = ['express', 'economy_air', 'truck', 'rail', 'ocean'] as const;
export const deliveryTerms = ['DDP', 'DAP'] as const;
export const clearances = ['postal', 'express', 'formal'] as const;
export const parcelPurposes = ['outbound', 'replacement', 'return'] as const;
export const messageNodes = ['dispatched', 'out_for_delivery', 'delivered'] as const;

export type Leg = (typeof legs)[number];
export type Wait = (typeof waits)[number];
export type Milestone = (typeof milestones)[number];
export type Reason = (typeof reasons)[number];
export type ParcelStateName = (typeof parcelStates)[number];
export type ExceptionCode = (typeof exceptionCodes)[number];
export type Severity = (typeof severities)[number];
export type MessageNode = (typeof messageNodes)[number];
