import { describe, expect, it } from '@jest/globals';
import type { ReadScan } from '../payload-reader.ts';
import { readerOf } from '../mapping/reader.spec-kit.ts';

const reader = readerOf('17track');

interface Event {
  sub_status?: string | null | undefined;
  stage?: string | null;
  time_iso?: string | null;
  [field: string]: unknown;
}

const event = (fields: Event): Event => ({
  time_iso: '2026-03-04T09:30:00+08:00',
  time_utc: '2026-03-04T01:30:00Z',
  time_raw: { date: '2026-03-04', time: '09:30:00', timezone: '+08:00' },
  description: 'something happened',
  location: 'Dongguan',
  address: { country: 'CN', city: 'Dongguan' },
  stage: null,
  sub_status: 'InTransit_Other',
  ...fields,
});

const push = (events: Event[], history: object = {}, data: object = {}) => ({
  event: 'TRACKING_UPDATED',
  data: {
    number: 'lz 500 000 001 cn',
    carrier: 3011,
    track_info: { tracking: { providers: [{ provider: { key: 3011 }, events }] }, ...history },
    ...data,
  },
});

const scansOf = (payload: unknown): ReadScan[] => {
  const reading = reader.read(payload);
  if (reading.kind !== 'understood') throw new Error(reading.reason);
  return reading.scans;
};
const onlyScan = (fields: Event, history: object = {}): ReadScan | undefined =>
  scansOf(push([event(fields)], history))[0];

describe("17TRACK's codes", () => {
  it.each([
    ['InfoReceived', 'label_created', null],
    ['InTransit_PickedUp', 'picked_up', null],
    ['InTransit_Other', 'in_transit', null],
    ['InTransit_Departure', 'departed_facility', null],
    ['InTransit_Arrival', 'arrived_at_facility', null],
    ['InTransit_CustomsProcessing', 'import_customs_started', null],
    ['InTransit_CustomsReleased', 'import_customs_released', null],
    ['InTransit_CustomsRequiringInformation', 'import_customs_held', 'documents'],
    ['AvailableForPickup_Other', 'available_for_pickup', null],
    ['OutForDelivery_Other', 'out_for_delivery', null],
    ['DeliveryFailure_Other', 'delivery_attempted', 'other'],
    ['DeliveryFailure_NoBody', 'delivery_attempted', 'consignee'],
    ['DeliveryFailure_Security', 'delivery_attempted', 'security'],
    ['DeliveryFailure_Rejected', 'refused', 'consignee'],
    ['DeliveryFailure_InvalidAddress', 'address_problem', 'address'],
    ['Delivered_Other', 'delivered', null],
    ['Exception_Other', 'delayed', 'other'],
    ['Exception_Returning', 'returning', 'other'],
    ['Exception_Returned', 'returned', 'other'],
    ['Exception_NoBody', 'delivery_attempted', 'consignee'],
    ['Exception_Security', 'security_rejected', 'security'],
    ['Exception_Damage', 'damaged', 'carrier'],
    ['Exception_Rejected', 'refused', 'consignee'],
    ['Exception_Delayed', 'delayed', 'other'],
    ['Exception_Lost', 'lost', 'carrier'],
    ['Exception_Destroyed', 'destroyed', 'other'],
    ['Exception_Cancel', 'cancelled', 'merchant'],
  ])('%s is %s (%s)', (code, milestone, reason) => {
    expect(onlyScan({ sub_status: code })).toMatchObject({
      reading: { milestone, reason },
      rawCode: code,
      codeUnknown: false,
    });
  });

  it.each(['NotFound_Other', 'NotFound_InvalidCode', 'Expired_Other'])('%s is no scan', (code) => {
    expect(scansOf(push([event({ sub_status: code })]))).toEqual([]);
  });

  it.each([
    ['InfoReceived', 'label_created'],
    ['PickedUp', 'picked_up'],
    ['Departure', 'departed_facility'],
    ['Arrival', 'arrived_at_facility'],
    ['AvailableForPickup', 'available_for_pickup'],
    ['OutForDelivery', 'out_for_delivery'],
    ['Delivered', 'delivered'],
    ['Returning', 'returning'],
    ['Returned', 'returned'],
  ])('stage %s is %s where there is no sub-status', (stage, milestone) => {
    expect(onlyScan({ sub_status: null, stage })).toMatchObject({ reading: { milestone }, rawCode: stage });
  });

  it('unknown ones are read by their main status, else as on the way, and marked', () => {
    expect(onlyScan({ sub_status: 'DeliveryFailure_Dog', stage: 'Arrival' })).toMatchObject({
      reading: { milestone: 'delivery_attempted' },
      rawCode: 'DeliveryFailure_Dog',
      codeUnknown: true,
    });
    expect(onlyScan({ sub_status: 'Levitating' })).toMatchObject({
      reading: { milestone: 'in_transit' },
      codeUnknown: true,
    });
    expect(onlyScan({ sub_status: 'Expired_New' })).toMatchObject({ reading: { milestone: 'in_transit' } });
  });

  it('of customs keep the export side for parcels whose origin the place is', () => {
    expect(onlyScan({ sub_status: 'InTransit_CustomsReleased' })?.reading.atOrigin).toBe(
      'export_customs_released',
    );
  });
});

describe('a v2.2 push, whose events have no sub-status', () => {
  const events: Event[] = [event({ time_iso: '2026-03-05T09:30:00+08:00' }), event({})].map((one) => ({
    ...one,
    sub_status: undefined,
  }));
  const latest = (sub_status: string) => ({ latest_status: { status: 'InTransit', sub_status } });

  it("reads the newest event by the parcel's own status, the others by their stage", () => {
    expect(
      scansOf(push(events, latest('InTransit_CustomsProcessing'))).map((scan) => scan.reading.milestone),
    ).toEqual(['import_customs_started', 'in_transit']);
  });

  it('never loses the newest event to a status that is no scan', () => {
    expect(scansOf(push(events, latest('Expired_Other'))).map((scan) => scan.reading.milestone)).toEqual([
      'in_transit',
      'in_transit',
    ]);
  });

  it('knows the newest event again when it is the newest no more', () => {
    const [newest] = scansOf(push(events.slice(0, 1), latest('InTransit_CustomsProcessing')));
    const later = [{ ...event({ time_iso: '2026-03-06T09:30:00+08:00' }), sub_status: undefined }, ...events];
    expect(scansOf(push(later, latest('OutForDelivery_Other')))[1]?.scanId).toBe(newest?.scanId);
  });
});

describe('the time of an event', () => {
  const raw = { date: '2026-03-04', time: '09:30:00', timezone: null };
  it.each([
    ['with its offset as given', {}, '2026-03-04T09:30:00+08:00', 'given'],
    ['in UTC where there is no local one', { time_iso: null }, '2026-03-04T01:30:00Z', 'given'],
    ['from its raw parts', { time_iso: null, time_utc: null }, '2026-03-04T09:30:00+08:00', 'given'],
    [
      'from raw parts without a zone, in that of the place',
      { time_iso: null, time_utc: null, time_raw: raw },
      '2026-03-04T09:30:00+08:00',
      'place',
    ],
    [
      'from raw parts without zone or place, assumed to be UTC',
      { time_iso: null, time_utc: null, time_raw: raw, address: null },
      '2026-03-04T09:30:00Z',
      'assumed_utc',
    ],
  ])('is read %s', (_, fields, occurredAt, offsetSource) => {
    expect(onlyScan(fields)?.time).toEqual({ occurredAt, offsetSource });
  });

  it('may be missing without spoiling the neighbours', () => {
    const timeless = event({ time_iso: null, time_utc: 'soon', time_raw: null });
    expect(scansOf(push([timeless, event({})])).map((scan) => scan.time?.occurredAt)).toEqual([
      undefined,
      '2026-03-04T09:30:00+08:00',
    ]);
  });
});

describe('a push', () => {
  it('is addressed by the normalised number and by what we call its carrier', () => {
    expect(reader.subjectOf(push([]))).toEqual({ number: 'LZ500000001CN', carrier: 'china-post' });
    expect(reader.subjectOf(push([], {}, { carrier: 424242 }))).toEqual({
      number: 'LZ500000001CN',
      carrier: '17track:424242',
    });
    expect(reader.read(push([]))).toMatchObject({
      addressing: { carriers: ['china-post'], byAggregator: true },
    });
  });

  it("reads every company's events, and the latest event where none are listed", () => {
    const two = {
      tracking: {
        providers: [{ events: [event({ location: 'A' })] }, { events: [event({ location: 'B' })] }],
      },
    };
    expect(scansOf(push([], two))).toHaveLength(2);
    expect(scansOf(push([], { latest_event: event({ sub_status: 'Delivered_Other' }) }))).toMatchObject([
      { reading: { milestone: 'delivered' } },
    ]);
    expect(scansOf(push([event({})], { latest_event: event({ location: 'elsewhere' }) }))).toHaveLength(1);
  });

  it('gives place and weight without free text', () => {
    const scan = onlyScan({}, { misc_info: { weight_kg: '0.35' } });
    expect(scan).toMatchObject({
      place: { country: 'CN', city: 'Dongguan', facility: null },
      weightGrams: 350,
    });
    expect(JSON.stringify(scan)).not.toContain('something happened');
  });

  it('that says tracking has stopped has no scans', () => {
    expect(
      reader.read({ event: 'TRACKING_STOPPED', data: { number: 'LZ1CN', carrier: 3011 } }),
    ).toMatchObject({
      kind: 'understood',
      scans: [],
    });
  });

  it.each([
    ['null', null, 'no_tracking_number'],
    ['a list', [1], 'no_tracking_number'],
    ['text', 'hello', 'no_tracking_number'],
    ['without data', { event: 'TRACKING_UPDATED' }, 'no_tracking_number'],
    ['with a blank number', { data: { number: '  ' } }, 'no_tracking_number'],
    ['without a history', { event: 'TRACKING_UPDATED', data: { number: 'A1' } }, 'no_tracking_history'],
    ['with text for a history', { data: { number: 'A1', track_info: 'x' } }, 'no_tracking_history'],
  ])('that is %s is not understood', (_, payload, reason) => {
    expect(reader.read(payload)).toMatchObject({ kind: 'not_understood', reason });
  });

  it.each([
    ['events that are no objects', push([7 as never, null as never, 'x' as never])],
    ['NUL and lone surrogates', push([event({ address: { country: '\0', city: 'a\0\ud800' } })])],
    ['lists where text is expected', push([event({ sub_status: ['x'] as never, description: {} })])],
  ])('survives %s', (_, payload) => {
    expect(JSON.stringify(scansOf(payload))).not.toMatch(/\\u0000|\\ud800/);
  });
});
