import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parcelUri } from './epcis-uri.ts';
import { anyScan, of, scan } from './scans.spec-kit.ts';
import {
  epcisQueryDocument,
  eventsOfRecord,
  fitsQuery,
  parcelsOfEpcs,
  type EpcisRecord,
} from './write-query.ts';

const record = (changes: Partial<EpcisRecord> = {}): EpcisRecord => ({
  scan: scan(),
  parcelId: of.parcelId,
  orderId: of.orderId,
  isFirstOfUnit: false,
  correction: null,
  ...changes,
});
const eventsOf = (changes: Partial<EpcisRecord> = {}) => eventsOfRecord(record(changes), of.base);
const unitId = '019a0000-0000-7000-8000-00000000000c';

describe('what was recorded', () => {
  it('is an event a scan, and one more where a transport unit is first told of', () => {
    expect(eventsOf().map(({ type }) => type)).toEqual(['ObjectEvent']);
    const inUnit = scan({ unitId });
    expect(eventsOf({ scan: inUnit, isFirstOfUnit: true })).toMatchObject([
      {
        type: 'AggregationEvent',
        eventID: `${of.base}/epcis/events/${inUnit.eventId}/unit`,
        parentID: `${of.base}/epcis/units/obj/${unitId}`,
      },
      { type: 'ObjectEvent', eventID: `urn:uuid:${inUnit.eventId}` },
    ]);
    expect(eventsOf({ scan: inUnit })).toHaveLength(1);
  });

  it('has no order where none is known yet', () =>
    expect(eventsOf({ orderId: null })[0]).not.toHaveProperty('bizTransactionList'));

  it('tells that a scan was wrong by its event, the error, and which event is right', () => {
    const [wrong] = eventsOf();
    const correction = { revision: 1, recordedAt: '2026-03-06T00:00:00.000Z' };
    const [right] = eventsOf({ scan: scan({ revision: 1 }) });
    expect(eventsOf({ correction, scan: scan({ unitId }), isFirstOfUnit: true })).toEqual([
      {
        ...wrong,
        recordTime: correction.recordedAt,
        errorDeclaration: {
          declarationTime: correction.recordedAt,
          reason: 'incorrect_data',
          correctiveEventIDs: [right?.eventID],
        },
      },
    ]);
  });

  it('has an id of its own in each event', () => {
    fc.assert(
      fc.property(anyScan, (one) => {
        const all = [0, 1].flatMap((revision) =>
          eventsOf({ scan: { ...one, unitId, revision }, isFirstOfUnit: revision === 0 }),
        );
        expect(new Set(all.map(({ eventID }) => eventID)).size).toBe(3);
      }),
    );
  });
});

describe('a query', () => {
  const [event] = eventsOf({ scan: scan({ milestone: 'delivered' }) });
  const [declared] = eventsOf({ correction: { revision: 1, recordedAt: '2026-03-06T00:00:00.000Z' } });
  if (!event || !declared) throw new Error('nothing was told');

  it.each<[Parameters<typeof fitsQuery>[0], boolean]>([
    [{}, true],
    [{ eventType: ['ObjectEvent'] }, true],
    [{ eventType: ['AggregationEvent'] }, false],
    [{ EQ_action: ['OBSERVE', 'ADD'] }, true],
    [{ EQ_action: ['DELETE'] }, false],
    [{ EQ_bizStep: ['shipping', 'receiving'] }, true],
    [{ EQ_bizStep: ['urn:epcglobal:cbv:bizstep:receiving'] }, true],
    [{ EQ_bizStep: ['shipping'] }, false],
    [{ EQ_disposition: ['https://ref.gs1.org/cbv/Disp-dispensed'] }, true],
    [{ EQ_disposition: ['in_transit'] }, false],
    [{ EQ_eventID: [`urn:uuid:${scan().eventId}`] }, true],
    [{ EQ_eventID: ['urn:uuid:x'] }, false],
    [{ GE_eventTime: '2026-03-05T02:00:00Z', LT_eventTime: '2026-03-05T02:00:01Z' }, true],
    [{ LT_eventTime: '2026-03-05T10:00:00+08:00' }, false],
    [{ GE_recordTime: '2026-03-05T11:00:00+08:00' }, true],
    [{ LT_recordTime: '2026-03-05T03:00:00Z' }, false],
    [{ EXISTS_errorDeclaration: false }, true],
    [{ EXISTS_errorDeclaration: true }, false],
    [{ EQ_bizStep: ['receiving'], EQ_action: ['ADD'] }, false],
  ])('for %j finds a delivery: %s', (query, found) => expect(fitsQuery(query)(event)).toBe(found));

  it('for declarations of errors finds them', () =>
    expect(fitsQuery({ EXISTS_errorDeclaration: true })(declared)).toBe(true));

  it('for parcels finds their scans, by the carrier where a URI tells it', () => {
    const { numbers, isOf } = parcelsOfEpcs([
      parcelUri(of.base, 'Yanwen', 'LZ1CN'),
      'urn:epc:id:sscc:0614141.1234567890',
      'urn:epc:id:sgtin:0614141.107346.2017',
      'nothing',
    ]);
    expect(numbers).toEqual(['LZ1CN', '106141412345678908', '00106141412345678908']);
    expect(isOf(scan())).toBe(true);
    expect(isOf(scan({ carrier: 'dhl' }))).toBe(false);
    expect(isOf(scan({ carrier: 'dhl', trackingNumber: '00106141412345678908' }))).toBe(true);
  });

  it('is answered by a document of its own kind', () =>
    expect(epcisQueryDocument([event], of.creationDate)).toMatchObject({
      type: 'EPCISQueryDocument',
      schemaVersion: '2.0',
      creationDate: of.creationDate,
      epcisBody: { queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList: [event] } } },
    }));
});
