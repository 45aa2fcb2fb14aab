import { describe, expect, it } from '@jest/globals';
import { carrierKeyOf, normaliseNumber } from './tracking-number.ts';

describe('a tracking number', () => {
  it.each([
    [' lz 123 456 789 cn ', 'LZ123456789CN'],
    ['9400 1000\t0000', '940010000000'],
    ['yt1\u00a02', 'YT12'],
    ['   ', ''],
    ['a\0b', 'AB'],
  ])('%j is %s', (given, expected) => {
    expect(normaliseNumber(given)).toBe(expected);
  });

  it('never has more characters than a topic takes', () => {
    expect(normaliseNumber('X'.repeat(100))).toHaveLength(64);
  });
});

describe("a carrier's name", () => {
  it.each(['DHL Express', ' dhl_express', 'dhl-express', 'Dhl  EXPRESS'])('%j is dhl-express', (name) => {
    expect(carrierKeyOf(name)).toBe('dhl-express');
  });

  it('can be kept, whatever its sender wrote', () => {
    expect(carrierKeyOf('DHL\0\ud800')).toBe('dhl\ufffd');
    expect(carrierKeyOf('x'.repeat(100))).toHaveLength(64);
    expect(carrierKeyOf(`${'x'.repeat(63)}😀`)).toBe(`${'x'.repeat(63)}\ufffd`);
  });
});
