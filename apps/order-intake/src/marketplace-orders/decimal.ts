import { currencyExponent, formatMoney, type Money } from '@landfall/domain';

const shape = /^(-?)(\d{1,15})(?:\.(\d{1,20}))?$/;

/**
 * What one of several units costs that cost this together, in the currency's minor unit, rounded half up without ever
 * being a float. Undefined where the text is no decimal number, the currency is unknown, or the amount is too large.
 */
export const minorEach = (total: string, units: number, currency: string): number | undefined => {
  const match = shape.exec(total);
  const exponent = currencyExponent(currency);
  if (!match || exponent === null || !Number.isInteger(units) || units < 1) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = Math.max(fraction.length, exponent);
  const scaled = BigInt(whole + fraction.padEnd(digits, '0'));
  const divisor = BigInt(units) * 10n ** BigInt(digits - exponent);
  const minor = Number((2n * scaled + divisor) / (2n * divisor));
  if (!Number.isSafeInteger(minor)) return undefined;
  return sign && minor !== 0 ? -minor : minor;
};

/** The same as money. */
export const moneyEach = (total: string, units: number, currency: string): Money | undefined => {
  const minor = minorEach(total, units, currency);
  return minor === undefined ? undefined : formatMoney(minor, currency);
};
