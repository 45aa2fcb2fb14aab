import { describe, expect, it } from '@jest/globals';
import type { Parcel } from '../life/life.ts';
import { ends, h, parcelOf, stayOf, told } from './parcel.spec-kit.ts';
import { stallTruths } from './stays.ts';

/** From the depot's door at 200 h to the consignee's at `delivered`. */
const inLastMile = (delivered: number, stopped = false): Parcel =>
  parcelOf({ stays: [stayOf('last_mile', 200, delivered, { stopped })], deliveredAt: h(delivered) });
const arrived = ['arrived_at_delivery_depot', 200, { begins: 'last_mile' }] as const;

describe('a stalled leg', () => {
  it('is what a planted stoppage makes, from the P95 until the parcel is seen again', () => {
    const parcel = inLastMile(330, true);
    expect(stallTruths(parcel, told(parcel, arrived, ['delivered', 330]), ends)).toEqual({
      planted: [{ code: 'leg_stalled', stages: ['last_mile'], from: h(250), until: h(331), marker: h(300) }],
      excused: [],
    });
  });

  it('is nothing within the P95, and counts for nobody beyond it', () => {
    const soon = inLastMile(240);
    expect(stallTruths(soon, told(soon, arrived, ['delivered', 240]), ends)).toEqual({
      planted: [],
      excused: [],
    });
    const long = inLastMile(270);
    expect(stallTruths(long, told(long, arrived, ['delivered', 270]), ends)).toEqual({
      planted: [],
      excused: [{ code: 'leg_stalled', stages: ['last_mile'], from: h(250), until: h(271) }],
    });
  });

  it('lasts to the end where a parcel is lost', () => {
    const lost = parcelOf({ stays: [stayOf('last_mile', 200, null)], lostAt: h(200) });
    expect(stallTruths(lost, told(lost, arrived), ends).planted).toMatchObject([
      { from: h(250), until: null },
    ]);
    expect(stallTruths(lost, told(lost, arrived, ['lost', 700]), ends).planted).toMatchObject([
      { until: h(701) },
    ]);
  });

  it('counts for nobody where its P99.9 comes after the end', () => {
    const parcel = inLastMile(330, true);
    expect(stallTruths(parcel, told(parcel, arrived), h(299)).planted).toEqual([]);
  });

  const stays = [stayOf('awaiting_injection', 150, 190), stayOf('last_mile', 190, 230)];

  it('seems to go on where its end was forgotten: that counts for nobody', () => {
    const parcel = parcelOf({ stays });
    const released = ['import_customs_released', 150, { begins: 'awaiting_injection' }] as const;
    const depot = ['arrived_at_delivery_depot', 190, { begins: 'last_mile' }] as const;
    const delivered = ['delivered', 230] as const;
    expect(stallTruths(parcel, told(parcel, released, depot, delivered), ends).excused).toEqual([]);
    expect(stallTruths(parcel, told(parcel, released, delivered), ends).excused).toEqual([
      { code: 'leg_stalled', stages: ['awaiting_injection'], from: h(200), until: h(231) },
    ]);
  });

  it('is not excused by a silent feed', () => {
    const parcel = inLastMile(240);
    const late = { usuallyAt: h(241), sentAt: h(300) };
    expect(stallTruths(parcel, told(parcel, arrived, ['delivered', 240, late]), ends).excused).toEqual([]);
  });

  it('may be placed on the stage before where its beginning was told vaguely or not at all', () => {
    const parcel = parcelOf({
      stays: [stayOf('awaiting_injection', 150, 200), stayOf('last_mile', 200, 330, { stopped: true })],
    });
    const released = ['import_customs_released', 150, { begins: 'awaiting_injection' }] as const;
    expect(stallTruths(parcel, told(parcel, released, ['delivered', 330]), ends).planted).toMatchObject([
      { stages: ['last_mile', 'awaiting_injection'] },
    ]);
  });

  it('may be placed in the wait after a hub where the arrival at the depot was forgotten', () => {
    const parcel = parcelOf({
      stays: [stayOf('transshipment', 150, 190), stayOf('last_mile', 200, 330, { stopped: true })],
    });
    const hub = ['arrived_at_transit_hub', 150, { begins: 'transshipment' }] as const;
    const left = ['departed_transit_hub', 190, { begins: 'awaiting_injection' }] as const;
    expect(stallTruths(parcel, told(parcel, hub, left, ['delivered', 330]), ends).planted).toMatchObject([
      { stages: ['last_mile', 'transshipment', 'awaiting_injection'] },
    ]);
  });
});
