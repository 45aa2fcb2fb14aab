import { describe, expect, it } from '@jest/globals';
import { ends, h, parcelOf, stayOf, told } from './parcel.spec-kit.ts';
import { truthOfOrder, truthOfParcel } from './truth-of.ts';

const pickedUp = ['picked_up', 20] as const;

describe('a healthy parcel', () => {
  const parcel = parcelOf();
  it('is one on which nothing was planted', () => {
    expect(truthOfParcel(parcel, told(parcel, pickedUp), ends).healthy).toBe(true);
    const stopped = parcelOf({ fate: 'stopped' });
    expect(truthOfParcel(stopped, told(stopped, pickedUp), ends).healthy).toBe(false);
  });
  it('passed through no incident', () => {
    const slowed = parcelOf({ stays: [stayOf('last_mile', 200, 220, { slowedBy: 0 })] });
    expect(truthOfParcel(slowed, told(slowed, pickedUp), ends).healthy).toBe(false);
    const silenced = told(parcel, ['picked_up', 20, { sentAt: h(60) }]);
    expect(truthOfParcel(parcel, silenced, ends).healthy).toBe(false);
  });
});

describe('what is impossible', () => {
  it('is judged by its contradiction alone, and nonsense by nothing', () => {
    const judgedBy = (fate: 'moved_after_delivery' | 'bad_input' | 'refused') => {
      const parcel = parcelOf({ fate });
      return [truthOfParcel(parcel, [], ends).judgedBy, truthOfOrder(parcel.order, [], ends).judgedBy];
    };
    expect(judgedBy('moved_after_delivery')).toEqual([['status_contradiction'], null]);
    expect(judgedBy('bad_input')).toEqual([[], []]);
    expect(judgedBy('refused')).toEqual([null, null]);
  });
});

describe('a cancellation', () => {
  it('is true of a parcel that moves', () => {
    const parcel = parcelOf({ order: { fate: 'cancelled_in_flight', cancelledAt: h(50) } });
    const codes = (news: ReturnType<typeof told>) =>
      truthOfParcel(parcel, news, ends).planted.map(({ code, from }) => [code, from]);
    expect(codes(told(parcel, pickedUp))).toContainEqual(['cancelled_in_flight', h(50)]);
    expect(codes(told(parcel, ['label_created', 8]))).not.toContainEqual(['cancelled_in_flight', h(50)]);
  });
});
