import { describe, expect, it } from '@jest/globals';
import type { EpcisEvent } from './epcis-event.ts';
import { EXTENSION_NAMESPACE, extensionPrefixOf } from './extension.ts';
import { readEpcisEvent } from './read-epcis.ts';

const event = (changes: Partial<EpcisEvent> & Record<string, unknown> = {}): EpcisEvent => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  eventTime: '2026-03-05T02:00:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList: ['urn:epc:id:sscc:0614141.1234567890'],
  ...changes,
});

describe('an event', () => {
  it.each([
    ['2026-03-05T02:00:00Z', '+08:00', '2026-03-05T10:00:00+08:00'],
    ['2026-03-05T02:00:00.250Z', '-05:30', '2026-03-04T20:30:00.250-05:30'],
    ['2026-03-05T10:00:00.123456+08:00', '+08:00', '2026-03-05T10:00:00.123456+08:00'],
    ['2026-03-05T10:00:00Z', '+00:00', '2026-03-05T10:00:00Z'],
  ])('of %s at a place with %s was at %s there', (eventTime, eventTimeZoneOffset, occurredAt) =>
    expect(readEpcisEvent(event({ eventTime, eventTimeZoneOffset }), null).occurredAt).toBe(occurredAt),
  );

  it('is where it was read, else where it left its object', () => {
    const [readPoint, bizLocation] = [{ id: 'urn:epc:id:sgln:1.1.1' }, { id: 'urn:epc:id:sgln:2.2.2' }];
    expect(readEpcisEvent(event({ readPoint, bizLocation }), null).place?.facility).toBe(readPoint.id);
    expect(readEpcisEvent(event({ bizLocation }), null).place?.facility).toBe(bizLocation.id);
    expect(readEpcisEvent(event(), null).place).toBeNull();
  });

  it('has its step and disposition as its code', () => {
    const bizStep = 'urn:epcglobal:cbv:bizstep:shipping';
    expect(readEpcisEvent(event({ bizStep, disposition: 'in_transit' }), null).code).toBe(
      'shipping/in_transit',
    );
    expect(readEpcisEvent(event({ bizStep }), null).code).toBe('shipping');
    expect(readEpcisEvent(event(), null)).toMatchObject({
      code: '',
      milestone: 'in_transit',
      codeKnown: true,
    });
  });

  it('is believed what stands beside it only under our namespace', () => {
    const told = event({
      bizStep: 'departing',
      'lf:milestone': 'departed_warehouse',
      'lf:reason': 'weather',
    });
    expect(readEpcisEvent(told, 'lf')).toMatchObject({ milestone: 'departed_warehouse', reason: 'weather' });
    expect(readEpcisEvent(told, 'other')).toMatchObject({ milestone: 'departed_facility', reason: null });
    expect(readEpcisEvent(told, null).milestone).toBe('departed_facility');
  });

  it('that only says what is in a unit is no news of the way', () => {
    expect(readEpcisEvent(event({ type: 'AggregationEvent' }), null).milestone).toBeNull();
    expect(readEpcisEvent(event({ type: 'AggregationEvent', bizStep: 'loading' }), null).milestone).toBe(
      'in_transit',
    );
  });

  it.each<[unknown, number | null]>([
    [{ type: 'Mass', value: 1.5, uom: 'KGM' }, 1_500],
    [{ type: 'Mass', value: 2, uom: 'LBR' }, 907.184_74],
    [{ type: 'Temperature', value: 5, uom: 'CEL' }, null],
    [{ type: 'Mass', value: 5, uom: 'constructor' }, null],
    [{ type: 'Mass', value: -5, uom: 'GRM' }, null],
    [{ type: 'Mass', value: '5', uom: 'GRM' }, null],
    [null, null],
  ])('with the report %j weighs %p g', (report, grams) => {
    const sensorElementList = [null, {}, { sensorReport: 5 }, { sensorReport: [report] }];
    expect(readEpcisEvent(event({ sensorElementList }), null).weightGrams).toBe(grams);
  });
});

describe('our namespace', () => {
  it.each<[unknown, string | null]>([
    [['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { lf: EXTENSION_NAMESPACE }], 'lf'],
    [{ a: 'https://acme.example/', landfall: EXTENSION_NAMESPACE }, 'landfall'],
    [['x', null, 5, { landfall: 'https://acme.example/' }], null],
    [undefined, null],
    [{ 'a/b': EXTENSION_NAMESPACE }, null],
  ])('in %j has the prefix %p', (context, prefix) => expect(extensionPrefixOf(context)).toBe(prefix));
});
