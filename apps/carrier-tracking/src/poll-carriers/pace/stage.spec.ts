import { describe, expect, it } from '@jest/globals';
import type { DataOf, parcelStatesTopic } from '@landfall/contracts';
import { stageOf } from './stage.ts';

type State = DataOf<typeof parcelStatesTopic, 'parcel.state_changed'>;

const stateOf = (changes: Partial<State>): State => ({
  parcelId: '00000000-0000-5000-8000-00000000000b',
  orderId: '00000000-0000-5000-8000-00000000000c',
  state: 'in_transit',
  currentLeg: null,
  currentWait: null,
  lastMilestone: null,
  lastEventAt: null,
  dispatchedAt: null,
  outForDeliveryAt: null,
  deliveredAt: null,
  originCountry: 'CN',
  destinationCountry: 'DE',
  routeId: null,
  promisedAt: null,
  estimate: null,
  ...changes,
});

describe('the stage of a parcel', () => {
  it.each<[Partial<State>, string]>([
    [{ state: 'registered' }, 'registered'],
    [{}, 'in_transit'],
    [{ currentLeg: 'trunk_line' }, 'trunk_line'],
    [{ currentLeg: 'trunk_line', currentWait: 'awaiting_uplift' }, 'awaiting_uplift'],
    [{ state: 'out_for_delivery', currentLeg: 'last_mile' }, 'out_for_delivery'],
    [{ state: 'available_for_pickup', currentLeg: 'last_mile' }, 'available_for_pickup'],
    [{ state: 'returning', currentLeg: 'last_mile' }, 'returning'],
    [{ state: 'delivered', currentLeg: 'last_mile' }, 'ended'],
    [{ state: 'returned' }, 'ended'],
    [{ state: 'lost', currentLeg: 'trunk_line' }, 'ended'],
    [{ state: 'destroyed' }, 'ended'],
    [{ state: 'cancelled' }, 'ended'],
  ])('%j is %s', (state, stage) => {
    expect(stageOf(stateOf(state))).toBe(stage);
  });
});
