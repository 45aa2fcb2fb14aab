import type { Type } from '@nestjs/common';
import { checkInstant } from './checks/instant.ts';
import { checkAmount, checkCurrency, checkDecimal, type DecimalLimits } from './checks/money.ts';
import { checkBoolean, checkInteger, checkNumber, type Range } from './checks/numbers.ts';
import {
  checkCountry,
  checkEmail,
  checkText,
  checkUuid,
  type Check,
  type TextLimits,
} from './checks/texts.ts';
import { field, type FieldOptions } from './field.ts';

const textSchema = ({ min = 1, max, pattern }: TextLimits) => ({
  type: 'string',
  minLength: min,
  maxLength: max,
  ...(pattern && { pattern: pattern.source }),
});

const rangeSchema = ({ min, max }: Range) => ({
  ...(min !== undefined && { minimum: min }),
  ...(max !== undefined && { maximum: max }),
});

const text = (check: Check, schema: object, options: FieldOptions) =>
  field({ kind: 'text', check, schema: { type: 'string', ...schema } }, options);

/** Text of so many characters, not blank unless `min` is 0. */
export const Text = (options: TextLimits & FieldOptions): PropertyDecorator =>
  text(checkText(options), textSchema(options), options);

/** A whole number: JSON 5, never "5". */
export const Integer = (options: Range & FieldOptions = {}): PropertyDecorator =>
  field(
    { kind: 'integer', check: checkInteger(options), schema: { type: 'integer', ...rangeSchema(options) } },
    options,
  );

/** A finite number, such as a share. */
export const Num = (options: Range & FieldOptions = {}): PropertyDecorator =>
  field(
    { kind: 'number', check: checkNumber(options), schema: { type: 'number', ...rangeSchema(options) } },
    options,
  );

/** A decimal number as text: "0.125". */
export const Decimal = (options: DecimalLimits & FieldOptions = {}): PropertyDecorator =>
  text(
    checkDecimal(options),
    { pattern: '^-?(0|[1-9]\\d{0,11})(\\.\\d+)?$' },
    { example: '12.34', ...options },
  );

export const Bool = (options: FieldOptions = {}): PropertyDecorator =>
  field({ kind: 'boolean', check: checkBoolean, schema: { type: 'boolean' } }, options);

/** RFC 3339 with its offset, years 1990 to 2100; stays text, so that the offset given is kept. */
export const Instant = (options: FieldOptions = {}): PropertyDecorator =>
  text(checkInstant, { format: 'date-time' }, options);

/** ISO 3166-1 alpha-2. */
export const Country = (options: FieldOptions = {}): PropertyDecorator =>
  text(checkCountry, { pattern: '^[A-Z]{2}$' }, { example: 'DE', ...options });

/** ISO 4217. */
export const Currency = (options: FieldOptions = {}): PropertyDecorator =>
  text(checkCurrency, { pattern: '^[A-Z]{3}$' }, { example: 'EUR', ...options });

export const Email = (options: FieldOptions = {}): PropertyDecorator =>
  text(checkEmail, { format: 'email', maxLength: 254 }, options);

export const Uuid = (options: FieldOptions = {}): PropertyDecorator =>
  text(checkUuid, { format: 'uuid' }, options);

/** One of a few words. */
export const OneOf = (values: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  text(
    (value) => (values.includes(value as string) ? undefined : `must be one of ${values.join(', ')}`),
    { enum: [...values] },
    options,
  );

export interface TextListOptions extends FieldOptions {
  /** Items at most. */
  max: number;
  /** Items at least (default 0). */
  min?: number;
  /** What each item is; the errors name its index. */
  each?: TextLimits;
  /** The words that items may be. */
  values?: readonly string[];
}

/** A list of texts; in a query it is the repeated parameter, or one with commas. */
export const TextList = (options: TextListOptions): PropertyDecorator => {
  const { max, min = 0, values, each = { max: 200 } } = options;
  const checkItem: Check = values
    ? (value) => (values.includes(value as string) ? undefined : `must be one of ${values.join(', ')}`)
    : checkText(each);
  const check: Check = (value, owner) => {
    const fault = listFault(value, min, max);
    if (fault !== undefined) return fault;
    for (const [index, item] of (value as unknown[]).entries()) {
      const itemFault = checkItem(item, owner);
      if (itemFault !== undefined) return `item ${index} ${itemFault}`;
    }
    return undefined;
  };
  const items = values ? { type: 'string', enum: [...values] } : textSchema(each);
  return field(
    { kind: 'texts', check, schema: { type: 'array', items, minItems: min, maxItems: max }, max },
    options,
  );
};

const listFault = (value: unknown, min: number, max: number): string | undefined => {
  if (!Array.isArray(value)) return 'must be a list (a JSON array)';
  if (value.length > max) return `must have ${max} items at most`;
  if (value.length < min) return `must have ${min} items or more`;
  return undefined;
};

/** An object of a class with fields of its own. */
export const Nested = (type: () => Type<object>, options: FieldOptions = {}): PropertyDecorator =>
  field({ kind: 'object', check: () => undefined, schema: { type: () => type() }, type }, options);

/** A list of objects of a class. */
export const ListOf = (
  type: () => Type<object>,
  options: { max: number; min?: number } & FieldOptions,
): PropertyDecorator => {
  const { max, min = 0 } = options;
  return field(
    {
      kind: 'objects',
      check: (value) => listFault(value, min, max),
      schema: { type: () => [type()], minItems: min, maxItems: max },
      type,
      max,
    },
    options,
  );
};

/** Money: an amount as decimal text with the digits its currency has, never negative. */
export class Money {
  @text(checkAmount, { pattern: '^(0|[1-9]\\d{0,11})(\\.\\d+)?$' }, { example: '12.34' } as FieldOptions)
  amount!: string;

  @Currency()
  currency!: string;
}

/** `{amount: "12.34", currency: "EUR"}`. */
export const MoneyField = (options: FieldOptions = {}): PropertyDecorator => Nested(() => Money, options);
