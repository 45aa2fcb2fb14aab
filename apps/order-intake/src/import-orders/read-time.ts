import { DateTime, IANAZone } from 'luxon';
import { StoredDate, StoredNumber, type Unreadable, type Cell, type WallTime } from '@landfall/tables';
import type { Read } from './read-number.ts';

export interface TimeOptions {
  /** IANA name; without it a time must tell its offset. */
  timeZone: string | undefined;
  /** What comes first in 03/04/2026. */
  dateOrder: 'DMY' | 'MDY' | undefined;
  /** Which end of the day a date without time means. */
  dayMeans: 'start' | 'end';
}

export const isTimeZone = (name: string): boolean => IANAZone.isValidZone(name);

const withOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const clock = '(?:[T\\s]+(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?:\\s*([AaPp][Mm]))?)?';
const yearFirst = new RegExp(`^(\\d{4})(?:[-/.]|年)(\\d{1,2})(?:[-/.]|月)(\\d{1,2})日?${clock}$`);
const yearLast = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${clock}$`);

const fault = (text: string): Read<never> => ({ ok: false, fault: text });
const noTime = fault('must be a date, such as 2026-03-01 14:05, or a time with its offset');

/** A time in RFC 3339 in UTC. A date that can be read in two ways, and a time of which the zone is not told, is a fault. */
export const readTime = (cell: Exclude<Cell, Unreadable>, options: TimeOptions): Read<string> => {
  if (cell instanceof StoredDate) return inZone(cell.wall, isMidnight(cell.wall), options);
  if (cell instanceof StoredNumber) return fault('is a number, not a date: format the column as a date');
  return fromText(cell, options);
};

const isMidnight = ({ hour, minute, second }: WallTime): boolean => hour + minute + second === 0;

const fromText = (text: string, options: TimeOptions): Read<string> => {
  if (withOffset.test(text)) {
    const time = DateTime.fromISO(text, { setZone: true });
    return time.isValid ? { ok: true, value: time.toUTC().toISO() } : fault('must be a day of the calendar');
  }
  const first = yearFirst.exec(text);
  if (first) {
    const [, year, month, day, ...time] = first;
    return fromParts([year, month, day], time, options);
  }
  const last = yearLast.exec(text);
  if (!last) return noTime;
  const [, one = '', mark, other = '', year, ...time] = last;
  const order = mark === '.' ? 'DMY' : (options.dateOrder ?? orderOf(Number(one), Number(other)));
  if (order === undefined)
    return fault(`"${one}${mark}${other}" can be read in two ways: say ?dateOrder=DMY or ?dateOrder=MDY`);
  const [day, month] = order === 'DMY' ? [one, other] : [other, one];
  return fromParts([year, month, day], time, options);
};

/** Told by a part above 12; of two same parts it makes no difference. */
const orderOf = (one: number, other: number): 'DMY' | 'MDY' | undefined => {
  if (one > 12 || one === other) return 'DMY';
  return other > 12 ? 'MDY' : undefined;
};

const fromParts = (
  day: (string | undefined)[],
  [hours, minutes, seconds, half]: (string | undefined)[],
  options: TimeOptions,
): Read<string> => {
  const [year = 0, month = 0, date = 0] = day.map(Number);
  let hour = Number(hours ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return noTime;
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  const wall = { year, month, day: date, hour, minute: Number(minutes ?? 0), second: Number(seconds ?? 0) };
  return inZone(wall, hours === undefined, options);
};

const inZone = (wall: WallTime, isWholeDay: boolean, { timeZone, dayMeans }: TimeOptions): Read<string> => {
  if (timeZone === undefined)
    return fault(
      'does not say in which zone it is: say ?timeZone=Asia/Shanghai, or write it with its offset',
    );
  const end = isWholeDay && dayMeans === 'end' ? { hour: 23, minute: 59, second: 59 } : {};
  const meant = { ...wall, ...end };
  const time = DateTime.fromObject(meant, { zone: timeZone });
  if (!time.isValid) return fault('must be a day of the calendar and a time of the day');
  if (time.hour !== meant.hour || time.minute !== meant.minute)
    return fault(`does not exist in ${timeZone}: clocks are put forward then`);
  if (time.getPossibleOffsets().length > 1)
    return fault(`comes twice in ${timeZone}, when clocks are put back: write it with its offset`);
  return { ok: true, value: time.toUTC().toISO() };
};
