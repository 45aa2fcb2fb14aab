import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnreadableBody } from './bodies/unreadable-body.ts';
import { builtInMappings } from './built-in.ts';
import { faultText } from './file/located-fault.ts';
import { readMapping } from './file/read-mapping.ts';
import { MappedPayloadReader } from './mapped-payload.reader.ts';

const readerFor = (text: string, sender = 'test-post'): MappedPayloadReader => {
  const read = readMapping(`${sender}.yaml`, `sender: ${sender}\n${text}`);
  if (!read.ok) throw new Error(read.faults.map(faultText).join('\n'));
  return new MappedPayloadReader(read.mapping);
};

const file = `
format: json
parcels: ['parcels[]', parcel]
number: number
events: events
weight: { at: weight, unitAt: unit }
estimatedDelivery: [due, { date: dueOn }]
handOver: { at: next, number: number, carrier: by }
proof: { photo: picture }
zone: [place, Asia/Shanghai]
zones: { CCT: Asia/Shanghai }
event:
  time: [{ date: date, time: time, offset: zone }, { at: ticks, format: [epoch_s, epoch_ms], zone: utc }]
  code: code
  finerCode: join('/', [code, why])
  status: status
  reason: why
  description: text
  country: country
  city: city
  facility: hub
  weight: { at: weighed, unit: g }
  proof: { signature: signedBy }
codes: { DL: delivered, EX: { milestone: delayed, reason: other }, EX/12: { milestone: refused }, INV: null }
statuses: { X: { milestone: delayed, reason: carrier }, N: null }
reasons: { W1: weather }
patterns:
  - { match: abgeholt|picked up, is: picked_up }
  - { match: invoice, is: null }
`;
const reader = readerFor(file);

const understood = (payload: unknown, about?: Parameters<MappedPayloadReader['read']>[1], by = reader) => {
  const reading = by.read(payload, about);
  if (reading.kind !== 'understood') throw new Error(`${reading.reason}: ${reading.detail}`);
  return reading;
};
const scansOf = (...events: unknown[]) => understood({ parcel: { number: 'a 1', events } }).scans;
const scanOf = (event: object) => scansOf({ date: '2026-03-05', ...event })[0];
const meaning = (event: object) => {
  const scan = scanOf(event);
  return scan && [scan.reading.milestone, scan.reading.reason, scan.rawCode, scan.codeUnknown];
};

describe('what an event means', () => {
  it.each([
    ['its code', { code: 'dl', text: 'picked up', status: 'X' }, ['delivered', null, 'dl', false]],
    ['a finer code that is known', { code: 'EX', why: '12' }, ['refused', null, 'EX/12', false]],
    [
      'its code where the finer one is not known',
      { code: 'EX', why: '13' },
      ['delayed', 'other', 'EX', false],
    ],
    ['its code with its own reason', { code: 'EX', why: 'w1' }, ['delayed', 'weather', 'EX', false]],
    ['its words', { code: 'ZZ', text: 'Paket ABGEHOLT', status: 'X' }, ['picked_up', null, 'ZZ', false]],
    ['its words without a code', { text: 'picked up' }, ['picked_up', null, null, false]],
    ['its status, counted', { code: 'ZZ', text: 'hm', status: 'x' }, ['delayed', 'carrier', 'ZZ', true]],
    ['its status alone', { status: 'X' }, ['delayed', 'carrier', 'X', false]],
    ['that it is on its way, counted', { code: 'ZZ' }, ['in_transit', null, 'ZZ', true]],
    ['that it is on its way, without anything', {}, ['in_transit', null, null, true]],
    ['no scan by its code', { code: 'INV' }, undefined],
    ['no scan by its words', { code: 'ZZ', text: 'the INVOICE is made' }, undefined],
    ['no scan by its status', { code: 'ZZ', status: 'N' }, undefined],
  ])('is %s', (_, event, expected) => {
    expect(meaning(event)).toEqual(expected);
  });

  it('is kept where it is no scan, for merchants to whom it is one', () => {
    const events = [
      { code: 'INV', text: 'so so' },
      { code: 'ZZ', text: 'the INVOICE is made' },
    ];
    expect(understood({ parcel: { number: 'A1', events } }).noScans).toMatchObject([
      { rawCode: 'INV', reading: null },
      { rawCode: 'ZZ', reading: null, unmapped: { text: 'the INVOICE is made', readBy: 'text' } },
    ]);
  });

  it.each([
    ['nothing where its code stands in a table', { code: 'dl', text: 'hm' }, undefined],
    ['its words', { code: 'ZZ', text: 'picked up' }, { text: 'picked up', readBy: 'text' }],
    ['its status', { code: 'ZZ', text: 'hm', status: 'x' }, { text: 'hm', readBy: 'status' }],
    ['nothing else', { code: 'ZZ' }, { text: null, readBy: 'nothing' }],
    ['nothing else, without a code', { text: 'hm' }, { text: 'hm', readBy: 'nothing' }],
    ['words that it needs no code for', { text: 'picked up' }, undefined],
  ])('says that there is to be mapped: %s', (_, event, expected) => {
    expect(scansOf(event)[0]?.unmapped).toEqual(expected);
  });
});

describe('when and where an event was', () => {
  it.each([
    ['offset given', { time: '10:00:00', zone: '-0330' }, '2026-03-05T10:00:00-03:30', 'given'],
    ["the sender's own zone", { time: '10:00:00', zone: 'cct' }, '2026-03-05T10:00:00+08:00', 'given'],
    ['an abbreviation', { time: '10:00:00', zone: 'EST' }, '2026-03-05T10:00:00-05:00', 'given'],
    ['the place', { time: '10:00', country: 'DEU' }, '2026-03-05T10:00:00+01:00', 'place'],
    ['the carrier, without a place', { time: '10:00', zone: 'XYZ' }, '2026-03-05T10:00:00+08:00', 'carrier'],
    ['midnight without a time', { country: 'DE' }, '2026-03-05T00:00:00+01:00', 'place'],
    ['the telling with an offset', { time: '10:00', ticks: 1772704800 }, '2026-03-05T10:00:00Z', 'given'],
    ['another format', { date: null, ticks: '1772704800000' }, '2026-03-05T10:00:00Z', 'given'],
  ])('is told by %s', (_, event, occurredAt, offsetSource) => {
    expect(scanOf(event)?.time).toEqual({ occurredAt, offsetSource });
  });

  it('stays UTC where no zone can be told, and is none where nothing can be read', () => {
    const placeOnly = readerFor('format: json\nevents: e\nevent: { time: at }');
    const { scans } = understood(
      { e: [{ at: '2026-03-05 10:00' }, { at: 'soon' }] },
      { number: 'A1' },
      placeOnly,
    );
    expect(scans.map(({ time }) => time)).toEqual([
      { occurredAt: '2026-03-05T10:00:00Z', offsetSource: 'assumed_utc' },
      null,
    ]);
  });

  it('has its place normalised', () => {
    expect(scanOf({ country: 'Deutschland', city: ' Leipzig\0 ', hub: 'IPZ2' })?.place).toEqual({
      country: 'DE',
      city: 'Leipzig',
      facility: 'IPZ2',
    });
    expect(scanOf({ country: 'Atlantis' })?.place).toBeNull();
  });
});

describe('what is told of a parcel beside its scans', () => {
  const parcel = (changes: object) => ({ parcel: { number: 'A1', events: [{}, {}], ...changes } });

  it('is its weight, with the newest scan; an event may have its own', () => {
    const weights = (payload: unknown, by = reader) =>
      understood(payload, {}, by).scans.map((scan) => scan.weightGrams);
    expect(weights(parcel({ weight: 2, unit: 'LB' }))).toEqual([907, null]);
    expect(weights(parcel({ weight: 2, unit: 'LB', events: [{ weighed: 5 }, { weighed: 7 }] }))).toEqual([
      5, 7,
    ]);
    expect(weights(parcel({ weight: 2, unit: 'kg' }), readerFor(`${file}order: oldest_first\n`))).toEqual([
      null,
      2_000,
    ]);
  });

  it('is that there is a proof, with what was delivered, and not whose', () => {
    const proofs = (picture: unknown, ...events: object[]) =>
      understood(parcel({ picture, events })).scans.map(({ proof }) => proof?.type ?? null);
    expect(proofs(null, { code: 'DL', signedBy: 'Jane Roe' }, { code: 'EX', signedBy: 'x' })).toEqual([
      'signature',
      null,
    ]);
    expect(proofs('https://…', { code: 'DL' })).toEqual(['photo']);
    expect(JSON.stringify(scansOf({ code: 'DL', signedBy: 'Jane Roe' }))).not.toContain('Jane');
  });

  it.each([
    [{ due: '2026-03-07T12:00:00+01:00' }, '2026-03-07T12:00:00+01:00'],
    [{ due: '2026-03-07' }, '2026-03-07'],
    [{ dueOn: '2026-03-08' }, '2026-03-08'],
    [{ due: '2026-02-30' }, null],
    [{ due: '2026-13-01' }, null],
    [{ due: '0001-01-01T00:00:00' }, null],
    [{ due: '0001-01-01' }, null],
    [{ due: 'string' }, null],
    [{}, null],
  ])('is when it is expected: %j', (given, expected) => {
    expect(understood(parcel(given)).estimatedDelivery).toBe(expected);
  });

  it('is who carries it on', () => {
    const next = [{ number: 'lz 1 cn', by: 'China Post' }, { number: '' }, { number: 'A1' }, 7];
    expect(understood(parcel({ next })).handOvers).toEqual([{ number: 'LZ1CN', carrier: 'China Post' }]);
  });

  it('is who carries it on once a number, named where that is said anywhere', () => {
    const next = [{ number: 'B1' }, { number: 'b 1', by: 'USPS' }, { number: 'B1' }, { number: 'C1' }];
    expect(understood(parcel({ next })).handOvers).toEqual([
      { number: 'B1', carrier: 'USPS' },
      { number: 'C1', carrier: null },
    ]);
    const many = Array.from({ length: 500 }, (_, index) => ({ number: `N${index}` }));
    expect(understood(parcel({ next: many })).handOvers).toHaveLength(20);
  });

  it('is who carries it on by our name, where an aggregator’s key of him is known', () => {
    const aggregator = readerFor(
      `${file}aggregator: { carrier: by, carriers: { china-ems: [ems, china-ems] } }`,
    );
    const next = [
      { number: 'B1', by: 'china-ems' },
      { number: 'B2', by: 'nobodys' },
    ];
    const { handOvers } = understood(parcel({ next }), {}, aggregator);
    expect(handOvers.map(({ carrier }) => carrier)).toEqual(['ems', 'nobodys']);
  });
});

describe('scans that are known', () => {
  it('are left out, and the others read as ever; each is asked for once, whether or not it is a scan', () => {
    const payload = {
      parcel: {
        number: 'A1',
        events: [{ code: 'DL' }, { code: 'INV' }, { code: 'ZZ' }, { code: 'INV', text: 'b' }],
      },
    };
    const all = understood(payload);
    const [delivered, other] = all.scans;
    const [invoice, second] = all.noScans;
    const asked: string[] = [];
    const known = new Set([delivered?.scanId, second?.scanId]);
    const reading = understood(payload, {
      isKnown: (scanId) => {
        asked.push(scanId);
        return known.has(scanId);
      },
    });
    expect(asked).toEqual([delivered, invoice, other, second].map((one) => one?.scanId));
    expect(reading).toEqual({ ...all, scans: [other], noScans: [invoice] });
  });
});

describe('a payload with several parcels', () => {
  const payload = {
    parcels: [
      { number: 'A1', events: [{ code: 'DL' }] },
      { number: 'B2', events: [{ code: 'EX' }] },
      { number: 'a1', events: [{ code: 'EX' }, {}] },
      { events: [{ code: 'DL' }] },
    ],
  };

  it('is read for one of them, wherever it stands', () => {
    expect(understood(payload).number).toBe('A1');
    expect(understood(payload, { number: 'B2' }).scans).toHaveLength(1);
    expect(understood(payload, { number: 'A1' }).scans).toHaveLength(3);
    expect(reader.read(payload, { number: 'C3' })).toMatchObject({ reason: 'no_tracking_number' });
  });

  it('is kept once for each number, which then is read as in the whole', () => {
    const body = Buffer.from(JSON.stringify(payload));
    const parts = reader.partsOf(body);
    expect(parts.map(({ subject }) => subject)).toEqual([
      { number: 'A1', carrier: 'test-post' },
      { number: 'B2', carrier: 'test-post' },
    ]);
    for (const { subject, body: part } of parts)
      expect(reader.read(reader.parse(part), { number: subject?.number })).toEqual(
        reader.read(payload, { number: subject?.number }),
      );
    expect(parts[1]?.body.toString()).not.toContain('A1');
  });

  it('is refused with more of them than an answer can have', () => {
    const parcels = Array.from({ length: 501 }, (_, index) => ({ number: `N${index}` }));
    expect(() => reader.partsOf(Buffer.from(JSON.stringify({ parcels })))).toThrow('500 parcels at most');
    expect(reader.read({ parcels })).toMatchObject({ kind: 'not_understood', reason: 'too_many_parcels' });
  });

  it('that is one, is kept byte by byte', () => {
    const body = Buffer.from('{"parcel":  {"number": "A1"}}');
    expect(reader.partsOf(body)).toEqual([{ subject: { number: 'A1', carrier: 'test-post' }, body }]);
    expect(reader.partsOf(Buffer.from('{}'))).toEqual([{ subject: undefined, body: Buffer.from('{}') }]);
  });

  it('in XML is cut, in UTF-8 whatever it came in', () => {
    const xml = readerFor(
      'format: xml\nparcels: a.p[]\nnumber: n\nevents: "e[]"\nevent: { time: t, city: c }',
    );
    const city = Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]);
    const parcel = (number: string) => `<p><n>${number}</n><e><t>2026-03-05T10:00:00Z</t><c>`;
    const body = Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="GBK"?><a>${parcel('A1')}`),
      city,
      Buffer.from(`</c></e></p>${parcel('B2')}</c></e></p></a>`),
    ]);
    const [a, b] = xml.partsOf(body);
    expect(b?.body.toString()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><a><p><n>B2</n><e><t>2026-03-05T10:00:00Z</t><c></c></e></p></a>',
    );
    expect(understood(xml.parse(a?.body ?? body), {}, xml).scans[0]?.place?.city).toBe('北京');
  });
});

describe('a payload that cannot be understood', () => {
  it.each([
    ['without a parcel', {}, 'no_tracking_number'],
    ['with a blank number', { parcel: { number: ' ', events: [] } }, 'no_tracking_number'],
    ['without events', { parcel: { number: 'A1' } }, 'no_tracking_history'],
    ['with too many events', { parcel: { number: 'A1', events: Array(5_001).fill({}) } }, 'too_many_events'],
  ])('%s says why', (_, payload, reason) => {
    expect(reader.read(payload)).toMatchObject({
      kind: 'not_understood',
      reason,
      detail: expect.any(String),
    });
  });

  it('of a sender who names no number needs one to be named', () => {
    const nameless = readerFor('format: json\nevents: e\nevent: { time: at }');
    expect(nameless.read({ e: [{}] })).toMatchObject({ reason: 'no_tracking_number' });
    expect(understood({ e: [{}] }, { number: 'A1' }, nameless).number).toBe('A1');
    expect(nameless.partsOf(Buffer.from('{}'), undefined, ' a 1 ')[0]?.subject).toEqual({
      number: 'A1',
      carrier: 'test-post',
    });
  });
});

describe('hostile payloads', () => {
  const names = fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'data',
    'number',
    'track_info',
    'tracking',
    'providers',
    'events',
    'time_iso',
    'sub_status',
    'address',
    'country',
    'trackResponse',
    'shipment',
    'package',
    'activity',
    'status',
    'trackingNumber',
    'eventHistory',
    'date',
    'time',
    'length',
    '_text',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('\0', '\ud800', '1970-01-01T00:00:00Z', '2099-12-31T23:59:59Z', '9'.repeat(40), '+99:99'),
  );
  const hostile = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      texts,
      fc.constantFrom(null, true, 0, -1, 1e308, 9007199254740993),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.array(fc.tuple(names, tie('node')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).node;
  const readers = [...builtInMappings().values()].map((mapping) => new MappedPayloadReader(mapping));

  it('are understood or refused with a reason, and touch nothing but their reading', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    fc.assert(
      fc.property(hostile, (payload) => {
        for (const one of [reader, ...readers]) {
          const reading = one.read(payload);
          if (reading.kind === 'not_understood') expect(reading.reason).toMatch(/^[a-z_]+$/);
          else
            for (const scan of reading.scans)
              expect(JSON.stringify(scan)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        }
      }),
      { numRuns: 500 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  });

  it('are read from their bytes, or refused as unreadable', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((one) => Buffer.from(one)),
      hostile.map((payload) => Buffer.from(JSON.stringify(payload) ?? '')),
      fc
        .array(
          fc.constantFrom(
            '<a>',
            '</a>',
            '<pin>',
            '</pin>',
            '&amp;',
            '&x;',
            ']]>',
            '<![CDATA[',
            '\0',
            'x',
            '<!--',
            '-->',
          ),
          { maxLength: 12 },
        )
        .map((parts) => Buffer.from(`<tracking-detail>${parts.join('')}</tracking-detail>`)),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        for (const one of [reader, ...readers]) {
          try {
            for (const part of one.partsOf(body))
              one.read(one.parse(part.body), { number: part.subject?.number });
          } catch (error) {
            if (!(error instanceof UnreadableBody)) throw error;
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
