import { describe, expect, it } from '@jest/globals';
import { EpcisReader } from './epcis.reader.ts';

const reader = new EpcisReader();

const event = (changes: object = {}) => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  eventTime: '2026-03-05T02:00:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList: ['https://acme.example/carriers/Yan_Wen/obj/LZ1CN'],
  bizStep: 'departing',
  disposition: 'in_transit',
  readPoint: { id: 'https://acme.example/epcis/loc/CN,Shenzhen' },
  ...changes,
});
const payload = (events: object[], changes: object = {}) => ({
  epc: 'https://acme.example/carriers/Yan_Wen/obj/LZ1CN',
  number: 'LZ1CN',
  carrier: 'Yan_Wen',
  prefix: 'lf',
  events,
  ...changes,
});
const scansOf = (told: unknown, isKnown?: (scanId: string) => boolean) => {
  const reading = reader.read(told, { isKnown });
  if (reading.kind !== 'understood') throw new Error(reading.reason);
  return reading.scans;
};

describe('captured events', () => {
  it('are scans in the normalised vocabulary', () => {
    expect(reader.read(payload([event()]))).toMatchObject({
      kind: 'understood',
      number: 'LZ1CN',
      addressing: { carriers: ['yan-wen'], byAggregator: true },
      scans: [
        {
          number: 'LZ1CN',
          reading: { milestone: 'departed_facility', leg: null, reason: null },
          time: { occurredAt: '2026-03-05T10:00:00+08:00', offsetSource: 'given' },
          place: { country: 'CN', city: 'Shenzhen', facility: null },
          rawCode: 'departing/in_transit',
          codeUnknown: false,
        },
      ],
    });
  });

  it('say how sure their offset is', () => {
    const [scan] = scansOf(payload([event({ 'lf:offsetSource': 'assumed_utc', 'lf:proof': 'photo' })]));
    expect(scan).toMatchObject({
      time: { offsetSource: 'assumed_utc' },
      proof: { type: 'photo', ref: null },
    });
  });

  it('are counted where their step is nobody knows whose, and no scans where it is no news', () => {
    const own = event({ bizStep: 'https://acme.example/steps/teleporting', disposition: undefined });
    expect(scansOf(payload([own, event({ bizStep: 'stock_taking' })]))).toMatchObject([
      {
        codeUnknown: true,
        reading: { milestone: 'in_transit' },
        rawCode: 'https://acme.example/steps/teleporting',
      },
    ]);
  });

  it('have the same identity in each spelling of a number, and another for anything told anew', () => {
    const [one] = scansOf(payload([event()]));
    const [spelt] = scansOf(payload([event()], { number: '00LZ1CN' }));
    expect(spelt?.scanId).toBe(one?.scanId);
    const others = [
      event({ eventID: 'urn:uuid:1' }),
      event({ eventTime: '2026-03-05T02:00:01Z' }),
      event({ bizStep: 'arriving' }),
      event({ readPoint: undefined }),
      event({ 'lf:milestone': 'departed_warehouse' }),
    ];
    expect(new Set([one, ...scansOf(payload(others))].map((scan) => scan?.scanId)).size).toBe(6);
  });

  it('are left out where they are known', () => {
    const told = payload([event(), event({ eventID: 'urn:uuid:1' })]);
    const [first, second] = scansOf(told);
    expect(scansOf(told, (scanId) => scanId === first?.scanId)).toEqual([second]);
  });

  it('are kept under any carrier where they name none', () => {
    expect(reader.subjectOf(payload([event()]))).toEqual({ number: 'LZ1CN', carrier: 'yan-wen' });
    const none = payload([event()], { carrier: null });
    expect(reader.subjectOf(none)).toEqual({ number: 'LZ1CN', carrier: 'epcis:unknown' });
    expect(reader.read(none)).toMatchObject({ addressing: { carriers: [] } });
  });

  it.each([undefined, {}, [], payload([]), payload([{ type: 'ObjectEvent' }])])(
    'are not understood as %j',
    (told) => {
      expect(reader.subjectOf(told)).toBeUndefined();
      expect(reader.read(told)).toMatchObject({ kind: 'not_understood', reason: 'invalid_epcis' });
    },
  );
});
