import { describe, expect, it } from '@jest/globals';
import { countryOf } from './country-of.ts';
import { compilePattern, patternBefore } from './text-pattern.ts';
import { gramsOf } from './weight.ts';

describe('a country', () => {
  it.each([
    ['cn', 'CN'],
    ['UK', 'GB'],
    ['DEU', 'DE'],
    ['usa', 'US'],
    ['Germany', 'DE'],
    ['UNITED STATES', 'US'],
    ['United States of America', 'US'],
    ['Österreich', 'AT'],
    ['Estados Unidos', 'US'],
    ['中国', 'CN'],
    ['美国', 'US'],
    ['Korea, South', 'KR'],
    ['Great Britain', 'GB'],
  ])('%s is %s', (text, code) => {
    expect(countryOf(text)).toBe(code);
  });

  it.each(['', 'X', 'Atlantis', '12', 'toString', 'D'.repeat(10_000)])('%.20j is none', (text) => {
    expect(countryOf(text)).toBeNull();
  });
});

describe('a weight', () => {
  it.each([
    ['0.35', 'kg', 350],
    ['0,35', 'kg', 350],
    ['2.5 kg', 'lb', 2_500],
    ['1', 'LBS', 454],
    ['8', 'OZ', 227],
    ['0.74', 'K', 740],
    ['380', 'g', 380],
    ['2.8400000000000003', 'kg', 2_840],
  ])('of %s (%s) is %i g', (text, unit, grams) => {
    expect(gramsOf(text, unit)).toBe(grams);
  });

  it.each([
    ['', 'kg'],
    ['0', 'kg'],
    ['-1', 'kg'],
    ['string', 'kg'],
    ['7', ''],
    ['7', 'stone'],
    ['999999999', 'kg'],
    ['1e9', 'g'],
  ])('of %j (%j) is none', (text, unit) => {
    expect(gramsOf(text, unit)).toBeNull();
  });
});

describe('a pattern', () => {
  it('is found anywhere, whatever the case, also where it is not of Latin letters', () => {
    expect(compilePattern('zugestellt|livré')('Das Paket wurde ZUGESTELLT.')).toBe(true);
    expect(compilePattern('livré')('COLIS LIVRÉ')).toBe(true);
    expect(compilePattern('到达')('已到达处理中心')).toBe(true);
    expect(compilePattern('delivered$')('delivered to a neighbour')).toBe(false);
  });

  it('takes no more time for what is hostile to others', () => {
    // Exponential in an engine that tracks back: it would not end before the test does.
    expect(compilePattern('^(a+)+$')(`${'a'.repeat(1_900)}b`)).toBe(false);
    expect(compilePattern('(x+x+)+y')('x'.repeat(1_000_000))).toBe(false);
  });

  it.each([
    ['delivered', ['delivered'], 'delivered'],
    ['was delivered', ['delivered'], 'delivered'],
    ['a lot|a little', ['^x', 'little', 'a (lot|bit)'], 'a (lot|bit)'],
    ['deliver', ['delivered'], undefined],
    ['delivered|left', ['delivered'], undefined],
    ['was delivered', ['^delivered', 'delivered\\b'], undefined],
    ['(was )?delivered', ['delivered'], undefined],
  ])('%s behind %j', (source, earlier, expected) => {
    const patterns = new Map(earlier.map((one) => [one, compilePattern(one)]));
    expect(patternBefore(source, patterns)).toBe(expected);
  });
});
