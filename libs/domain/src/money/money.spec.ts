import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatMoney, parseMoney } from './money.ts';

describe('money', () => {
  it.each([
    ['12.34', 'USD', 1234],
    ['12', 'USD', 1200],
    ['12.3', 'EUR', 1230],
    ['-0.05', 'EUR', -5],
    ['-0.00', 'EUR', 0],
    ['1500', 'JPY', 1500],
    ['1500.00', 'JPY', 1500],
    ['1.234', 'KWD', 1234],
    ['12.3400', 'USD', 1234],
    ['0.1', 'USD', 10],
  ])('%s %s is %i minor units', (amount, currency, minor) => {
    expect(parseMoney({ amount, currency })).toEqual({ ok: true, minor, currency });
  });

  it.each([
    ['12.345', 'USD', 'money_too_precise'],
    ['0.5', 'JPY', 'money_too_precise'],
    ['12.34', 'XXQ', 'money_unknown_currency'],
    ['12.34', 'usd', 'money_unknown_currency'],
    ['1,234.00', 'USD', 'money_malformed'],
    ['1e3', 'USD', 'money_malformed'],
    ['', 'USD', 'money_malformed'],
    ['.5', 'USD', 'money_malformed'],
    [' 5', 'USD', 'money_malformed'],
    ['99999999999999999', 'USD', 'money_out_of_range'],
  ])('%s %s is refused: %s', (amount, currency, error) => {
    expect(parseMoney({ amount, currency })).toEqual({ ok: false, error });
  });

  it('is written with all decimals of its currency', () => {
    expect(formatMoney(5, 'USD')).toEqual({ amount: '0.05', currency: 'USD' });
    expect(formatMoney(-1234, 'USD').amount).toBe('-12.34');
    expect(formatMoney(1234, 'JPY').amount).toBe('1234');
    expect(formatMoney(7, 'BHD').amount).toBe('0.007');
  });

  it('is never a fraction of a minor unit, nor of no currency', () => {
    expect(() => formatMoney(0.5, 'USD')).toThrow(RangeError);
    expect(() => formatMoney(1, 'XXQ')).toThrow(RangeError);
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
        const written = formatMoney(minor, currency);
        expect(parseMoney(written)).toEqual({ ok: true, minor, currency });
      }),
    );
  });
});
