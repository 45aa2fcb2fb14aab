import { legs, waits, type DataOf, type parcelStatesTopic } from '@landfall/contracts';

/** How far a parcel is, as far as it decides how often somebody is asked about it. */
export const stages = [
  'registered',
  'in_transit',
  ...legs,
  ...waits,
  'out_for_delivery',
  'available_for_pickup',
  'returning',
  'ended',
] as const;
export type Stage = (typeof stages)[number];

/** Of a number that nothing is known of but its registration. */
export const firstStage: Stage = 'registered';

type State = DataOf<typeof parcelStatesTopic, 'parcel.state_changed'>;

export const stageOf = ({ state, currentLeg, currentWait }: State): Stage => {
  switch (state) {
    case 'delivered':
    case 'returned':
    case 'lost':
    case 'destroyed':
    case 'cancelled':
      return 'ended';
    case 'in_transit':
      return currentWait ?? currentLeg ?? 'in_transit';
    case 'registered':
    case 'out_for_delivery':
    case 'available_for_pickup':
    case 'returning':
      return state;
    default:
      return state satisfies never;
  }
};
