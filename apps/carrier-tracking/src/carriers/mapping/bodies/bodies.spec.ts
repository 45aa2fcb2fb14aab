import { describe, expect, it } from '@jest/globals';
import { decodeText, withUtf8Prolog } from './decode-text.ts';
import { parseJson } from './parse-json.ts';
import { parseXml } from './parse-xml.ts';
import { splitJson, splitXml } from './split-body.ts';
import { UnreadableBody } from './unreadable-body.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof UnreadableBody) return error.code;
    throw error;
  }
  return 'readable';
};

describe('the text of a body', () => {
  const beijing = Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]);
  const declared = (encoding: string, content: Buffer) =>
    Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><a>`),
      content,
      Buffer.from('</a>'),
    ]);

  it('is UTF-8 where nothing else is said, without its mark', () => {
    expect(decodeText(Buffer.from('\ufeff{"a":"é"}'))).toBe('{"a":"é"}');
    expect(decodeText(Buffer.from('\ufeff<a/>', 'utf16le'))).toBe('<a/>');
  });

  it('is in the encoding that Content-Type, else the prolog names', () => {
    expect(decodeText(beijing, 'gbk')).toBe('北京');
    expect(decodeText(declared('GBK', beijing))).toContain('<a>北京</a>');
    expect(decodeText(declared('ISO-8859-1', Buffer.from([0xe9])))).toContain('<a>é</a>');
    expect(decodeText(declared('GBK', Buffer.from('北京')), 'utf-8')).toContain('<a>北京</a>');
    expect(decodeText(declared('UTF-16', Buffer.from('é')))).toContain('<a>é</a>');
  });

  it('is refused in an encoding that it has not, or that nobody knows', () => {
    expect(codeOf(() => decodeText(beijing))).toBe('wrong_encoding');
    expect(codeOf(() => decodeText(Buffer.from([0xff, 0xff]), 'gbk'))).toBe('wrong_encoding');
    expect(codeOf(() => decodeText(beijing, 'klingon'))).toBe('unknown_encoding');
  });

  it('names UTF-8 where it is kept so', () => {
    expect(withUtf8Prolog(`<?xml version='1.0' encoding='GBK' standalone='yes'?><a/>`)).toBe(
      `<?xml version='1.0' encoding='UTF-8' standalone='yes'?><a/>`,
    );
  });
});

describe('JSON', () => {
  it('keeps the digits of numbers that are too long for a number', () => {
    expect(parseJson('{"number": 9400110200881269505160, "x": 1.5}')).toEqual({
      number: '9400110200881269505160',
      x: 1.5,
    });
  });

  it.each([
    ['too_deep', '{"a":'.repeat(500_000)],
    ['malformed_json', '["\\\\", "\\"[[", ['],
    ['malformed_json', ''],
    ['repeated_key', '{"number": "LZ1CN", "number": "LZ2CN"}'],
  ])('is refused as %s: %.40s', (code, text) => expect(codeOf(() => parseJson(text))).toBe(code));

  it('that begins as XML does is asked whether it is XML', () => {
    expect(() => parseJson(' <tracking/>')).toThrow('`format: xml`');
    expect(() => parseJson('{"a"')).toThrow(/^(?!.*format: xml)/);
  });
});

describe('XML', () => {
  it('becomes objects: attributes, repeated elements, texts between', () => {
    expect(
      parseXml(
        `<?xml version="1.0"?><s:Envelope xmlns:s="urn:s"><s:Body i:nil="true"><a x="1"> one </a><a>two &amp; <![CDATA[<3>]]></a>
         <b/><c>&#8364;</c></s:Body></s:Envelope>`,
      ),
    ).toEqual({
      Envelope: { Body: { _nil: 'true', a: [{ _x: '1', _text: 'one' }, 'two & <3>'], b: '', c: '€' } },
    });
  });

  it('has lists where a file says so, also of one', () => {
    expect(parseXml('<a><b>1</b></a>', { lists: new Set(['b']) })).toEqual({ a: { b: ['1'] } });
  });

  it.each([
    ['malformed_xml', '<a><b></a>'],
    ['malformed_xml', '<a>'],
    ['malformed_xml', '<a/><b/>'],
    ['malformed_xml', '<a x=1/>'],
    ['malformed_xml', 'text'],
    ['malformed_xml', ''],
    ['malformed_xml', '<a>&unknown;</a>'],
    ['malformed_xml', '<a>&#0;</a>'],
    ['malformed_xml', '<a>\u0000</a>'],
    ['doctype_refused', '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'],
    ['doctype_refused', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['too_deep', '<a>'.repeat(50_000)],
  ])('is refused as %s: %.60s', (code, text) => {
    expect(codeOf(() => parseXml(text))).toBe(code);
  });

  it('of names that every object has changes no object', () => {
    const parsed = parseXml('<a><__proto__><x>1</x></__proto__><constructor>2</constructor><toString/></a>');
    expect(Object.keys(parsed['a'] as object)).toEqual(['constructor', 'toString']);
    expect(Object.getPrototypeOf(parsed['a'])).toBe(Object.prototype);
    expect({}).not.toHaveProperty('x');
  });
});

describe('an answer with several parcels', () => {
  it('in JSON is split by what belongs to whom', () => {
    const payload = JSON.parse(
      '{"page": 1, "parcels": [{"n": "A", "events": [1]}, {"n": "B"}, {"n": "A2"}], "byNumber": {"x": {"n": "C"}}, "__proto__": {"y": 1}}',
    ) as { parcels: object[]; byNumber: { x: object } };
    const [a, b, a2] = payload.parcels;
    const parts = splitJson(payload, [[a, a2], [b], [payload.byNumber.x]]);
    expect(parts.map((part) => JSON.parse(part) as unknown)).toEqual([
      JSON.parse(
        '{"page":1,"parcels":[{"n":"A","events":[1]},{"n":"A2"}],"byNumber":{},"__proto__":{"y":1}}',
      ),
      JSON.parse('{"page":1,"parcels":[{"n":"B"}],"byNumber":{},"__proto__":{"y":1}}'),
      JSON.parse('{"page":1,"parcels":[],"byNumber":{"x":{"n":"C"}},"__proto__":{"y":1}}'),
    ]);
  });

  it('in XML loses the elements of the others, and nothing else of its text', () => {
    const spans = new WeakMap<object, { start: number; end: number }>();
    const xml = '<a page="1"><!-- kept --> <p><n>A</n></p> <p x="2"><n>B</n><e>é</e></p></a>';
    const { a } = parseXml(xml, { spans, lists: new Set(['p']) }) as unknown as { a: { p: object[] } };
    expect(splitXml(xml, a.p, spans)).toEqual([
      '<a page="1"><!-- kept --> <p><n>A</n></p> </a>',
      '<a page="1"><!-- kept -->  <p x="2"><n>B</n><e>é</e></p></a>',
    ]);
  });

  it('keeps what two parcels share', () => {
    const shared = { place: 'hub' };
    const payload = {
      hubs: [shared],
      parcels: [
        { n: 'A', at: shared },
        { n: 'B', at: shared },
      ],
    };
    expect(
      splitJson(payload, payload.parcels).map((part) => (JSON.parse(part) as typeof payload).hubs),
    ).toEqual([[shared], [shared]]);
  });
});
