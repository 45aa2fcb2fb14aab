import { describe, expect, it } from '@jest/globals';
import type { Milestone } from '../chain.ts';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { ruleOf } from './rules.ts';

const flying = [scan('picked_up', 1), scan('handed_to_linehaul', 40)];
const atDepot = [...flying, scan('arrived_at_delivery_depot', 100)];

describe('a trouble that somebody tells', () => {
  it.each([
    ['pickup_failed', [], 'pickup_failed(collection)', 'picked_up', 'the parcel was picked up'],
    ['warehouse_rejected', [], 'warehouse_rejected(warehousing)', 'departed_warehouse', 'the parcel went on'],
    [
      'security_rejected',
      flying,
      'security_rejected(trunk_line)',
      'departed_origin_country',
      'the parcel left the country',
    ],
    [
      'trunk_delayed',
      flying,
      'carrier_delay(trunk_line)',
      'departed_origin_country',
      'the parcel moves again',
    ],
    ['delayed', flying, 'carrier_delay(trunk_line)', 'in_transit', 'the parcel moves again'],
    [
      'address_problem',
      atDepot,
      'address_problem(last_mile)',
      'out_for_delivery',
      'the parcel can be delivered again',
    ],
    [
      'delivery_attempted',
      atDepot,
      'delivery_attempt_failed(last_mile)',
      'available_for_pickup',
      'the parcel awaits its consignee',
    ],
  ] as const)('%s stands until it is over', (told, before, wrong, ending, because) => {
    const scans = [...before, scan(told, 110)];
    const standing = given(parcel(), ...scans).at(111);
    expect(standing.wrong).toEqual([wrong]);
    const [finding] = standing.findings;
    expect(finding).toMatchObject({ since: hour(110), evidence: { eventIds: [`${told}@110`] } });

    const over = given(parcel(), ...scans, scan(ending, 112)).at(113);
    expect(over.wrong).toEqual([]);
    expect(finding && ruleOf(finding.code)?.becauseCleared(over.view, finding.leg, hour(0))).toBe(because);
  });

  it.each([
    'pickup_failed',
    'warehouse_rejected',
    'trunk_delayed',
    'delivery_attempted',
    'address_problem',
  ] as const)('%s is over with the delivery, also where nothing in between was told', (told) => {
    const { wrong, view } = given(parcel(), ...flying, scan(told, 110), scan('delivered', 120)).at(121);
    expect(wrong).toEqual([]);
    expect(ruleOf('carrier_delay')?.becauseCleared(view, null, hour(0))).toBe('the parcel was delivered');
  });

  it('is over where a later leg is seen without the scan that should have ended it', () => {
    const scans = [scan('warehouse_rejected', 10), scan('handed_to_linehaul', 40)];
    expect(given(parcel(), ...scans).at(41).wrong).toEqual([]);
  });

  it('damage outlasts the journey', () => {
    const scans = [...flying, scan('damaged', 110), scan('delivered', 120)];
    expect(given(parcel(), ...scans).at(121).wrong).toEqual(['damaged(trunk_line)']);
  });

  it('each attempt weighs more than the last, and the first ones stay as evidence', () => {
    const attempts = [110, 134, 158].map((at) => scan('delivery_attempted', at));
    const severities = attempts.map(
      (_, index) =>
        given(parcel(), ...atDepot, ...attempts.slice(0, index + 1)).at(160).findings[0]?.severity,
    );
    expect(severities).toEqual(['medium', 'high', 'critical']);
    expect(given(parcel(), ...atDepot, ...attempts).at(160).findings[0]).toMatchObject({
      since: hour(110),
      evidence: { eventIds: ['delivery_attempted@110', 'delivery_attempted@134', 'delivery_attempted@158'] },
    });
  });

  it('an attempt that failed for its address asks for the address, until the next one begins', () => {
    const attempt = scan('delivery_attempted', 110, { reason: 'address' });
    const asked = given(parcel(), ...atDepot, attempt);
    expect(asked.at(111).wrong).toEqual(['address_problem(last_mile)', 'delivery_attempt_failed(last_mile)']);
    expect(asked.at(111).findings[0]?.blame).toEqual({
      party: 'consignee',
      reason: 'address',
      leg: 'last_mile',
    });
    expect(given(parcel(), ...atDepot, attempt, scan('out_for_delivery', 130)).at(131).wrong).toEqual([
      'delivery_attempt_failed(last_mile)',
    ]);
  });

  it.each([
    [null, 'carrier'],
    ['consignee', 'consignee'],
    ['weather', 'nobody'],
    ['address', 'consignee'],
  ] as const)('an attempt that failed for %s is the blame of %s', (reason, party) => {
    const scans = [...atDepot, scan('delivery_attempted', 110, { reason })];
    const finding = given(parcel(), ...scans)
      .at(111)
      .findings.find(({ code }) => code === 'delivery_attempt_failed');
    expect(finding?.blame.party).toBe(party);
  });

  it('a scan that arrives late and happened before the end of a trouble does not bring it back', () => {
    const scans: [Milestone, number][] = [
      ['picked_up', 20],
      ['pickup_failed', 10],
    ];
    expect(given(parcel(), ...scans.map(([milestone, at]) => scan(milestone, at))).at(21).wrong).toEqual([]);
  });
});
