import { currencyExponent } from './currency.ts';

/** Money as it travels: a decimal number as text and an ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

export type MoneyError =
  'money_unknown_currency' | 'money_malformed' | 'money_too_precise' | 'money_out_of_range';

export type ParsedMoney =
  | { readonly ok: true; readonly minor: number; readonly currency: string }
  | { readonly ok: false; readonly error: MoneyError };

const decimal = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads money into a whole number of minor units, without ever passing through a float.
 * Decimals beyond the currency's are accepted only as zeros.
 */
export function parseMoney({ amount, currency }: Money): ParsedMoney {
  const exponent = currencyExponent(currency);
  if (exponent === null) return { ok: false, error: 'money_unknown_currency' };
  const match = decimal.exec(amount);
  if (match === null) return { ok: false, error: 'money_malformed' };
  const [, sign = '', whole = '', fraction = ''] = match;
  if (/[^0]/.test(fraction.slice(exponent))) return { ok: false, error: 'money_too_precise' };
  const minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (!Number.isSafeInteger(minor)) return { ok: false, error: 'money_out_of_range' };
  return { ok: true, minor: sign === '-' && minor !== 0 ? -minor : minor, currency };
}

/** Writes minor units with all the currency's decimals. Throws RangeError for an unknown currency or a fraction. */
export function formatMoney(minor: number, currency: string): Money {
  const exponent = currencyExponent(currency);
  if (exponent === null) throw new RangeError(`unknown currency ${currency}`);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not a whole number of minor units`);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return { amount: `${minor < 0 ? '-' : ''}${whole}${fraction}`, currency };
}
