import type { Milestone } from '../chain.ts';

/** A business step and, where it adds anything, a disposition: words of GS1's Core Business Vocabulary 2.0. */
export interface Cbv {
  readonly bizStep: string;
  /** null: left out, as the CBV recommends instead of `in_progress`. */
  readonly disposition: string | null;
}

const cbv = (bizStep: string, disposition: string | null = null): Cbv => ({ bizStep, disposition });

/**
 * What each milestone is called in the CBV 2.0. Its narrow steps only: `receiving`, `shipping` and `consigning` stand
 * for several of them at once and exclude these, so that `receiving` is left for what ends a journey. The CBV has no
 * words for customs, duties and failed attempts: they are the nearest step, and the milestone stands beside it.
 */
const cbvOfMilestone: Readonly<Record<Milestone, Cbv>> = {
  label_created: cbv('commissioning', 'active'),
  picked_up: cbv('accepting', 'in_transit'),
  dropped_off: cbv('accepting'),
  pickup_failed: cbv('other'),

  arrived_at_warehouse: cbv('storing'),
  weighed: cbv('sensor_reporting'),
  sorted: cbv('storing', 'in_progress'),
  departed_warehouse: cbv('departing', 'in_transit'),
  warehouse_rejected: cbv('inspecting', 'non_conformant'),

  export_customs_started: cbv('inspecting'),
  export_customs_released: cbv('inspecting', 'conformant'),
  export_customs_held: cbv('holding'),
  export_customs_rejected: cbv('inspecting', 'non_conformant'),

  handed_to_linehaul: cbv('loading', 'in_transit'),
  departed_origin_country: cbv('departing', 'in_transit'),
  arrived_in_destination_country: cbv('arriving', 'in_transit'),
  trunk_delayed: cbv('transporting', 'in_transit'),
  security_rejected: cbv('inspecting', 'non_conformant'),

  import_customs_started: cbv('inspecting'),
  import_customs_released: cbv('inspecting', 'conformant'),
  duty_paid: cbv('other'),
  import_customs_held: cbv('holding'),
  duty_requested: cbv('holding'),
  import_customs_rejected: cbv('inspecting', 'non_conformant'),

  arrived_at_transit_hub: cbv('arriving'),
  departed_transit_hub: cbv('departing', 'in_transit'),

  arrived_at_delivery_depot: cbv('arriving'),
  out_for_delivery: cbv('transporting', 'in_transit'),
  available_for_pickup: cbv('stocking'),
  delivered: cbv('receiving', 'dispensed'),
  delivery_attempted: cbv('other'),
  address_problem: cbv('holding'),

  in_transit: cbv('transporting', 'in_transit'),
  departed_facility: cbv('departing', 'in_transit'),
  arrived_at_facility: cbv('arriving'),
  delayed: cbv('holding'),
  damaged: cbv('inspecting', 'damaged'),
  lost: cbv('other', 'unknown'),
  destroyed: cbv('destroying', 'destroyed'),
  refused: cbv('other'),
  returning: cbv('departing', 'returned'),
  returned: cbv('receiving', 'returned'),
  cancelled: cbv('void_shipping'),
};

/** The CBV's words for a milestone. */
export const cbvOf = (milestone: Milestone): Cbv => cbvOfMilestone[milestone];

/** What a step alone means when strangers tell it; null: it is no news of a parcel's way. */
const milestoneOfStep: Readonly<Record<string, Milestone | null>> = {
  commissioning: 'label_created',
  picking: 'label_created',
  packing: 'label_created',
  staging_outbound: 'label_created',
  accepting: 'picked_up',
  consigning: 'picked_up',
  storing: 'arrived_at_warehouse',
  loading: 'in_transit',
  shipping: 'departed_facility',
  departing: 'departed_facility',
  transporting: 'in_transit',
  arriving: 'arrived_at_facility',
  unloading: 'arrived_at_facility',
  // At a stranger's it is any receipt, a distribution centre's as well: a delivery only by its disposition.
  receiving: 'arrived_at_facility',
  unpacking: 'in_transit',
  repackaging: 'in_transit',
  inspecting: 'in_transit',
  holding: 'delayed',
  destroying: 'destroyed',
  void_shipping: 'cancelled',
  other: 'in_transit',
  assembling: null,
  collecting: null,
  creating_class_instance: null,
  cycle_counting: null,
  decommissioning: null,
  disassembling: null,
  dispensing: null,
  encoding: null,
  entering_exiting: null,
  installing: null,
  killing: null,
  removing: null,
  repairing: null,
  replacing: null,
  reserving: null,
  retail_selling: null,
  sampling: null,
  sensor_reporting: null,
  stock_taking: null,
  stocking: null,
};

const atTheConsignee = new Set(['accepting', 'dispensing', 'receiving', 'retail_selling']);
const onItsWay = new Set([
  'departing',
  'loading',
  'shipping',
  'consigning',
  'transporting',
  'staging_outbound',
]);

/** What a disposition means whatever the step is, as far as it says more than the step. */
const milestoneOfDisposition = (bizStep: string, disposition: string): Milestone | undefined => {
  switch (disposition) {
    case 'damaged':
      return 'damaged';
    case 'destroyed':
      return 'destroyed';
    case 'stolen':
      return 'lost';
    case 'returned':
      return onItsWay.has(bizStep) ? 'returning' : 'returned';
    case 'dispensed':
    case 'retail_sold':
      return atTheConsignee.has(bizStep) ? 'delivered' : undefined;
    case 'in_progress':
      return bizStep === 'storing' ? 'sorted' : undefined;
    case 'non_conformant':
      return bizStep === 'inspecting' ? 'delayed' : undefined;
    default:
      return undefined;
  }
};

/** What strangers' words mean. */
export interface CbvMeaning {
  /** null: no news of a parcel's way. */
  readonly milestone: Milestone | null;
  /** Whether the step is one of the CBV's, or none was told. */
  readonly known: boolean;
}

/**
 * The milestone that a step and a disposition mean when nobody tells it beside them; never a better end than was told.
 * @param bizStep of the CBV in any of its spellings, or a user's own URI: then it is somewhere on its way
 */
export const milestoneOfCbv = (bizStep: string | null, disposition: string | null): CbvMeaning => {
  const step = bizStep === null ? '' : cbvWord(bizStep);
  const told = disposition === null ? undefined : milestoneOfDisposition(step, cbvWord(disposition));
  const known = step === '' || Object.hasOwn(milestoneOfStep, step);
  if (told) return { milestone: told, known };
  return known && step !== ''
    ? { milestone: milestoneOfStep[step] ?? null, known }
    : { milestone: 'in_transit', known };
};

const spellings =
  /^(?:urn:epcglobal:cbv:(?:bizstep|disp):|https?:\/\/(?:ref\.gs1\.org|ns\.gs1\.org|gs1\.org)\/cbv\/(?:BizStep|Disp)-|cbv:(?:BizStep|Disp)-)/;

/** A CBV value without the URI around it: `departing` of `urn:epcglobal:cbv:bizstep:departing` and its kin. */
export const cbvWord = (value: string): string => value.replace(spellings, '');
