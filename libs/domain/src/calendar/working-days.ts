import { DAY_MS } from './instant.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** 1 Monday .. 7 Sunday: day 0, 1 January 1970, was a Thursday. */
export function isoWeekday(day: number): number {
  return placeInWeek(day) + 1;
}

/** 0 Monday .. 6 Sunday. */
function placeInWeek(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** A calendar's days as they are asked for: many times an event. Days are counted from 1 January 1970, local time. */
export interface WorkingDays {
  /** How many days of a week are worked before its first, second ... eighth. */
  readonly workedInWeek: readonly number[];
  /** Days that differ from their weekday: whether they are worked. */
  readonly exceptional: ReadonlyMap<number, boolean>;
  /** The same in order, each with how many more (or fewer) days than weekdays are worked up to its end. */
  readonly inOrder: readonly { readonly day: number; readonly more: number }[];
}

const daysKnown = new WeakMap<WorkingCalendar, WorkingDays>();

/** The days of a calendar. */
export function daysOf(calendar: WorkingCalendar): WorkingDays {
  const before = daysKnown.get(calendar);
  if (before !== undefined) return before;
  const days = readDays(calendar);
  daysKnown.set(calendar, days);
  return days;
}

function readDays({ weekdays, closedDates, extraDates }: WorkingCalendar): WorkingDays {
  const workedInWeek = [0];
  for (let weekday = 1; weekday <= 7; weekday++)
    workedInWeek.push((workedInWeek.at(-1) ?? 0) + (weekdays.includes(weekday) ? 1 : 0));
  const dayOf = (date: string) => Date.parse(date) / DAY_MS;
  // A day that is both is worked.
  const exceptional = new Map([
    ...closedDates.map((date) => [dayOf(date), false] as const),
    ...extraDates.map((date) => [dayOf(date), true] as const),
  ]);
  let more = 0;
  const inOrder = [...exceptional]
    .sort(([a], [b]) => a - b)
    .map(([day, isWorked]) => {
      more += Number(isWorked) - Number(weekdays.includes(isoWeekday(day)));
      return { day, more };
    });
  return { workedInWeek, exceptional, inOrder };
}

/** Whether a day is worked. */
export function isWorkingDay({ workedInWeek, exceptional }: WorkingDays, day: number): boolean {
  const place = placeInWeek(day);
  return exceptional.get(day) ?? (workedInWeek[place + 1] ?? 0) > (workedInWeek[place] ?? 0);
}

/** Working days from a fixed day, long ago, until the one before `day`. */
export function workingDaysBefore({ workedInWeek, inOrder }: WorkingDays, day: number): number {
  const place = placeInWeek(day);
  const weeks = (day + 3 - place) / 7;
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inOrder[middle]?.day ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return weeks * (workedInWeek[7] ?? 0) + (workedInWeek[place] ?? 0) + (inOrder[low - 1]?.more ?? 0);
}

/** The working day before which there are so many others, as {@link workingDaysBefore} counts; of a calendar that has a working weekday. */
export function workingDayAfter(days: WorkingDays, count: number): number {
  let day = Math.floor((count * 7) / (days.workedInWeek[7] ?? 7));
  // So many days have at most so many working days: no step goes too far.
  for (let missing; (missing = count - workingDaysBefore(days, day)) !== 0;) day += missing;
  return nextWorkingDay(days, day);
}

/** `day` itself or the first one after it that is worked at. */
export function nextWorkingDay(days: WorkingDays, day: number): number {
  let next = day;
  while (!isWorkingDay(days, next)) next++;
  return next;
}
