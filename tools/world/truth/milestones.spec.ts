import { describe, expect, it } from '@jest/globals';
import { milestoneTruths } from './milestones.ts';
import { ends, h, parcelOf, told } from './parcel.spec-kit.ts';

const american = parcelOf();
const truths = (
  parcel: Parameters<typeof milestoneTruths>[0],
  ...list: Parameters<typeof told> extends [unknown, ...infer R] ? R : never
) =>
  milestoneTruths(parcel, told(parcel, ...list), ends).map(({ code, stages, from }) => [code, stages, from]);

describe('what a scan brings', () => {
  it('begins when it happened, on its leg where customs have two', () => {
    expect(truths(american, ['refused', 300])).toEqual([['refused', null, h(300)]]);
    expect(truths(american, ['export_customs_held', 60], ['import_customs_held', 200])).toEqual([
      ['customs_held', ['export_customs'], h(60)],
      ['customs_held', ['import_customs'], h(200)],
    ]);
  });

  it('is one trouble however often it is attempted', () =>
    expect(truths(american, ['delivery_attempted', 300], ['delivery_attempted', 330])).toEqual([
      ['delivery_attempt_failed', null, h(300)],
    ]));

  it('is unknown where it is told after the end', () =>
    expect(truths(american, ['lost', 59 * 24, { sentAt: h(61 * 24) }])).toEqual([]));

  it('is a return where "delivered" is said at the sender’s depot', () =>
    expect(truths(american, ['returning', 300], ['delivered', 700, { country: 'CN' }])).toEqual([
      ['returning', null, h(300)],
      ['returned', null, h(700)],
    ]));

  it('is a breach where duty is asked for on a route that pays it, and none elsewhere', () => {
    expect(truths(american, ['duty_requested', 200])).toEqual([['ddp_breach', null, h(200)]]);
    expect(truths(parcelOf({ routeId: 'pearl-gb-air' }), ['duty_requested', 200])).toEqual([]);
  });

  it('is a misroute at the third arrival at one facility, and at the first in a wrong country', () => {
    const at = (hours: number, facility = 'A') => ['arrived_at_facility', hours, { facility }] as const;
    expect(truths(american, at(10), at(20), at(30, 'B'))).toEqual([]);
    expect(truths(american, at(10), at(20), at(30, 'B'), at(40))).toEqual([['misrouted', null, h(40)]]);
    expect(truths(parcelOf({ fate: 'wrong_country' }), at(10))).toEqual([['misrouted', null, h(10)]]);
  });

  it('contradicts where a parcel moves after its delivery', () => {
    const parcel = parcelOf({ fate: 'moved_after_delivery', deliveredAt: h(300) });
    expect(truths(parcel, ['delivered', 300], ['arrived_at_facility', 340])).toEqual([
      ['status_contradiction', null, h(340)],
    ]);
  });
});
