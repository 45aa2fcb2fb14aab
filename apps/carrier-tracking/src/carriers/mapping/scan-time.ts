import type { ScanTime } from '../../scans/scan.ts';

const shape =
  /^(\d{4})-(\d\d)-(\d\d)[T ](?:([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)(\.\d{1,9})?\d* ?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i;

/** Calendar years that a scan may be of: outside, a clock or a format was wrong. */
const years = { first: 1990, last: 2100 };

export const isYearOfScans = (year: number): boolean => year >= years.first && year <= years.last;

/**
 * Reads `2026-01-05T10:00:00+08:00` and its kin: a blank for the T, no seconds, no colon in the offset.
 * Without an offset UTC is assumed, and `offsetSource` says so. Undefined where it is no time of the calendar.
 */
export const readTime = (text: string): ScanTime | undefined => {
  const match = shape.exec(text.trim());
  if (!match) return undefined;
  // By index: taking an array apart goes through its iterator, which costs more than the match.
  const year = Number(match[1]);
  const month = Number(match[2]);
  if (month < 1 || month > 12) return undefined;
  const day = Number(match[3]);
  if (day < 1 || day > daysOf(year, month)) return undefined;
  if (!isYearOfScans(year)) return undefined;
  const offset = match[8];
  return {
    occurredAt: `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6] ?? '00'}${match[7] ?? ''}${offsetOf(offset)}`,
    offsetSource: offset ? 'given' : 'assumed_utc',
  };
};

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const daysOf = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
    ? 29
    : (daysOfMonths[month - 1] ?? 0);

/** The first of several tellings of one time that has an offset, else the first that can be read at all. */
export const firstTime = (times: readonly (ScanTime | undefined)[]): ScanTime | null => {
  let first: ScanTime | null = null;
  for (const time of times) {
    if (time?.offsetSource === 'given') return time;
    first ??= time ?? null;
  }
  return first;
};

const offsetOf = (offset: string | undefined): string => {
  if (!offset || offset.toUpperCase() === 'Z') return 'Z';
  return offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
};
