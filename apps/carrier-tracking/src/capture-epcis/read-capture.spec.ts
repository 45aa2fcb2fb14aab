import { describe, expect, it } from '@jest/globals';
import { EXTENSION_NAMESPACE as extensionNamespace } from '@landfall/domain';
import { readCapture } from './read-capture.ts';
import { splitByParcel } from './split-by-parcel.ts';

const event = (changes: object = {}) => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  eventTime: '2026-03-05T02:00:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList: ['https://acme.example/carriers/Yanwen/obj/lz1cn'],
  bizStep: 'departing',
  ...changes,
});
const document = (eventList: unknown, more: object = {}) => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  epcisBody: { eventList },
  ...more,
});

const read = (value: unknown) => readCapture(Buffer.from(JSON.stringify(value)));
const faultsOf = (value: unknown) =>
  read(value).events.map((one) => (one.kind === 'refused' ? one.error.errors : []));
const acceptedOf = (value: unknown) => read(value).events.filter((one) => one.kind === 'event');

describe('a capture', () => {
  it('is a document, a list or one event', () => {
    expect(read(document([event(), event()]))).toMatchObject({ alone: false, events: [{}, {}] });
    expect(read([event()])).toMatchObject({ alone: false, events: [{ kind: 'event' }] });
    expect(read(event())).toMatchObject({ alone: true, events: [{ kind: 'event' }] });
    expect(read(document([]))).toEqual({ alone: false, events: [] });
  });

  it.each([
    ['{', 'malformed_json'],
    ['\u00ff', 'malformed_json'],
    ['7', 'not_epcis'],
    ['null', 'not_epcis'],
    ['{"hello":1}', 'not_epcis'],
    ['{"type":"EPCISDocument"}', 'validation_failed'],
    ['{"type":"EPCISDocument","epcisBody":{"eventList":{}}}', 'validation_failed'],
    [`${'['.repeat(100)}${']'.repeat(100)}`, 'too_deep'],
  ])('%s is refused as a whole', (text, code) =>
    expect(() => readCapture(Buffer.from(text))).toThrow(expect.objectContaining({ status: 400, code })),
  );

  it('has ten thousand events at most', () =>
    expect(() => read(Array.from({ length: 10_001 }, () => 0))).toThrow(
      expect.objectContaining({ status: 413 }),
    ));

  it('tells where in the body an event is wrong', () => {
    const wrong = event({ eventTime: 'yesterday' });
    const pointer = (at: string) => [[{ pointer: at, detail: expect.stringContaining('RFC 3339') }]];
    expect(faultsOf(document([wrong]))).toEqual(pointer('/epcisBody/eventList/0/eventTime'));
    expect(faultsOf([wrong])).toEqual(pointer('/0/eventTime'));
    expect(faultsOf(wrong)).toEqual(pointer('/eventTime'));
  });

  it.each<[object, string]>([
    [{ type: 'TransformationEvent' }, '/type'],
    [{ eventTime: '2026-03-05T02:00:00' }, '/eventTime'],
    [{ eventTime: '2026-02-30T02:00:00Z' }, '/eventTime'],
    [{ eventTime: '1970-01-01T00:00:00Z' }, '/eventTime'],
    [{ eventTimeZoneOffset: '+15:00' }, '/eventTimeZoneOffset'],
    [{ eventTimeZoneOffset: undefined }, '/eventTimeZoneOffset'],
    [{ action: 'READ' }, '/action'],
    [{ epcList: [] }, '/epcList'],
    [{ epcList: undefined }, '/epcList'],
    [{ epcList: ['LZ1CN'] }, '/epcList/0'],
    [
      { epcList: ['https://acme.example/obj/A1', `https://acme.example/obj/${'A'.repeat(65)}`] },
      '/epcList/1',
    ],
    [{ epcList: ['https://acme.example/carriers/%00/obj/A1'] }, '/epcList/0'],
    [{ epcList: ['urn:epc:id:sgtin:0614141.107346.2017'] }, '/epcList'],
    [{ epcList: [7] }, '/epcList/0'],
    [{ bizStep: 7 }, '/bizStep'],
    [{ readPoint: {} }, '/readPoint/id'],
    [{ errorDeclaration: { declarationTime: '2026-03-06T00:00:00Z' } }, '/errorDeclaration'],
  ])('refuses %j', (changes, pointer) => {
    const [faults] = faultsOf([event(changes)]);
    expect(faults?.map((fault) => fault.pointer)).toContain(`/0${pointer}`);
  });

  it.each<[object, string]>([
    [{ 'lf:milestone': 'teleported' }, '/lf:milestone'],
    [{ 'lf:milestone': 'delayed', 'lf:leg': 'nowhere' }, '/lf:leg'],
    [{ 'lf:milestone': 'picked_up', 'lf:leg': 'trunk_line' }, '/lf:leg'],
    [{ 'lf:reason': 'fate' }, '/lf:reason'],
  ])('refuses %j under our namespace, and only there', (changes, pointer) => {
    const told = [event(changes)];
    const [faults] = faultsOf(document(told, { '@context': { lf: extensionNamespace } }));
    expect(faults?.map((fault) => fault.pointer)).toContain(`/epcisBody/eventList/0${pointer}`);
    expect(faultsOf(document(told))).toEqual([[]]);
  });

  it("takes an event's own context before the document's", () => {
    const told = event({ '@context': { own: extensionNamespace }, 'own:milestone': 'sorted' });
    expect(acceptedOf(document([told], { '@context': { lf: extensionNamespace } }))).toMatchObject([
      { prefix: 'own' },
    ]);
  });

  it('leaves goods out beside parcels', () => {
    const [accepted] = acceptedOf([
      event({ epcList: ['urn:epc:id:sgtin:0614141.107346.2017', 'https://acme.example/obj/A1'] }),
    ]);
    expect(accepted?.parcels).toEqual([{ epc: 'https://acme.example/obj/A1', number: 'A1', carrier: null }]);
  });
});

describe('what is kept of a capture', () => {
  const sscc = 'urn:epc:id:sscc:0614141.1234567890';

  it('is split by parcel, each event with that one alone', () => {
    const both = event({ epcList: ['https://acme.example/carriers/Yanwen/obj/lz1cn', sscc] });
    const aggregation = {
      ...event({ type: 'AggregationEvent', childEPCs: [sscc], parentID: 'urn:x:1' }),
      epcList: undefined,
    };
    const parts = splitByParcel(acceptedOf([both, aggregation]));
    expect(
      parts.map(({ payload: { number, carrier, events } }) => ({ number, carrier, events: events.length })),
    ).toEqual([
      { number: 'LZ1CN', carrier: 'Yanwen', events: 1 },
      { number: '106141412345678908', carrier: null, events: 2 },
      { number: '00106141412345678908', carrier: null, events: 2 },
    ]);
    expect(parts[0]?.payload.events).toMatchObject([
      { epcList: ['https://acme.example/carriers/Yanwen/obj/lz1cn'] },
    ]);
    expect(parts[1]?.payload.events).toMatchObject([{ epcList: [sscc] }, { childEPCs: [sscc] }]);
  });

  it('has so many events, or bytes, a part', () => {
    const many = Array.from({ length: 450 }, (_, index) => event({ eventID: `urn:uuid:${index}` }));
    expect(splitByParcel(acceptedOf(many)).map(({ of }) => of.length)).toEqual([200, 200, 50]);
    const large = Array.from({ length: 6 }, () => event({ 'x:filler': 'x'.repeat(60_000) }));
    expect(splitByParcel(acceptedOf(large)).map(({ of }) => of.length)).toEqual([4, 2]);
  });
});
