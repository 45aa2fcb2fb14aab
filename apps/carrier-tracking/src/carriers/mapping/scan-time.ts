import type { ScanTime } from '../../scans/scan.ts';

const shape =
  /^(\d{4})-(\d\d)-(\d\d)[T ](?:([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)(\.\d{1,9})?\d* ?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i;

/** Calendar years that a scan may be of: outside, a clock or a format was wrong. */
const years = { first: 1990, last: 2100 };

/**
 * Reads `2026-01-05T10:00:00+08:00` and its kin: a blank for the T, no seconds, no colon in the offset.
 * Without an offset UTC is assumed, and `offsetSource` says so. Undefined where it is no time of the calendar.
 */
export const readTime = (text: string): ScanTime | undefined => {
  const match = shape.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (Number(year) < years.first || Number(year) > years.last) return undefined;
  return {
    occurredAt: `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offsetOf(offset)}`,
    offsetSource: offset ? 'given' : 'assumed_utc',
  };
};

/** The first of several tellings of one time that has an offset, else the first that can be read at all. */
export const firstTime = (tellings: readonly string[]): ScanTime | null => {
  const times = tellings.map(readTime).filter((time) => time !== undefined);
  return times.find((time) => time.offsetSource === 'given') ?? times[0] ?? null;
};

const offsetOf = (offset: string | undefined): string => {
  if (!offset || offset.toUpperCase() === 'Z') return 'Z';
  return offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
};
