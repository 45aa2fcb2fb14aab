import './instant-format.ts';
import Type, { type TSchema } from 'typebox';

/** A field that is always present and may be null: consumers never tell "absent" from "unknown". */
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** One of a closed list of words. */
export const OneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words] });

/** A UUID in its canonical lower-case form. */
export const Id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'UUID',
});

/** RFC 3339 with an offset. */
export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 with offset' });

/** A calendar day. */
export const Day = Type.String({ format: 'date', description: 'RFC 3339 full-date' });

/** ISO 3166-1 alpha-2. */
export const CountryCode = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' });

/** ISO 4217 code and a decimal number as text, never a float. */
export const Money = Type.Object({
  amount: Type.String({ pattern: '^-?\\d+(\\.\\d+)?$' }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
});

/** A word of up to `max` characters. */
export const Text = (max = 255) => Type.String({ maxLength: max });

/** A non-negative whole number. */
export const Count = Type.Integer({ minimum: 0 });

/** Where a scan was made. */
export const Place = Type.Object({
  country: Nullable(CountryCode),
  city: Nullable(Text()),
  facility: Nullable(Text()),
});
