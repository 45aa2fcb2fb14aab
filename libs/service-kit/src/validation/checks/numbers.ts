import type { Check } from './texts.ts';

export interface Range {
  min?: number;
  max?: number;
}

const rangeText = ({ min, max }: Range): string => {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, ${min} or more`;
  return max === undefined ? '' : `, ${max} or less`;
};

const inRange = (value: number, { min = -Infinity, max = Infinity }: Range): boolean =>
  value >= min && value <= max;

/** A whole number that loses no digit in a double. */
export const checkInteger =
  (range: Range): Check =>
  (value) =>
    Number.isSafeInteger(value) && inRange(value as number, range)
      ? undefined
      : `must be a whole number${rangeText(range)}`;

export const checkNumber =
  (range: Range): Check =>
  (value) =>
    typeof value === 'number' && Number.isFinite(value) && inRange(value, range)
      ? undefined
      : `must be a number${rangeText(range)}`;

export const checkBoolean: Check = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false';
