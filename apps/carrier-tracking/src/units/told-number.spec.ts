import { describe, expect, it } from '@jest/globals';
import { spellingsOf, toldNumberOf, withToldNumbers } from './told-number.ts';
import { unitNumberOf } from './unit-number.ts';

describe('the number by which carriers tell of a unit', () => {
  it.each([
    ['784-12345675', '78412345675'],
    ['784 1234 5675', '78412345675'],
    ['MAWB 784-12345675', '78412345675'],
    ['awb:784-12345675', '78412345675'],
    ['msku 123456-7', 'MSKU1234567'],
    ['MSKU-123456-7', 'MSKU1234567'],
    [' bag-0012 ', 'BAG-0012'],
    ['784-1234567', '784-1234567'],
    ['pallet 7-12345678', 'PALLET7-12345678'],
  ])('of %j is %s', (name, told) => {
    expect(toldNumberOf(name)).toBe(told);
    expect(toldNumberOf(told)).toBe(told);
  });

  it.each([
    ['78412345675', ['78412345675', '784-12345675']],
    ['MSKU1234567', ['MSKU1234567', 'MSKU123456-7']],
    ['BAG-0012', ['BAG-0012']],
  ])('%s is written %j', (told, spellings) => {
    expect(spellingsOf(told)).toEqual(spellings);
    for (const spelling of spellings) expect(toldNumberOf(spelling)).toBe(told);
  });

  it('is locked with the number as it was written, but what stands for a unit is none', () => {
    const unit = unitNumberOf('019a0000-0000-7000-8000-00000000000a');
    expect([...withToldNumbers(['784-12345675', unit, 'LZ1CN'])]).toEqual([
      '784-12345675',
      unit,
      'LZ1CN',
      '78412345675',
    ]);
  });
});
