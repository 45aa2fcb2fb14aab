import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readNumber } from './read-number.ts';

const value = (text: string, mark?: '.' | ',') => {
  const read = readNumber(text, mark);
  return read.ok ? read.value : undefined;
};

describe('a number that people have written', () => {
  it.each([
    ['12', '12'],
    ['-3', '-3'],
    ['012', '12'],
    ['12.5', '12.5'],
    ['12,5', '12.5'],
    ['1234.56', '1234.56'],
    ['1,234.56', '1234.56'],
    ['1.234,56', '1234.56'],
    ['1 234,56', '1234.56'],
    ['1’234.56', '1234.56'],
    ['1,234,567', '1234567'],
    ['1.234.567', '1234567'],
    ['1234,567', '1234.567'],
    ['0,125', '0.125'],
    ['0.125', '0.125'],
  ])('%s is %s', (text, expected) => expect(value(text)).toBe(expected));

  it.each(['1,234', '1.234', '999,000', '12,345'])('%s is never guessed', (text) => {
    const read = readNumber(text);
    expect(read).toMatchObject({ ok: false });
    expect(JSON.stringify(read)).toContain('decimalMark');
  });

  it('is read as it was told', () => {
    expect(value('1,234', '.')).toBe('1234');
    expect(value('1,234', ',')).toBe('1.234');
    expect(value('1.234', ',')).toBe('1234');
  });

  it.each(['', 'free', '€ 5', '1,23,4', '12,34.5', '1e5', '１２', '1.2.3', '--1', '.5', '5.'])(
    '%j is none',
    (text) => expect(value(text)).toBeUndefined(),
  );

  it('is the same however its thousands are divided', () => {
    const style = fc.constantFrom<[group: string, mark: '.' | ',']>(
      [',', '.'],
      ['.', ','],
      [' ', ','],
      ['’', '.'],
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 0, max: 99 }),
        style,
        (whole, cents, [group, mark]) => {
          const decimals = String(cents).padStart(2, '0');
          const grouped = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, group);
          expect(value(`${grouped}${mark}${decimals}`)).toBe(`${whole}.${decimals}`);
        },
      ),
    );
  });
});
