import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeUtf8 } from './decode-utf8.ts';
import { JsonError } from './json-error.ts';
import { mostLevels, parseJson } from './parse-json.ts';

const faultOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof JsonError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'readable';
};

describe('JSON', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps the digits of numbers that are too long for a number where that is asked for', () => {
    const text = '{"number": 9400110200881269505160, "list": [1, -12345678901234567890], "x": 1.5}';
    expect(parseJson(text, { exactDigits: true })).toEqual({
      number: '9400110200881269505160',
      list: [1, '-12345678901234567890'],
      x: 1.5,
    });
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('has members that are called as what all objects have', () => {
    const parsed = parseJson('{"__proto__": {"polluted": 1}, "constructor": 2}') as object;
    expect(Object.keys(parsed)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });

  it('is refused where it is too deep, or none', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(faultOf(() => parseJson(nested(mostLevels)))).toBe('readable');
    expect(faultOf(() => parseJson(nested(mostLevels + 1)))).toContain('too_deep');
    expect(faultOf(() => parseJson('{"a":'.repeat(500_000)))).toContain('too_deep');
    expect(faultOf(() => parseJson(JSON.stringify('[{'.repeat(1_000))))).toBe('readable');
    expect(faultOf(() => parseJson('["\\\\", "\\"[[", ['))).toContain('malformed_json');
    expect(faultOf(() => parseJson(''))).toContain('malformed_json');
  });
});

describe('a key that an object has twice', () => {
  it.each([
    ['/a', '{"a": 1, "a": 1}'],
    ['/amount', '{"amount": "50.00", "currency": "EUR", "amount": "5.00"}'],
    ['/items/1/price', '{"items": [{"price": 1}, {"price": [{"price": 2}], "price": 3}]}'],
    ['/1/0/b', '[[{"b": 1}], [{"b": 1, "c": [1, 2, {"x": 1}], "b": 2}]]'],
    ['/a', '{"a": 1, "\\u0061": 2}'],
    ['/__proto__', '{"__proto__": 1, "__proto__": 2}'],
    ['/', '{"": 1, "": 2}'],
    ['/a~1b~0c', '{"a/b~c": 1, "a/b~c": 2}'],
    ['/\ufffd', '{"\\u0000": 1, "\\u0000": 2}'],
    ['/b', '{"a": "\\",\\"a\\":", "b" \n : 1, "b"\t: 2}'],
  ])('is named: %s', (pointer, text) => {
    expect(faultOf(() => parseJson(text))).toContain(`repeated_key: The body has \`${pointer}\` twice`);
  });

  it('is none where different objects have it, or where it only stands in a text', () => {
    expect(faultOf(() => parseJson('[{"a": 1}, {"a": {"a": "a\\":a\\":"}}, "a:", ":"]'))).toBe('readable');
  });

  it('is found wherever it stands', () => {
    const withTwice = fc
      .tuple(
        fc.jsonValue({ maxDepth: 5 }),
        fc.string({ unit: 'binary' }),
        fc.jsonValue({ maxDepth: 2 }),
        fc.jsonValue(),
      )
      .map(([around, key, one, two]) => {
        const name = JSON.stringify(key);
        return `[${JSON.stringify(around)}, {${name}: ${JSON.stringify(one)}, "other": 1, ${name}: ${JSON.stringify(two)}}]`;
      });
    fc.assert(
      fc.property(withTwice, (text) => {
        expect(faultOf(() => parseJson(text))).toContain('repeated_key: The body has `/1/');
      }),
    );
  });
});

describe('the bytes of JSON', () => {
  it('are UTF-8, with or without its mark', () => {
    expect(decodeUtf8(Buffer.from('\ufeff{"a": "é"}'))).toBe('{"a": "é"}');
    expect(decodeUtf8(Buffer.from('"北京"'))).toBe('"北京"');
  });

  it.each([
    ['GBK', [0xb1, 0xb1, 0xbe, 0xa9]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['overlong forms', [0xc0, 0xaf]],
  ])('are refused where they are %s', (_, bytes) => {
    expect(faultOf(() => decodeUtf8(Buffer.from(bytes)))).toContain('wrong_encoding');
  });
});
