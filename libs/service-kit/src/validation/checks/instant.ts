import type { Check } from './texts.ts';

const shape =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Calendar years that an instant may be in: outside, a clock or a format was wrong. */
const years = { first: 1990, last: 2100 };

/** A date and time in RFC 3339 whose offset is told, such as 2026-11-22T16:22:00+08:00. */
export const checkInstant: Check = (value) => {
  const match = typeof value === 'string' ? shape.exec(value) : null;
  if (!match) return 'must be a time in RFC 3339 with its offset, such as 2026-11-22T16:22:00+08:00';
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  if (year < years.first || year > years.last) return `must be in the years ${years.first} to ${years.last}`;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? undefined
    : 'must be a day of the calendar';
};
