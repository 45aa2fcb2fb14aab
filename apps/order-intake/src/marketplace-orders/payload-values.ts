import { isEmail } from 'class-validator';
import { NotUnderstoodError } from './not-understood.ts';

/** A text or a number of a payload as text that Postgres can hold, cut to so many characters; undefined where blank. */
export const textOf = (value: unknown, max: number): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).replaceAll('\0', '').toWellFormed().trim();
  return [...text.slice(0, 2 * max)].slice(0, max).join('').trim() || undefined;
};

/** An id as a marketplace gives it. @throws NotUnderstoodError */
export const idOf = (value: unknown, what: string): string => {
  const id = textOf(value, 101);
  if (id === undefined || !/^[0-9A-Za-z][\w.:-]{0,99}$/.test(id) || id in Object.prototype)
    throw new NotUnderstoodError(`the ${what} has no id that can be used`);
  return id;
};

export const emailOf = (value: unknown): string | undefined => {
  const text = textOf(value, 254);
  return text !== undefined && isEmail(text) && !/[\s<>]/.test(text) ? text : undefined;
};

/** A language tag such as pt-BR. */
export const localeOf = (value: unknown): string | undefined => {
  const text = textOf(value, 35);
  return text !== undefined && /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/.test(text) ? text : undefined;
};

export const countryOf = (value: unknown): string | undefined => {
  const text = textOf(value, 2)?.toUpperCase();
  return text !== undefined && /^[A-Z]{2}$/.test(text) ? text : undefined;
};

/** A whole number from 0; from text too, as some shops send them. */
export const countOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 1e9
    ? number
    : undefined;
};

/** A decimal number as text, such as "12.34". */
export const decimalOf = (value: unknown): string | undefined => {
  const text = textOf(value, 40);
  return text !== undefined && /^-?\d{1,15}(\.\d{1,20})?$/.test(text) ? text : undefined;
};

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const withoutOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/;
const withOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
const unixSeconds = /^\d{9,10}$/;

/**
 * A time in ISO 8601 in UTC, from ISO 8601 or Unix seconds.
 * @param zone what a time without offset means
 */
export const instantOf = (value: unknown, zone: 'refused' | 'UTC'): string | undefined => {
  const text = textOf(value, 40);
  if (text === undefined) return undefined;
  const readable = withoutOffset.test(text) && zone === 'UTC' ? `${text}Z` : text;
  const millis = unixSeconds.test(text)
    ? Number(text) * 1_000
    : withOffset.test(readable)
      ? Date.parse(readable)
      : NaN;
  const year = new Date(millis).getUTCFullYear();
  return year >= 1990 && year <= 2100 ? new Date(millis).toISOString() : undefined;
};
