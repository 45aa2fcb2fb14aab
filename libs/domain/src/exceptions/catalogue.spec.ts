import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priorKnowledge } from '../knowledge.ts';
import { notDispatched } from '../order/not-dispatched.rule.ts';
import { foldParcel } from '../parcel/fold.ts';
import { anyParcel, anyScans } from '../parcel/scans.spec-kit.ts';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { assess } from './assess.ts';
import { catalogueEntry } from './catalogue.ts';
import { exceptionCodes, type ExceptionCode, type Finding } from './exception.ts';
import { rules } from './rules.ts';

const pickedUp = scan('picked_up', 1);
const flying = [pickedUp, scan('handed_to_linehaul', 40)];
const landed = [...flying, scan('arrived_in_destination_country', 100)];
const atDepot = [...landed, scan('arrived_at_delivery_depot', 110)];
const delivered = [...atDepot, scan('delivered', 120)];
const at = (country: string) => ({ place: { country } });

/** A story of each code in which it holds, and the hour at which it does. */
const stories: Partial<Record<ExceptionCode, readonly [ReturnType<typeof given>, number]>> = {
  not_online: [given(parcel({ shippedAt: hour(0) })), 48],
  pickup_failed: [given(parcel(), scan('pickup_failed', 5)), 6],
  warehouse_rejected: [given(parcel(), pickedUp, scan('warehouse_rejected', 5)), 6],
  weight_mismatch: [
    given(parcel({ declaredWeightGrams: 500 }), pickedUp, scan('weighed', 9, { weightGrams: 900 })),
    10,
  ],
  security_rejected: [given(parcel(), ...flying, scan('security_rejected', 50)), 51],
  customs_held: [given(parcel(), ...landed, scan('import_customs_held', 105)), 106],
  customs_rejected: [given(parcel(), pickedUp, scan('export_customs_rejected', 30)), 31],
  duty_unpaid: [given(parcel(), ...landed, scan('duty_requested', 105)), 177],
  ddp_breach: [given(parcel({ terms: 'DDP' }), ...landed, scan('duty_requested', 105)), 106],
  address_problem: [given(parcel(), ...atDepot, scan('address_problem', 115)), 116],
  delivery_attempt_failed: [given(parcel(), ...atDepot, scan('delivery_attempted', 115)), 116],
  uncollected: [given(parcel(), ...atDepot, scan('available_for_pickup', 115)), 300],
  leg_stalled: [given(parcel(), ...flying), 40 + 206],
  carrier_delay: [given(parcel(), ...flying, scan('trunk_delayed', 50)), 51],
  misrouted: [given(parcel({ routeKnown: true }), ...flying, scan('in_transit', 60, at('US'))), 61],
  damaged: [given(parcel(), ...flying, scan('damaged', 60)), 61],
  refused: [given(parcel(), ...atDepot, scan('refused', 115)), 116],
  returning: [given(parcel(), ...atDepot, scan('returning', 115)), 116],
  returned: [given(parcel(), ...atDepot, scan('returned', 115)), 116],
  destroyed: [given(parcel(), ...atDepot, scan('destroyed', 115)), 116],
  lost: [given(parcel(), ...atDepot, scan('lost', 115)), 116],
  suspected_lost: [given(parcel(), ...flying), 40 + 24 * 30],
  consumer_report: [
    given(parcel(), ...flying).reported({ id: 'r-1', what: 'damaged', reportedAt: hour(60) }),
    61,
  ],
  promise_at_risk: [given(parcel({ promisedAt: hour(130) }), ...flying), 100],
  promise_broken: [given(parcel({ promisedAt: hour(130) }), ...flying), 130],
  status_contradiction: [given(parcel(), ...delivered, scan('in_transit', 125)), 126],
  cancelled_in_flight: [given(parcel({ cancelledAt: hour(20) }), ...flying), 41],
};

/** What of a finding is not as its rule says. */
function deviationsOf({ code, leg, severity }: Finding): string[] {
  const entry = catalogueEntry(code);
  if (entry === null) return [`${code} is not in the catalogue`];
  const { legs, severities } = entry;
  const isThere = legs === 'present' || (leg === null ? legs.length === 0 : legs.some((one) => one === leg));
  return [
    ...(isThere ? [] : [`${code} on ${leg}`]),
    ...(severities.includes(severity) ? [] : [`${code} is ${severity}`]),
  ];
}

describe('the catalogue', () => {
  it('has every code', () =>
    expect(exceptionCodes.filter((code) => catalogueEntry(code) === null)).toEqual([]));

  it.each(rules.map(({ code }) => code))('says of %s what the rule answers', (code) => {
    const [story, hours] = stories[code] ?? [given(parcel()), 0];
    const findings = story.at(hours).findings.filter((finding) => finding.code === code);
    expect(findings).toHaveLength(1);
    expect(findings.flatMap(deviationsOf)).toEqual([]);
  });

  it('says of orders what their rule answers', () => {
    const facts = { placedAt: hour(0), shipBy: hour(24), cancelledAt: null, value: parcel().value };
    const finding = notDispatched.find({ facts, isDispatched: false }, hour(24));
    expect(finding && deviationsOf(finding)).toEqual([]);
    expect(catalogueEntry('not_dispatched')).toMatchObject({
      subject: 'order',
      mayBeHeld: false,
      actions: [{ name: 'contact_merchant', failsAfter: 0.05 }],
    });
  });

  it('says it of whatever parcel', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, fc.integer({ min: 1440, max: 4000 }), (scans, facts, hours) => {
        const view = { parcelId: 'p-1', facts, state: foldParcel(scans, facts), knowledge: priorKnowledge };
        expect(assess(view, hour(hours)).flatMap(deviationsOf)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('tells what ends a trouble by the tables of its leg', () => {
    const clears = (code: ExceptionCode) => catalogueEntry(code)?.clears;
    expect(clears('pickup_failed')).toBe(
      'picked_up; dropped_off; a scan from further on; delivery, return, loss or destruction',
    );
    expect(clears('carrier_delay')).toBe('further physical progress; delivery, return, loss or destruction');
    expect(clears('damaged')).toBe('only a correction');
  });
});

describe('the thresholds in words', () => {
  it.each([
    ['leg_stalled', '99.67% of the parcels that come there'],
    ['leg_stalled', '1.2 times the prior P95'],
    ['not_online', '48 h after shipping'],
    ['weight_mismatch', 'over 15% and 100 g'],
    ['suspected_lost', 'for 10 days'],
    ['uncollected', '2 days (inpost)'],
    ['promise_at_risk', '0.97 or more'],
  ] as const)('of %s are those of the rule', (code, words) =>
    expect(catalogueEntry(code)?.opens).toContain(words),
  );
});
