import type { Check } from './texts.ts';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Minor units of the currencies that have not two of them: ISO 4217, list one. */
const minorUnits: Record<string, number> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

/** ISO 4217, in capitals. */
export const checkCurrency: Check = (value) =>
  typeof value === 'string' && currencies.has(value)
    ? undefined
    : 'must be a currency as three capital letters (ISO 4217), such as EUR';

export interface DecimalLimits {
  /** Digits after the point at most. */
  scale?: number;
  min?: number;
  max?: number;
}

/** A decimal number written as text, so that no digit is lost: "12.34". At most 12 digits before the point. */
export const checkDecimal =
  ({ scale = 6, min, max }: DecimalLimits = {}): Check =>
  (value) => {
    const match = typeof value === 'string' ? /^-?(?:0|[1-9]\d{0,11})(?:\.(\d+))?$/.exec(value) : null;
    if (!match) return 'must be a decimal number as text, such as "12.34"';
    if ((match[1]?.length ?? 0) > scale) {
      return scale === 0
        ? 'must have no digits after the point'
        : `must have ${scale} digits after the point at most`;
    }
    const number = Number(value);
    if (min !== undefined && number < min) return `must be ${min} or more`;
    if (max !== undefined && number > max) return `must be ${max} or less`;
    return undefined;
  };

/** An amount of money, not negative, with no more digits than its owner's `currency` has. */
export const checkAmount: Check = (value, owner) => {
  const { currency } = owner as { currency?: unknown };
  return checkDecimal({ scale: minorUnits[String(currency)] ?? 2, min: 0 })(value, owner);
};
