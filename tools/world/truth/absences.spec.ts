import { describe, expect, it } from '@jest/globals';
import { collectionTruth, dispatchTruth, dutyTruth, lossTruth, onlineTruth } from './absences.ts';
import { ends, h, parcelOf, told } from './parcel.spec-kit.ts';

const nothing = { planted: [], excused: [] };
const british = parcelOf({ routeId: 'pearl-gb-air' });
const american = parcelOf();

describe('not online', () => {
  it('is nothing where a scan was told within 48 h of the announced hand-over', () =>
    expect(onlineTruth(american, told(american, ['picked_up', 57]), ends)).toEqual(nothing));

  it('is true from then on until something is heard, a label being nothing', () => {
    const news = told(american, ['label_created', 7], ['picked_up', 70]);
    expect(onlineTruth(american, news, ends)).toEqual({
      planted: [{ code: 'not_online', stages: null, from: h(58), until: h(71), marker: null }],
      excused: [],
    });
  });

  it('is true to the end of what was never scanned', () =>
    expect(onlineTruth(american, [], ends).planted).toMatchObject([{ from: h(58), until: null }]));

  it('is due 72 h after the registration where no hand-over was announced', () => {
    const parcel = parcelOf({ shippedAt: null });
    expect(onlineTruth(parcel, [], ends).planted).toMatchObject([{ from: h(78) }]);
  });

  it('counts for nobody where it happened in time and is told late', () => {
    const news = told(american, ['picked_up', 40, { usuallyAt: h(65), sentAt: h(65) }]);
    expect(onlineTruth(american, news, ends)).toEqual({
      planted: [],
      excused: [{ code: 'not_online', stages: null, from: h(58), until: h(65) }],
    });
  });

  it('is not excused by a silent feed', () => {
    const news = told(american, ['picked_up', 40, { usuallyAt: h(41), sentAt: h(90) }]);
    expect(onlineTruth(american, news, ends)).toEqual(nothing);
  });

  it('counts for nobody where it is a matter of minutes, or due after the end', () => {
    expect(onlineTruth(american, told(american, ['picked_up', 59]), ends).planted).toEqual([]);
    expect(onlineTruth(american, [], h(50)).planted).toEqual([]);
  });
});

describe('not dispatched', () => {
  const { order } = american;
  it('is true from 72 h after the order, or from its own limit', () => {
    expect(dispatchTruth(order, [], ends).planted).toMatchObject([{ from: h(72), until: null }]);
    const own = parcelOf({ order: { shipBy: h(90) } }).order;
    expect(dispatchTruth(own, told(american, ['picked_up', 100]), ends).planted).toMatchObject([
      { from: h(90), until: h(101) },
    ]);
  });
  it('is nothing where a parcel was scanned, or the order cancelled, before', () => {
    expect(dispatchTruth(order, told(american, ['picked_up', 60]), ends)).toEqual(nothing);
    expect(dispatchTruth(parcelOf({ order: { cancelledAt: h(4) } }).order, [], ends)).toEqual(nothing);
  });
});

describe('duty unpaid', () => {
  it('is true where nothing was paid for 80 h, from half of the holding time on', () => {
    const news = told(british, ['duty_requested', 100], ['duty_paid', 200]);
    expect(dutyTruth(british, news, ends).planted).toMatchObject([{ from: h(136), until: h(201) }]);
  });
  it('counts for nobody where it was paid between 36 and 80 h', () => {
    const news = told(british, ['duty_requested', 100], ['duty_paid', 160]);
    expect(dutyTruth(british, news, ends)).toMatchObject({ planted: [], excused: [{ from: h(136) }] });
  });
  it('is nothing where it was paid soon, or where the route promised to pay it', () => {
    expect(dutyTruth(british, told(british, ['duty_requested', 100], ['duty_paid', 120]), ends)).toEqual(
      nothing,
    );
    expect(dutyTruth(american, told(american, ['duty_requested', 100]), ends)).toEqual(nothing);
  });
});

describe('uncollected', () => {
  it('is true from half of the storage time on: Royal Mail keeps a parcel for 18 days', () => {
    const news = told(british, ['available_for_pickup', 200], ['delivered', 200 + 15 * 24]);
    expect(collectionTruth(british, news, ends).planted).toMatchObject([
      { from: h(200 + 9 * 24), until: h(201 + 15 * 24), marker: h(200 + 18 * 24) },
    ]);
  });
  it('is nothing where it was fetched before', () => {
    const news = told(british, ['available_for_pickup', 200], ['delivered', 200 + 8 * 24]);
    expect(collectionTruth(british, news, ends)).toEqual(nothing);
  });
  it('counts for nobody where it was fetched before and that is told after, feeds being as usual', () => {
    const fetched = (more: object) =>
      told(british, ['available_for_pickup', 200], ['delivered', 200 + 8 * 24, more]);
    const late = { usuallyAt: h(200 + 10 * 24), sentAt: h(200 + 10 * 24) };
    expect(collectionTruth(british, fetched(late), ends)).toMatchObject({
      planted: [],
      excused: [{ from: h(200 + 9 * 24), until: h(200 + 10 * 24) }],
    });
    expect(collectionTruth(british, fetched({ sentAt: h(200 + 10 * 24) }), ends)).toEqual(nothing);
  });
});

describe('suspected lost', () => {
  const lost = parcelOf({ fate: 'lost_untold', lostAt: h(300) });
  const news = told(lost, ['arrived_at_delivery_depot', 300]);

  it('is true of a lost parcel from the last that was heard of it', () =>
    expect(lossTruth(lost, news, ends).planted).toEqual([
      { code: 'suspected_lost', stages: null, from: h(301), until: null, marker: h(301 + 6 * 24) },
    ]));
  it('counts for nobody where the play ends, or the loss is told, within 12 days', () => {
    expect(lossTruth(lost, news, h(301 + 11 * 24)).planted).toEqual([]);
    const admitted = [...news, ...told(lost, ['lost', 300 + 10 * 24])];
    expect(lossTruth(lost, admitted, ends)).toMatchObject({ planted: [], excused: [{ from: h(301) }] });
  });
  it('ends with the loss being told', () => {
    const admitted = [...news, ...told(lost, ['lost', 300 + 20 * 24])];
    expect(lossTruth(lost, admitted, ends).planted).toMatchObject([{ until: h(301 + 20 * 24) }]);
  });
  it('counts for nobody in a planted silence of 10 days, and is no loss in an ocean’s', () => {
    const silent = (fate: 'stopped' | null) =>
      lossTruth(
        parcelOf({ fate }),
        told(american, ['picked_up', 20], ['arrived_at_warehouse', 20 + 11 * 24], ['delivered', 59 * 24]),
        ends,
      );
    expect(silent('stopped').excused.map(({ from, until }) => [from, until])).toContainEqual([
      h(21),
      h(21 + 11 * 24),
    ]);
    expect(silent(null)).toEqual(nothing);
  });
});
