import { describe, expect, it } from '@jest/globals';
import { ends, h, parcelOf, told } from './parcel.spec-kit.ts';
import { promiseTruths } from './promises.ts';

const promised = 12 * 24;
const codes = (zones: readonly { code: string }[]) => zones.map((zone) => zone.code);

describe('a promise', () => {
  it('is at risk from the order on, and broken once it has passed, where the parcel comes later', () => {
    const parcel = parcelOf({ deliveredAt: h(promised + 30) });
    const truths = promiseTruths(parcel, told(parcel, ['delivered', promised + 30]), ends);
    expect(truths.planted).toEqual([
      { code: 'promise_at_risk', stages: null, from: h(0), until: h(promised + 31), marker: h(promised) },
      {
        code: 'promise_broken',
        stages: null,
        from: h(promised),
        until: h(promised + 31),
        marker: h(promised),
      },
    ]);
  });

  it('is neither where the parcel came in time: an alarm is false', () => {
    const parcel = parcelOf({ deliveredAt: h(promised - 30) });
    expect(promiseTruths(parcel, told(parcel, ['delivered', promised - 30]), ends)).toEqual({
      planted: [],
      excused: [],
    });
  });

  it('seems broken for as long as nobody tells the delivery; only a silent feed excuses nothing', () => {
    const parcel = parcelOf({ deliveredAt: h(promised - 2) });
    const late = { usuallyAt: h(promised + 5), sentAt: h(promised + 5) };
    expect(promiseTruths(parcel, told(parcel, ['delivered', promised - 2, late]), ends).excused).toEqual([
      { code: 'promise_broken', stages: null, from: h(promised), until: h(promised + 5) },
    ]);
    const silenced = { usuallyAt: h(promised - 1), sentAt: h(promised + 50) };
    expect(promiseTruths(parcel, told(parcel, ['delivered', promised - 2, silenced]), ends).excused).toEqual(
      [],
    );
  });

  it.each([
    ['was cancelled', parcelOf({ order: { cancelledAt: h(50) } }), []],
    ['is not due before the end', parcelOf({ order: { promisedAt: h(61 * 24) } }), []],
    ['was never given', parcelOf({ order: { promisedAt: null } }), []],
    ['was for another parcel', parcelOf({ purpose: 'replacement' }), []],
  ] as const)('counts for nobody where it %s', (_, parcel, news) => {
    const truths = promiseTruths(parcel, [...news], ends);
    expect(truths.planted).toEqual([]);
    expect(codes(truths.excused)).toEqual(['promise_at_risk', 'promise_broken']);
  });

  it('counts for nobody where the parcel was told to be lost before, and is broken where after', () => {
    const parcel = parcelOf();
    expect(promiseTruths(parcel, told(parcel, ['lost', promised - 20]), ends).planted).toEqual([]);
    expect(codes(promiseTruths(parcel, told(parcel, ['lost', promised + 20]), ends).planted)).toEqual([
      'promise_at_risk',
      'promise_broken',
    ]);
  });
});
