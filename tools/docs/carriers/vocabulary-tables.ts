import { chain, legOf, milestones, reasons, type Milestone, type Reason } from '@landfall/domain';
import { markdownTable } from '../markdown-table.ts';

/** What each milestone says of a parcel. */
const milestonePhrases: Readonly<Record<Milestone, string>> = {
  label_created: 'its data are there, it is not: label made, number announced',
  picked_up: 'a courier has it from the merchant',
  dropped_off: 'the merchant has handed it in at a counter or depot',
  pickup_failed: 'the courier came and did not get it',
  arrived_at_warehouse: 'it has come into the warehouse that gathers parcels for export',
  weighed: 'weighed or measured there',
  sorted: 'sorted there',
  departed_warehouse: 'it has left that warehouse',
  warehouse_rejected: 'that warehouse will not send it on',
  export_customs_started: 'declared or presented to customs of the country that it leaves',
  export_customs_released: 'these have cleared it',
  export_customs_held: 'these keep it, for papers, a look or a decision',
  export_customs_rejected: 'these do not let it out',
  handed_to_linehaul: 'given to the airline, ship, train or truck across the border',
  departed_origin_country: 'it has left the country',
  arrived_in_destination_country: 'it is in the country that it goes to',
  trunk_delayed: 'the flight, ship, train or truck is late',
  security_rejected: 'security of the airline or port has refused it',
  import_customs_started: 'declared or presented to customs of the country that it goes to',
  import_customs_released: 'these have cleared it',
  duty_paid: 'duty and taxes are paid',
  import_customs_held: 'these keep it, for papers, a look or a decision',
  duty_requested: 'duty or taxes are asked of somebody',
  import_customs_rejected: 'these do not let it in',
  arrived_at_transit_hub: "a hub within the country that it goes to, before the last carrier's own",
  departed_transit_hub: 'it has left that hub',
  arrived_at_delivery_depot: 'the depot that delivers it has it',
  out_for_delivery: "it is on the courier's vehicle today",
  available_for_pickup: 'the consignee can fetch it at a shop, locker or counter',
  delivered: 'the consignee, or somebody for him, has it',
  delivery_attempted: 'the courier was there and could not hand it over',
  address_problem: 'the address is wrong, or lacks something',
  in_transit: 'it goes on, and nothing closer is told',
  departed_facility: 'it has left a place of no particular kind',
  arrived_at_facility: 'it has come to a place of no particular kind',
  delayed: 'it is late, wherever it is',
  damaged: 'it is damaged',
  lost: 'the carrier has lost it',
  destroyed: 'it has been destroyed or disposed of',
  refused: 'the consignee does not want it',
  returning: 'it is on its way back',
  returned: 'the merchant has it back',
  cancelled: 'it will not be sent',
};

/** Who or what each reason blames. */
const reasonPhrases: Readonly<Record<Reason, string>> = {
  carrier: 'the carrier: missorted, late, broken, lost',
  merchant: 'the merchant: not ready, badly packed, wrong data',
  consignee: 'the consignee: not at home, closed, does not want it',
  customs: 'customs: a look, a decision, a queue',
  weather: 'weather, disaster, and what else nobody can help',
  security: 'security: screening, dangerous goods in transport',
  address: 'the address',
  duty: 'duty or taxes that are not paid',
  documents: 'papers that are missing or wrong',
  prohibited: 'goods that may not be sent, or not there',
  other: 'something else, or nobody says',
};

const code = (word: string): string => `\`${word}\``;

/** Every milestone that a mapping may give, in the order of the legs. */
export function milestonesTable(): string {
  const troubles = new Set<string>(
    [...chain.legs.flatMap((leg) => leg.milestones), ...chain.anyLeg.milestones].flatMap(({ name, kind }) =>
      kind === 'trouble' ? [name] : [],
    ),
  );
  return markdownTable(
    ['milestone', 'leg', 'is', 'says of the parcel'],
    milestones.map((name) => {
      const leg = legOf(name);
      return [
        code(name),
        leg === null ? 'any' : code(leg),
        troubles.has(name) ? 'trouble' : 'progress',
        milestonePhrases[name],
      ];
    }),
  );
}

/** Every reason that a mapping may give. */
export function reasonsTable(): string {
  return markdownTable(
    ['reason', 'blames'],
    reasons.map((name) => [code(name), reasonPhrases[name]]),
  );
}
