import { isEmail, isISO31661Alpha2, isUUID } from 'class-validator';

/** Says what is wrong with a value, as an order to the caller ("must be ..."), or undefined where nothing is. */
export type Check = (value: unknown, owner: object) => string | undefined;

export interface TextLimits {
  /** Characters (code points) at least; by default 1, and then not only blanks. */
  min?: number;
  /** Characters (code points) at most. */
  max: number;
  pattern?: RegExp;
  /** Says what the pattern asks for: "must be letters and digits". */
  patternHint?: string;
}

/** Text that Postgres and other readers of JSON can hold: no NUL, no lone surrogates. */
export const checkText =
  ({ min = 1, max, pattern, patternHint }: TextLimits): Check =>
  (value) => {
    if (typeof value !== 'string') return 'must be text (a JSON string)';
    if (value.includes('\0')) return 'must not contain the NUL character';
    if (!value.isWellFormed()) return 'must be well-formed Unicode: it contains a lone surrogate';
    if (min > 0 && value.trim() === '') return 'must not be blank';
    const length = value.length > max || value.length < 2 * min ? [...value].length : value.length;
    if (length > max) return `must have ${max} characters at most`;
    if (length < min) return `must have ${min} characters or more`;
    if (pattern && !pattern.test(value)) return patternHint ?? `must match ${pattern.source}`;
    return undefined;
  };

/** An address for mail: one that cannot smuggle further header lines into a message. */
export const checkEmail: Check = (value) =>
  checkText({ max: 254 })(value, {}) ??
  (/[\x00-\x20\x7f<>]/.test(value as string) || !isEmail(value)
    ? 'must be an e-mail address such as name@example.com'
    : undefined);

export const checkUuid: Check = (value) => (isUUID(value) ? undefined : 'must be a UUID');

/** ISO 3166-1 alpha-2, in capitals. */
export const checkCountry: Check = (value) =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) && isISO31661Alpha2(value)
    ? undefined
    : 'must be a country as two capital letters (ISO 3166-1 alpha-2), such as DE';
