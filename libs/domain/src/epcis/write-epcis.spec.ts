import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventUri } from './epcis-uri.ts';
import { extensionPrefixOf } from './extension.ts';
import { readEpcisEvent } from './read-epcis.ts';
import { anyHistory, of, scan } from './scans.spec-kit.ts';
import { epcisDocument } from './write-epcis.ts';

const eventsOf = (...scans: Parameters<typeof epcisDocument>[0]) =>
  epcisDocument(scans, of).epcisBody.eventList;

describe("a parcel's history as a document", () => {
  it('says of a scan what, when, where and why', () => {
    expect(eventsOf(scan())).toEqual([
      {
        type: 'ObjectEvent',
        eventID: 'urn:uuid:019a0000-0000-5000-8000-000000000003',
        action: 'OBSERVE',
        epcList: ['https://parcels.example/epcis/carriers/Yanwen/obj/LZ1CN'],
        eventTime: '2026-03-05T10:00:00+08:00',
        eventTimeZoneOffset: '+08:00',
        recordTime: '2026-03-05T03:00:00.000Z',
        bizStep: 'arriving',
        readPoint: { id: 'https://parcels.example/epcis/loc/CN,Shenzhen,SZX%202' },
        bizLocation: { id: 'https://parcels.example/epcis/loc/CN,Shenzhen,SZX%202' },
        bizTransactionList: [
          {
            type: 'po',
            bizTransaction: 'https://parcels.example/epcis/orders/bt/019a0000-0000-7000-8000-000000000002',
          },
        ],
        'landfall:parcelId': '019a0000-0000-7000-8000-000000000001',
        'landfall:milestone': 'arrived_at_facility',
      },
    ]);
  });

  it('knows no location behind a departure', () => {
    const [event] = eventsOf(scan({ milestone: 'departed_facility' }));
    expect(event).toMatchObject({ bizStep: 'departing', disposition: 'in_transit' });
    expect(event?.readPoint).toBeDefined();
    expect(event?.bizLocation).toBeUndefined();
  });

  it('begins and ends the life of what it is of', () => {
    const actions = eventsOf(
      scan({ milestone: 'label_created', occurredAt: '2026-03-01T00:00:00Z' }),
      scan({ milestone: 'destroyed' }),
    ).map(({ action }) => action);
    expect(actions).toEqual(['ADD', 'DELETE']);
  });

  it('tells of a transport unit once, where it is first heard of', () => {
    const unitId = '019a0000-0000-7000-8000-00000000000c';
    const later = scan({ unitId, occurredAt: '2026-03-07T10:00:00+08:00' });
    const events = eventsOf(later, scan({ unitId }), scan({ occurredAt: '2026-03-04T10:00:00+08:00' }));
    expect(events.map(({ type }) => type)).toEqual([
      'ObjectEvent',
      'AggregationEvent',
      'ObjectEvent',
      'ObjectEvent',
    ]);
    expect(events[1]).toMatchObject({
      action: 'OBSERVE',
      parentID: `https://parcels.example/epcis/units/obj/${unitId}`,
      childEPCs: ['https://parcels.example/epcis/carriers/Yanwen/obj/LZ1CN'],
      eventTime: '2026-03-05T10:00:00+08:00',
    });
  });

  it('tells weights as a sensor reports them', () => {
    expect(eventsOf(scan({ milestone: 'weighed', weightGrams: 350.5 }))[0]?.sensorElementList).toEqual([
      { sensorReport: [{ type: 'Mass', value: 350.5, uom: 'GRM' }] },
    ]);
  });

  it('tells an offset that the standard does not know as UTC', () => {
    const [event] = eventsOf(scan({ occurredAt: '2026-03-05T10:00:00+14:30' }));
    expect(event).toMatchObject({ eventTime: '2026-03-04T19:30:00.000Z', eventTimeZoneOffset: '+00:00' });
  });

  it('is by time', () => {
    fc.assert(
      fc.property(anyHistory, (scans) => {
        const times = eventsOf(...scans).map(({ eventTime }) => Date.parse(eventTime));
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
    );
  });

  it('gives milestones, legs, reasons, times, places and weights back, whatever they are', () => {
    fc.assert(
      fc.property(anyHistory, (scans) => {
        const document = epcisDocument(scans, of);
        const prefix = extensionPrefixOf(document['@context']);
        const byId = new Map(scans.map((one) => [eventUri(of.base, one), one]));
        const events = document.epcisBody.eventList.filter(({ type }) => type === 'ObjectEvent');
        expect(events).toHaveLength(scans.length);
        for (const event of events) {
          const told = byId.get(event.eventID ?? '');
          const read = readEpcisEvent(event, prefix);
          expect(read).toMatchObject({
            milestone: told?.milestone,
            leg: told?.leg,
            reason: told?.reason,
            offsetSource: told?.offsetSource,
            weightGrams: told?.weightGrams,
            proof: told?.proof,
            codeKnown: true,
          });
          expect(Date.parse(read.occurredAt)).toBe(Date.parse(told?.occurredAt ?? ''));
        }
      }),
    );
  });
});
