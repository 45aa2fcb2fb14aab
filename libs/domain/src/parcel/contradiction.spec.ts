import { describe, expect, it } from '@jest/globals';
import { given, parcel, scan } from './story.spec-kit.ts';

const delivered = scan('delivered', 100, { place: { country: 'DE' } });
const why = (...scans: Parameters<typeof scan>[]) =>
  given(parcel(), delivered, ...scans.map((each) => scan(...each)))
    .at(300)
    .state.contradictions.map(({ why: kind }) => kind);

describe('contradictions', () => {
  it.each([
    'arrived_at_facility',
    'in_transit',
    'out_for_delivery',
    'arrived_at_warehouse',
    'returning',
  ] as const)('the parcel moves after its delivery: %s', (milestone) => {
    expect(why([milestone, 110])).toEqual(['movement_after_delivery']);
  });

  it('a delivery stands in spite of later movement', () => {
    const { state } = given(parcel(), delivered, scan('in_transit', 110)).at(111);
    expect(state.status).toBe('delivered');
    expect(state.contradictions[0]).toMatchObject({ eventId: 'in_transit@110', against: 'delivered@100' });
  });

  it.each([
    'label_created',
    'export_customs_released',
    'import_customs_released',
    'duty_paid',
    'delivered',
    'delayed',
    'damaged',
  ] as const)('no movement after delivery: %s', (milestone) => {
    expect(why([milestone, 110])).toEqual([]);
  });

  it('movement at the very instant of the delivery is none', () => {
    expect(why(['in_transit', 100])).toEqual([]);
  });

  it('delivered at a time before the pick-up', () => {
    expect(why(['picked_up', 110])).toEqual(['delivered_before_pickup']);
    expect(why(['picked_up', 50], ['picked_up', 110])).toEqual(['movement_after_delivery']);
  });

  it('that a pick-up was never scanned is none', () => {
    expect(why()).toEqual([]);
  });

  it.each([
    ['DE', 'US', 1],
    ['DE', null, 0],
    ['US', 'PR', 0],
    ['FR', 'RE', 0],
    ['HK', 'CN', 0],
    ['RE', 'FR', 0],
    ['FR', 'US', 1],
  ])('to %s, delivered in %s: %i', (destinationCountry, country, count) => {
    const there = scan('delivered', 100, { place: { country } });
    const { state } = given(parcel({ destinationCountry }), there).at(101);
    expect(state.contradictions.map(({ why: kind }) => kind)).toEqual(
      Array.from({ length: count }, () => 'delivered_elsewhere'),
    );
  });

  it('back at the sender in another country is no delivery elsewhere', () => {
    const scans = [scan('returning', 90), scan('delivered', 100, { place: { country: 'CN' } })];
    expect(given(parcel(), ...scans).at(101).state.contradictions).toEqual([]);
  });

  it('a second proof of delivery from another country is one', () => {
    const again = scan('delivered', 120, { place: { country: 'US' } });
    expect(given(parcel(), delivered, again).at(121).state.contradictions).toHaveLength(1);
  });
});
