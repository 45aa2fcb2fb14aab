import { describe, expect, it } from '@jest/globals';
import { wordsOfCode } from './words-of-code.ts';
import { wordsOfPattern } from './words-of-pattern.ts';

describe('the words of a code', () => {
  it.each([
    ['InTransit_PickedUp', 'in transit picked up'],
    ['OUT-FOR-DELIVERY', 'out for delivery'],
    ['Freight has been delivered', 'freight has been delivered'],
    ['Zugestellt', 'zugestellt'],
    ['EVGPD', null],
    ['XD', null],
    ['410', null],
    ['XKCDFG', null],
    ['运输中', null],
  ])('%s are %s', (code, words) => {
    expect(wordsOfCode(code)).toBe(words);
  });

  it('are those behind its main status, where these say enough', () => {
    expect(wordsOfCode('InTransit_HeldByCustoms', '_')).toBe('held by customs');
    expect(wordsOfCode('Delivered_Other', '_')).toBe('delivered other');
    expect(wordsOfCode('Delivered', '_')).toBe('delivered');
  });
});

describe('the words of a pattern', () => {
  it.each([
    ['delivered', ['delivered']],
    [
      '(held|retained).*(customs|border)',
      ['held customs', 'held border', 'retained customs', 'retained border'],
    ],
    ['return(ed|ing)? to (the )?(sender|shipper)', ['return to sender', 'return to shipper']],
    ['\\blost\\b|mis-?sort', ['lost', 'missort']],
    ['(?i:Zoll)\\s+frei', ['zoll frei']],
    ['not [a-z]+ delivered', ['not delivered']],
    ['^\\d+$', []],
  ])('%s are %j', (source, phrases) => {
    expect(wordsOfPattern(source)).toEqual(phrases);
  });

  it('are some dozen at most', () => {
    expect(wordsOfPattern('(a|b|c|d)(e|f|g|h)(i|j|k|l)').length).toBeLessThanOrEqual(24);
  });
});
